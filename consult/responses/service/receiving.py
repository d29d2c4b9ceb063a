"""Taking in what a family sent: once, for good, and with nothing that can name it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Row, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from consult.campaigns.models import Campaign, Mode, Relay
from consult.db import db, durably
from consult.db.keys import digest_of, key_of_other_family
from consult.db.prepared import Prepared
from consult.errors import NotFound
from consult.meetings.service import keep_invitee
from consult.metrics import RESPONSES
from consult.responses.contacts import in_words
from consult.responses.models import Response
from consult.responses.packing import Layout, layout, pack
from consult.responses.receipts import receipt_code, receipt_hash
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.published import PublishedSurvey

TURNS = 8
"""Twelve digits meet by chance once in a while among a million: the next turn gives another code."""


class Status(StrEnum):
    STORED = "stored"
    REPEATED = "repeated"
    """The same answers were here already: the phone lost our reply, not the family's answers."""
    DIFFERENT = "different"
    """The key is known with other answers: a correction, or another family?"""


@dataclass(frozen=True)
class Submission:
    """A questionnaire that was answered and checked."""

    key: UUID
    version_id: UUID
    campaign_id: UUID
    language: str
    mode: Mode
    relay_id: UUID | None
    day: date
    answers: Mapping[str, Any]
    contacts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    status: Status
    receipt: str = ""
    """Empty when nothing was stored."""


def submission_of(survey: PublishedSurvey, *, key: UUID, language: str, mode: Mode, relay_id: UUID | None,
                  day: date, answers: Mapping[str, Any], contacts: Mapping[str, Any]) -> Submission:
    """What a survey's family sent, its contacts in words."""
    return Submission(key, survey.version_id, survey.campaign_id, language, mode, relay_id, day, answers,
                      in_words(survey.questionnaire, contacts))


_layouts: dict[UUID, Layout] = {}


def layout_of(survey: PublishedSurvey) -> Layout:
    """The packed row of a survey; a published version never changes, so neither does this."""
    found = _layouts.get(survey.version_id)
    if found is None:
        if len(_layouts) > 100:
            _layouts.clear()
        found = _layouts[survey.version_id] = layout(survey.questionnaire)
    return found


_responses = cast(Table, Response.__table__)
_columns = _responses.c
_known_relay = select(Relay.id).where(Relay.id == bindparam("relay", type_=_columns.relay_id.type))
# A relay deleted a moment ago must not refuse a family: the insertion itself looks its key up again.
_relay = _known_relay.scalar_subquery()
_INSERT = Prepared(
    ("key", "version_id", "language", "mode", "relay", "day", "answers", "packed", "digest", "receipt_hash"),
    sqlite=sqlite.insert(_responses).values(relay_id=_relay).on_conflict_do_nothing(),
    postgresql=postgresql.insert(_responses).values(relay_id=_relay).on_conflict_do_nothing())
_STORED = select(_columns.digest, _columns.receipt_hash).where(_columns.key == bindparam("wanted"))
_versions = select(QuestionnaireVersion.id).where(QuestionnaireVersion.campaign_id == bindparam("campaign"))
_REPLACE = update(_responses).where(_columns.key == bindparam("wanted"), _columns.version_id.in_(_versions))


def _content(submission: Submission, layout: Layout, digest: str) -> dict[str, Any]:
    """What a correction may change."""
    return {"version_id": submission.version_id, "language": submission.language,
            "answers": submission.answers, "packed": pack(layout, submission.answers), "digest": digest}


def _insert(connection: Connection, row: Mapping[str, Any], receipt: str, secret: str) -> bool:
    values = {**row, "receipt_hash": receipt_hash(receipt, secret)}
    return _INSERT.run(connection, values) == 1


def _find(connection: Connection, key: UUID) -> Row[Any, Any] | None:
    return connection.execute(_STORED, {"wanted": key}).first()


def receipt_of(key: UUID, kept_hash: str, secret: str) -> str:
    """The code that was given out for a response; empty where this secret did not make it."""
    codes = (receipt_code(key, secret, turn) for turn in range(TURNS))
    return next((code for code in codes if receipt_hash(code, secret) == kept_hash), "")


def _meet_again(connection: Connection, key: UUID, stored: Row[Any, Any], digest: str,
                secret: str) -> Outcome:
    """The key is here: with these answers, with these answers as another family's, or with others."""
    if stored.digest == digest:
        return Outcome(Status.REPEATED, receipt_of(key, stored.receipt_hash, secret))
    other_key = key_of_other_family(key, digest, secret)
    other = _find(connection, other_key)
    if other and other.digest == digest:
        return Outcome(Status.REPEATED, receipt_of(other_key, other.receipt_hash, secret))
    return Outcome(Status.DIFFERENT)


def _keep_contacts(connection: Connection, submission: Submission) -> None:
    # PostgreSQL shows the number of the transaction of each row: there, contacts come in one of their own.
    if submission.contacts and connection.dialect.name == "sqlite":
        keep_invitee(connection, submission.campaign_id, submission.contacts)


def record_response(
        connection: Connection, submission: Submission, *, layout: Layout, secret: str) -> Outcome:
    """Store a response, unless its key is here already. Nothing is lasting before the transaction is."""
    digest = digest_of(submission.answers)
    row = {"key": submission.key, "mode": submission.mode, "relay": submission.relay_id,
           "day": submission.day, **_content(submission, layout, digest)}
    for turn in range(TURNS):
        receipt = receipt_code(submission.key, secret, turn)
        if _insert(connection, row, receipt, secret):
            _keep_contacts(connection, submission)
            return Outcome(Status.STORED, receipt)
        if stored := _find(connection, submission.key):
            outcome = _meet_again(connection, submission.key, stored, digest, secret)
            if outcome.status is Status.REPEATED:
                _keep_contacts(connection, submission)
            return outcome
    raise RuntimeError("Every receipt code of this key is taken.")


def replace_response(
        connection: Connection, submission: Submission, *, layout: Layout, secret: str) -> Outcome:
    """Store a correction in the place of what the key held; the receipt, day, mode and relay stay."""
    outcome = record_response(connection, submission, layout=layout, secret=secret)
    if outcome.status is not Status.DIFFERENT:
        return outcome
    content = _content(submission, layout, digest_of(submission.answers))
    known = {"wanted": submission.key, "campaign": submission.campaign_id}
    if connection.execute(_REPLACE.values(content), known).rowcount == 0:
        return outcome  # the key belongs to another campaign: somebody made it up
    _keep_contacts(connection, submission)
    stored = _find(connection, submission.key)
    return Outcome(Status.STORED, receipt_of(submission.key, stored.receipt_hash if stored else "", secret))


def as_other_family(submission: Submission, *, secret: str) -> Submission:
    """The submission under a key of its own: another family answered on a page that was sent already."""
    digest = digest_of(submission.answers)
    return replace(submission, key=key_of_other_family(submission.key, digest, secret))


Write = Callable[..., Outcome]


def receive(
        submission: Submission, *, layout: Layout, secret: str, write: Write = record_response) -> Outcome:
    """Take a response in for good: returns once it is on the disk. `write` is how, recording or replacing."""
    outcome = durably(lambda connection: write(connection, submission, layout=layout, secret=secret))
    if outcome.status is Status.STORED and write is record_response:
        RESPONSES.add()
    apart = db.engine.dialect.name == "postgresql" and outcome.status is not Status.DIFFERENT
    if submission.contacts and apart:
        # On a repeat too: the first time may have ended between the two.
        durably(lambda connection: keep_invitee(connection, submission.campaign_id, submission.contacts))
    return outcome


def slug_of_version(version_id: UUID) -> str:
    """The campaign that a questionnaire version belongs to. Raises NotFound."""
    of_version = select(Campaign.slug).join(
        QuestionnaireVersion, QuestionnaireVersion.campaign_id == Campaign.id)
    slug = db.session.scalar(of_version.where(QuestionnaireVersion.id == version_id))
    if slug is None:
        raise NotFound
    return slug
