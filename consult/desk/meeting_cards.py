"""The meetings of a campaign at a glance: the next one, who waits, who is still to be told."""

from dataclasses import dataclass
from datetime import datetime

from consult.campaigns.models import Campaign
from consult.meetings.models import Meeting
from consult.meetings.service import find_standings, list_meetings
from consult.meetings.standing import Standing
from consult.meetings.states import MeetingStage


@dataclass(frozen=True)
class Coming:
    """The next meeting, and families of all those to come."""

    meeting: Meeting
    standing: Standing
    waiting: int


@dataclass(frozen=True)
class Gatherings:
    coming: Coming | None
    to_tell: int
    """Families to whom somebody must still say something, of any meeting."""


def gatherings(campaign: Campaign, *, at: datetime) -> Gatherings:
    meetings = list_meetings(campaign.id)
    standings = find_standings(meetings)
    ahead = [meeting for meeting in meetings if meeting.stage is MeetingStage.OPEN and meeting.starts_at > at]
    waiting = sum(standings[meeting.id].waiting.families for meeting in ahead)
    coming = Coming(ahead[0], standings[ahead[0].id], waiting) if ahead else None
    return Gatherings(coming, sum(standing.prepared + standing.to_tell for standing in standings.values()))
