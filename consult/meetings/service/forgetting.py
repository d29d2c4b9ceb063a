"""When first names and phones are erased."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from consult import clock
from consult.campaigns.models import Campaign
from consult.db import db
from consult.meetings.models import Meeting
from consult.meetings.states import MeetingStage, Purpose

KEPT_AFTER = timedelta(days=30)
"""After the meeting that reports back."""


def forgotten_on(campaign: Campaign) -> date | None:
    """The day the campaign says; else 30 days after its last restitution, or after its last meeting of all.

    Cancelled meetings do not count. None where there is nothing to count from.
    """
    if campaign.contacts_forgotten_on:
        return campaign.contacts_forgotten_on
    last = _last_end(campaign, Meeting.purpose == Purpose.REPORTS) or _last_end(campaign)
    return last.astimezone(clock.ZONE).date() + KEPT_AFTER if last else None


def _last_end(campaign: Campaign, *which: object) -> datetime | None:
    held = (Meeting.campaign_id == campaign.id, Meeting.stage != MeetingStage.CANCELLED, *which)
    return db.session.scalar(select(func.max(Meeting.ends_at)).where(*held))  # type: ignore[arg-type]
