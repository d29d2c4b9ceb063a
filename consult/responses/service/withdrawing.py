"""Giving back: a family reads what is kept under its receipt, and has it deleted."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from consult.campaigns.models import Campaign, Mode
from consult.campaigns.page import last_day
from consult.db import db
from consult.errors import N_, Refused
from consult.responses.models import Response, Withdrawn
from consult.responses.receipts import receipt_hash
from consult.surveys.models import QuestionnaireVersion
from consult.text import Localized


class WithdrawalOver(Refused):
    """The answers were kept as long as they could be told apart; now they are anonymous for good."""

    sentence = N_("Le délai pour effacer ces réponses est passé. Elles sont maintenant anonymes.")


@dataclass(frozen=True)
class Kept:
    """What is kept under a receipt, as its family is told."""

    key: UUID
    campaign: Localized
    slug: str
    day: date
    language: str
    mode: Mode
    answers: int
    """How many questions hold an answer."""
    erasable_until: date

    def may_be_erased_on(self, day: date) -> bool:
        return day <= self.erasable_until


_KEPT = (
    select(Response.key, Response.day, Response.language, Response.mode, Response.answers, Campaign.title,
           Campaign.slug, Campaign.closes_on, Campaign.closed_at, Campaign.retention_days)
    .join(QuestionnaireVersion, QuestionnaireVersion.id == Response.version_id)
    .join(Campaign, Campaign.id == QuestionnaireVersion.campaign_id))


def find_by_receipt(connection: Connection, code: str, *, secret: str) -> Kept | None:
    """What a receipt code gives back; None where nothing is kept under it (any more)."""
    found = connection.execute(_KEPT.where(Response.receipt_hash == receipt_hash(code, secret))).first()
    if found is None:
        return None
    until = last_day(found.closes_on, found.closed_at) + timedelta(days=found.retention_days)
    answers = sum(answer not in (None, [], "") for answer in found.answers.values())
    return Kept(found.key, found.title, found.slug, found.day, found.language, found.mode, answers, until)


def erase_by_receipt(connection: Connection, code: str, *, secret: str, on: date) -> bool:
    """Delete the answers of a receipt; False where there are none. Raises WithdrawalOver when it is late."""
    kept = find_by_receipt(connection, code, secret=secret)
    if kept is None:
        return False
    if not kept.may_be_erased_on(on):
        raise WithdrawalOver
    _count(connection, kept.key, on)
    connection.execute(delete(Response).where(Response.key == kept.key))
    return True


def _count(connection: Connection, key: UUID, on: date) -> None:
    """One more on this day: a diagnostic that was frozen before is told of it."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    version = select(Response.version_id).where(Response.key == key).scalar_subquery()
    connection.execute(insert(Withdrawn).values(version_id=version, day=on, count=1).on_conflict_do_update(
        index_elements=["version_id", "day"], set_={"count": Withdrawn.count + 1}))


def withdrawn_from(campaign_id: UUID) -> int:
    """How many families took their answers to a campaign back, since its beginning."""
    versions = select(QuestionnaireVersion.id).where(QuestionnaireVersion.campaign_id == campaign_id)
    return db.session.scalar(select(func.coalesce(func.sum(Withdrawn.count), 0)).where(
        Withdrawn.version_id.in_(versions))) or 0
