"""Anonymising: once the time to take answers back is over, nothing leads from a family to its answers.

Each response is written again under a key of its own: the former one gave its receipt code, and named its row
in files handed out before. The receipt's hash goes, and so does every text: what somebody wrote can name
somebody. With the former row go codings and quotations of its texts; frozen diagnostics keep what was
published of them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from secrets import token_hex
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, Table, delete, insert, select

from consult.campaigns.models import Campaign
from consult.campaigns.page import kept_until
from consult.db import db, durably
from consult.db.keys import digest_of
from consult.needs.texts import ERASED, echoes, masked, open_questions, written
from consult.responses.models import Response
from consult.responses.packing import Layout, layout, pack
from consult.staff.service import SCHEDULED, write_action
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.questions import Questionnaire, from_document

AT_ONCE = 500
"""Families who answer meanwhile wait for so many rows to be written again, and no longer."""
VERB = "rend des réponses anonymes"
NO_RECEIPT = "anonyme "
"""What the place of a receipt's hash begins with; no hash does."""
_responses = cast(Table, Response.__table__)


@dataclass(frozen=True)
class _Rules:
    """How the responses to one version are written again."""

    version_id: UUID
    slug: str
    questionnaire: Questionnaire
    layout: Layout
    texts: Collection[str]
    """Questions answered in words, and those calculated from them."""


@dataclass(frozen=True)
class Anonymised:
    """How much of a campaign became anonymous."""

    slug: str
    counts: Mapping[str, int]


def _rules(version: QuestionnaireVersion, slug: str) -> _Rules:
    questionnaire = from_document(version.document)
    names = {question.name for question in open_questions(questionnaire)}
    return _Rules(version.id, slug, questionnaire, layout(questionnaire), echoes(questionnaire, names))


def _due(on: date) -> list[_Rules]:
    """The versions of campaigns whose time to take answers back is over."""
    versions = select(Campaign, QuestionnaireVersion).join(
        QuestionnaireVersion, QuestionnaireVersion.campaign_id == Campaign.id)
    in_order = versions.order_by(Campaign.slug, QuestionnaireVersion.number)
    return [_rules(version, campaign.slug) for campaign, version in db.session.execute(in_order)
            if kept_until(campaign) < on]


def _again(row: Row[Any], rules: _Rules) -> dict[str, Any]:
    """The response as it is written again."""
    answers = masked(row.answers, rules.texts, instead=ERASED)
    return {**row._mapping, "key": uuid4(), "answers": answers, "packed": pack(rules.layout, answers),
            "digest": digest_of(answers), "receipt_hash": NO_RECEIPT + token_hex(16)}


def _some(connection: Connection, rules: _Rules) -> Anonymised:
    """The next few; the line in the log is part of the same transaction."""
    known = ~_responses.c.receipt_hash.startswith(NO_RECEIPT)
    due = select(_responses).where(_responses.c.version_id == rules.version_id, known)
    rows = connection.execute(due.order_by(_responses.c.key).limit(AT_ONCE)).all()
    questions = open_questions(rules.questionnaire)
    texts = sum(1 for row in rows for _text in written(row.answers, questions))
    found = Anonymised(rules.slug, {"réponses": len(rows), "textes": texts})
    if rows:
        # In the order of their new keys: where rows are kept as they come, nothing of the old order is left.
        again = sorted((_again(row, rules) for row in rows), key=lambda row: row["key"])
        connection.execute(delete(_responses).where(_responses.c.key.in_([row.key for row in rows])))
        connection.execute(insert(_responses), again)
        write_action(connection, account_name=SCHEDULED, verb=VERB, subject=rules.slug,
                     detail=dict(found.counts))
    return found


def _batches(rules: _Rules) -> Iterator[Anonymised]:
    while (done := durably(partial(_some, rules=rules))).counts["réponses"]:
        yield done


def anonymise(on: date) -> list[Anonymised]:
    """Make anonymous what is due, for good once it returns; killed on the way, the next time goes on.

    A second time there is nothing left to do, and nothing to write in the log.
    """
    return [done for rules in _due(on) for done in _batches(rules)]


def waits(campaign_id: UUID) -> bool:
    """Whether any response of a campaign still leads back to its family."""
    versions = select(QuestionnaireVersion.id).where(QuestionnaireVersion.campaign_id == campaign_id)
    known = select(Response.key).where(
        Response.version_id.in_(versions), ~Response.receipt_hash.startswith(NO_RECEIPT))
    return db.session.scalar(known.limit(1)) is not None
