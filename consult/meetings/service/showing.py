"""What families may see of meetings: neither drafts, nor anything of a campaign that is one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from consult.campaigns.models import Campaign, Stage
from consult.db import db
from consult.errors import NotFound
from consult.meetings.models import Meeting
from consult.meetings.page import Agenda, MeetingPage, meeting_pages
from consult.meetings.service.planning import find_meeting
from consult.meetings.service.seats import sign_ups
from consult.meetings.states import MeetingStage, SignUpState


def find_public_meeting(code: str) -> Meeting:
    """The meeting at this address. Raises NotFound where families may not see it."""
    meeting = find_meeting(code)
    if MeetingStage.DRAFT is meeting.stage or meeting.campaign.stage is Stage.DRAFT:
        raise NotFound
    return meeting


def _public(campaign_id: UUID | None) -> Select[Meeting]:
    """With what a list shows of each: its campaign and its village."""
    public = select(Meeting).join(Meeting.campaign).where(
        Meeting.stage != MeetingStage.DRAFT, Campaign.stage != Stage.DRAFT)
    if campaign_id is not None:
        public = public.where(Meeting.campaign_id == campaign_id)
    return public.options(contains_eager(Meeting.campaign), joinedload(Meeting.territory))


def public_meetings(*, campaign_id: UUID | None = None) -> list[Meeting]:
    """Meetings that families may see, of one campaign or of all, the first one on top."""
    return list(db.session.scalars(_public(campaign_id).order_by(Meeting.starts_at, Meeting.code)))


def agenda(*, at: datetime, campaign_id: UUID | None = None) -> Agenda:
    """What comes, the next one on top, and what can be read of past meetings, the last one on top.

    A cancelled meeting stays until it would have ended, for who meant to come.
    """
    coming = _public(campaign_id).where(Meeting.ends_at > at, Meeting.stage != MeetingStage.HELD)
    reported = _public(campaign_id).where(Meeting.minutes_on.is_not(None))
    return Agenda(
        meeting_pages(db.session.scalars(coming.order_by(Meeting.starts_at, Meeting.code)), at=at),
        meeting_pages(db.session.scalars(reported.order_by(Meeting.starts_at.desc(), Meeting.code)), at=at))


def _open(at: datetime, campaign_id: UUID | None) -> Select[Meeting]:
    return _public(campaign_id).where(Meeting.stage == MeetingStage.OPEN, Meeting.starts_at > at)


def open_meetings(
        *, at: datetime, campaign_id: UUID | None = None, limit: int | None = None) -> list[MeetingPage]:
    """Those that take sign-ups, full or not, the next one on top."""
    in_order = _open(at, campaign_id).order_by(Meeting.starts_at, Meeting.code).limit(limit)
    return meeting_pages(db.session.scalars(in_order), at=at)


def other_meetings(meeting: Meeting, *, at: datetime, limit: int = 3) -> list[MeetingPage]:
    """Where the families of a meeting would find seats, the next one on top."""
    with_seats = _open(at, meeting.campaign_id).where(
        Meeting.id != meeting.id, Meeting.seats_taken < Meeting.seats)
    in_order = with_seats.order_by(Meeting.starts_at, Meeting.code).limit(limit)
    return meeting_pages(db.session.scalars(in_order), at=at)


def rank_of(connection: Connection, sign_up: Row[Any]) -> int:
    """Which one of those who wait, the first being 1."""
    before = (sign_ups.c.meeting_id == sign_up.meeting_id, sign_ups.c.state == SignUpState.WAITING,
              sign_ups.c.turn <= sign_up.turn)
    return int(connection.execute(select(func.count()).where(*before)).scalar_one())
