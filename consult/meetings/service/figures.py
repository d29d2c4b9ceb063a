"""How many signed up, came and spoke at each meeting of a campaign that took place."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from consult.db import db
from consult.meetings.arrivals import Entry, Tally, tally
from consult.meetings.models import Arrival, Meeting, SignUp, Statement
from consult.meetings.states import MeetingStage, SignUpState


@dataclass(frozen=True)
class Figures:
    """Of one meeting. What nobody counted is unknown, which is not zero."""

    meeting: Meeting
    families: int
    """That signed up and did not cancel, whether there was room for them or not."""
    expected: int
    """People in families whose seats were confirmed."""
    came: Tally | None
    statements: int


def _of_held(columns: Any, meeting_id: Any, campaign_id: UUID) -> Any:
    held = (Meeting.campaign_id == campaign_id, Meeting.stage == MeetingStage.HELD)
    return columns.join(Meeting, Meeting.id == meeting_id).where(*held)


def _arrivals(campaign_id: UUID) -> dict[UUID, list[Entry]]:
    found: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for row in db.session.scalars(_of_held(select(Arrival), Arrival.meeting_id, campaign_id)):
        found[row.meeting_id].append(
            Entry(row.id, row.is_walk_in, row.women, row.men, row.children, row.noted_at))
    return found


def _families(campaign_id: UUID) -> tuple[Counter[UUID], Counter[UUID]]:
    """Families that signed up, and people expected, by meeting."""
    people = SignUp.adults + SignUp.under_3 + SignUp.from_3_to_5 + SignUp.from_6
    columns = select(SignUp.meeting_id, SignUp.state, func.count(), func.sum(people))
    families: Counter[UUID] = Counter()
    expected: Counter[UUID] = Counter()
    by_state = _of_held(columns, SignUp.meeting_id, campaign_id).group_by(SignUp.meeting_id, SignUp.state)
    for meeting_id, state, count, total in db.session.execute(by_state):
        families[meeting_id] += count if state is not SignUpState.CANCELLED else 0
        expected[meeting_id] += int(total) if state is SignUpState.CONFIRMED else 0
    return families, expected


def _statements(campaign_id: UUID) -> Counter[UUID]:
    columns = select(Statement.meeting_id, func.count())
    counts = _of_held(columns, Statement.meeting_id, campaign_id).group_by(Statement.meeting_id)
    found: Counter[UUID] = Counter()
    for meeting_id, count in db.session.execute(counts):
        found[meeting_id] = count
    return found


def figures_of(campaign_id: UUID) -> list[Figures]:
    """Every meeting of a campaign that took place, the first one on top."""
    held = select(Meeting).where(Meeting.campaign_id == campaign_id, Meeting.stage == MeetingStage.HELD)
    arrivals, statements = _arrivals(campaign_id), _statements(campaign_id)
    families, expected = _families(campaign_id)
    return [Figures(meeting, families[meeting.id], expected[meeting.id],
                    tally(arrivals[meeting.id]) if meeting.id in arrivals else None, statements[meeting.id])
            for meeting in db.session.scalars(held.order_by(Meeting.starts_at, Meeting.code))]
