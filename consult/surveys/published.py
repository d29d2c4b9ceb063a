"""What families answer now: a campaign with the questionnaire published last, read once and kept a second.

A page view must not wait for the database; a change made on the desk shows at once in its own process,
and within a second in the others.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from consult import clock
from consult.campaigns.models import Campaign, Stage
from consult.db import db
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.questions import Questionnaire, from_document
from consult.text import Localized

KEPT_SECONDS = 1.0
GRACE = timedelta(hours=24)
"""Answers begun before closing are taken for one more day."""


@dataclass(frozen=True)
class PublishedSurvey:
    campaign_id: UUID
    slug: str
    title: Localized
    stage: Stage
    opens_on: date
    closes_on: date
    closed_at: datetime | None
    is_demonstration: bool
    version_id: UUID
    number: int
    questionnaire: Questionnaire
    reviewed: frozenset[str]
    """Languages whose text a second person has read again."""

    def may_begin_on(self, day: date) -> bool:
        return self.stage is Stage.OPEN and self.opens_on <= day <= self.closes_on

    def may_send_at(self, moment: datetime) -> bool:
        """Whether answers begun in time are still taken at this (aware) instant."""
        day = moment.astimezone(clock.ZONE).date()
        if self.stage not in {Stage.OPEN, Stage.CLOSED} or day < self.opens_on:
            return False
        by_hand = self.closed_at is None or moment <= self.closed_at + GRACE
        return by_hand and (moment - GRACE).astimezone(clock.ZONE).date() <= self.closes_on


@lru_cache(maxsize=64)
def _parsed(content_hash: str, version_id: UUID) -> Questionnaire:
    version = db.session.get_one(QuestionnaireVersion, version_id)
    return from_document(version.document)


def _survey(campaign: Campaign, version: QuestionnaireVersion) -> PublishedSurvey:
    return PublishedSurvey(
        campaign.id, campaign.slug, campaign.title, campaign.stage, campaign.opens_on, campaign.closes_on,
        campaign.closed_at, campaign.is_demonstration, version.id, version.number,
        _parsed(version.content_hash, version.id), frozenset(review["tag"] for review in version.reviews))


_kept: dict[tuple[str, str], tuple[float, PublishedSurvey | None]] = {}


@event.listens_for(Session, "after_commit")
def forget_kept(_session: Session | None = None) -> None:
    _kept.clear()


def _find(slug: str, version_id: UUID | None) -> PublishedSurvey | None:
    versions = (
        select(Campaign, QuestionnaireVersion)
        .join(QuestionnaireVersion, QuestionnaireVersion.campaign_id == Campaign.id)
        .where(Campaign.slug == slug, QuestionnaireVersion.published_at.is_not(None))
        .order_by(QuestionnaireVersion.number.desc()).limit(1))
    if version_id is not None:
        versions = versions.where(QuestionnaireVersion.id == version_id)
    found = db.session.execute(versions).first()
    return _survey(found[0], found[1]) if found else None


def find_survey(slug: str, *, version_id: UUID | None = None) -> PublishedSurvey | None:
    """The survey of a campaign: its newest published version, or an older one that a phone still shows.

    None where the campaign does not exist or has published no (such) questionnaire.
    """
    name = (str(db.engine.url), f"{slug} {version_id or ''}")
    kept = _kept.get(name)
    if kept is None or time.monotonic() - kept[0] > KEPT_SECONDS:
        kept = (time.monotonic(), _find(slug, version_id))
        _kept[name] = kept
        if len(_kept) > 1000:
            _kept.clear()
    return kept[1]
