"""Keeping in order: packed rows and digests say what the documents say, or are made again from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from consult.db import db
from consult.db.keys import digest_of
from consult.responses.models import Response
from consult.responses.packing import Layout, layout, pack
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.questions import from_document

AT_ONCE = 1000


@dataclass(frozen=True)
class Upkeep:
    """What was found: how many responses, and the keys whose packed row or digest is not the document's."""

    responses: int
    wrong: tuple[UUID, ...]


def _layouts() -> Iterator[tuple[UUID, Layout]]:
    versions = select(QuestionnaireVersion.id, QuestionnaireVersion.document)
    for version_id, document in db.session.execute(versions.order_by(QuestionnaireVersion.id)).all():
        yield version_id, layout(from_document(document))


def _right(version_id: UUID, rules: Layout) -> Iterator[tuple[UUID, bool, bytes, str]]:
    """Of each response to a version: its key, whether it is right, and what would be."""
    columns = select(Response.key, Response.answers, Response.packed, Response.digest)
    in_order = columns.where(Response.version_id == version_id).order_by(Response.key)
    found = db.session.connection().execute(in_order, execution_options={"yield_per": AT_ONCE})
    for key, answers, packed, digest in found:
        right = pack(rules, answers), digest_of(answers)
        yield key, (packed, digest) == right, *right


def check_responses() -> Upkeep:
    """Compare every packed row and digest with its document."""
    checks = [(key, is_right) for version_id, rules in _layouts()
              for key, is_right, _packed, _digest in _right(version_id, rules)]
    return Upkeep(len(checks), tuple(key for key, is_right in checks if not is_right))


def rebuild_packed() -> Upkeep:
    """Make again what is wrong; the caller commits. `wrong` is what was."""
    count, wrong = 0, []
    for version_id, rules in _layouts():
        for key, is_right, packed, digest in list(_right(version_id, rules)):
            count += 1
            if not is_right:
                wrong.append(key)
                db.session.execute(
                    update(Response).where(Response.key == key).values(packed=packed, digest=digest))
    return Upkeep(count, tuple(wrong))
