"""Figures that everybody but the coordinator sees: kept as they are until a whole batch of families came.

Context: a page counted anew at each visit tells, seen twice, what the family that came in between answered.
Choice: what may be published is worked out once a day and kept; erased or corrected answers stay in those
numbers, as they do in a frozen diagnostic, until the next batch. Consequence: two states that somebody saw,
frozen ones included, differ by a batch at least.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from consult.campaigns.models import Campaign, Stage
from consult.campaigns.page import last_day
from consult.campaigns.service import list_campaigns
from consult.db import db, durably
from consult.diagnostic.documents import from_document, to_document
from consult.diagnostic.measuring import Measured
from consult.diagnostic.models import Frozen, SharedFigures
from consult.diagnostic.service.measures import answered, measure_once
from consult.needs.batches import next_batch
from consult.needs.estimates import hash_of
from consult.needs.service import InUse, taxonomy_in_use, taxonomy_numbered
from consult.responses.models import Response
from consult.surveys.models import QuestionnaireVersion

GRACE = timedelta(days=1)
"""Answers begun before the end are taken for one more day."""


@dataclass(frozen=True)
class Shared:
    """What everybody may see of a campaign, and up to which day families are counted."""

    until: date
    families: int
    in_use: InUse
    """The taxonomy these figures are about."""
    answers_hash: str
    measured: Measured


def shared_figures(campaign: Campaign) -> Shared | None:
    """None while too few families answered."""
    kept = db.session.get(SharedFigures, campaign.id)
    if kept is None:
        return None
    return Shared(kept.until, kept.families, taxonomy_numbered(kept.taxonomy_number), kept.answers_hash,
                  from_document(Measured, kept.document))


def is_over(campaign: Campaign, on: date) -> bool:
    """Whether nobody can send answers any more."""
    return on > last_day(campaign.closes_on, campaign.closed_at) + GRACE


def _by_day(campaign_id: UUID) -> dict[date, int]:
    versions = select(QuestionnaireVersion.id).where(
        QuestionnaireVersion.campaign_id == campaign_id, QuestionnaireVersion.published_at.is_not(None))
    counts = select(Response.day, func.count()).where(Response.version_id.in_(versions))
    return dict(db.session.execute(counts.group_by(Response.day)).all())


def _frozen_sizes(campaign: Campaign) -> list[int]:
    """How many families stood behind what was frozen of a campaign."""
    return [answers[campaign.slug]["responses"] for answers in db.session.scalars(select(Frozen.answers))
            if campaign.slug in answers]


def _keep(connection: Connection, row: Mapping[str, Any]) -> None:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    adding = insert(SharedFigures).values(**row)
    connection.execute(adding.on_conflict_do_update(
        index_elements=["campaign_id"], set_={name: value for name, value in row.items()
                                              if name != "campaign_id"}))


def _row(campaign: Campaign, until: date, published: list[int]) -> dict[str, Any]:
    in_use = taxonomy_in_use()
    found = answered(campaign, in_use.taxonomy, until=until)
    families = len(found.survey)
    return {"campaign_id": campaign.id, "until": until, "families": families,
            "published": [*published, families], "taxonomy_number": in_use.number,
            "answers_hash": hash_of(found.survey.samples),
            "document": to_document(measure_once(found, in_use.taxonomy))}


def _moved(campaign: Campaign, on: date) -> dict[str, Any] | None:
    """The next state of a campaign's figures; None where they stay."""
    kept = db.session.get(SharedFigures, campaign.id)
    published = list(kept.published) if kept else []
    batch = next_batch(_by_day(campaign.id), [*published, *_frozen_sizes(campaign)], on=on,
                       is_over=is_over(campaign, on), since=kept.until if kept else None)
    if batch:
        row = _row(campaign, batch.until, published)
        # A family that left in between makes another number: tomorrow it is weighed again.
        return row if row["families"] == batch.families else None
    if kept is None or kept.taxonomy_number == taxonomy_in_use().number:
        return None
    # The needs changed. The same answers may be counted anew; others would tell what changed among them.
    again = _row(campaign, kept.until, published[:-1])
    return again if again["answers_hash"] == kept.answers_hash else None


def move_figures(*, on: date) -> list[str]:
    """Let the figures of every campaign move on as far as they may, for good; which campaigns' did."""
    moved = [(campaign.slug, row) for campaign in list_campaigns() if campaign.stage is not Stage.DRAFT
             if (row := _moved(campaign, on))]
    for _slug, row in moved:
        durably(partial(_keep, row=row))
    return [slug for slug, _row in moved]
