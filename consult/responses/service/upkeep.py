"""Keeping in order: packed rows and digests say what the documents say, or are made again from them."""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Text, select, type_coerce, update

from consult.db import db
from consult.db.keys import digest_of
from consult.responses.models import Response
from consult.responses.packing import Layout, layout, pack
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.questions import from_document

AT_ONCE = 1000
Derived = tuple[bytes, str]
"""Packed row and digest."""


@dataclass(frozen=True)
class Upkeep:
    """What was found: how many responses, and the keys whose packed row or digest is not the document's."""

    responses: int
    wrong: tuple[UUID, ...]
    unreadable: tuple[UUID, ...] = ()
    """Whose document is none, or answers another questionnaire: nothing can be made again from it."""


def _layouts() -> Iterator[tuple[UUID, Layout]]:
    versions = select(QuestionnaireVersion.id, QuestionnaireVersion.document)
    for version_id, document in db.session.execute(versions.order_by(QuestionnaireVersion.id)).all():
        yield version_id, layout(from_document(document))


def _again(rules: Layout, document: str) -> Derived | None:
    """What a document gives; None where it is none, or answers another questionnaire."""
    try:
        answers = json.loads(document)
        return pack(rules, answers), digest_of(answers)
    except (AttributeError, LookupError, TypeError, ValueError, struct.error):
        return None


def _compared(version_id: UUID, rules: Layout) -> Iterator[tuple[UUID, Derived, Derived | None]]:
    """Of each response to a version: its key, what is kept beside its document, and what should be."""
    # The document as it is stored: one that is no JSON must not hide all the others.
    columns = select(Response.key, type_coerce(Response.answers, Text), Response.packed, Response.digest)
    in_order = columns.where(Response.version_id == version_id).order_by(Response.key)
    found = db.session.connection().execute(in_order, execution_options={"yield_per": AT_ONCE})
    for key, document, packed, digest in found:
        yield key, (packed, digest), _again(rules, document)


def check_responses() -> Upkeep:
    """Compare every packed row and digest with its document."""
    count, wrong, unreadable = 0, [], []
    for version_id, rules in _layouts():
        for key, kept, again in _compared(version_id, rules):
            count += 1
            if again is None:
                unreadable.append(key)
            elif again != kept:
                wrong.append(key)
    return Upkeep(count, tuple(wrong), tuple(unreadable))


def rebuild_packed() -> Upkeep:
    """Make again what is wrong and can be; the caller commits. `wrong` is what was."""
    found = check_responses()
    rules_of = dict(_layouts())
    for key in found.wrong:
        version_id, document = db.session.execute(
            select(Response.version_id, type_coerce(Response.answers, Text)).where(Response.key == key)).one()
        if again := _again(rules_of[version_id], document):
            right = dict(zip(("packed", "digest"), again, strict=True))
            db.session.execute(update(Response).where(Response.key == key).values(**right))
    return found
