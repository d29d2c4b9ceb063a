"""What the public learns of meetings that took place: how many came, as far as it points at nobody.

Figures pass `needs.disclosure`, which stands above `meetings` in the layers: they are put together here, and
templates ask for them by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from consult import clock
from consult.meetings.models import Meeting
from consult.meetings.service import figures_of
from consult.needs.disclosure import Cell, protect
from consult.site.blueprint import public


@dataclass(frozen=True)
class Held:
    meeting: Meeting
    day: date
    came: Cell | None
    """None where nobody counted."""
    address: str


@dataclass(frozen=True)
class HeldMeetings:
    """The meetings of a campaign that took place, the first one on top."""

    meetings: Sequence[Held]
    total: Cell | None
    """Over the meetings where people were counted; None where nobody counted anywhere."""

    @property
    def counted(self) -> int:
        return sum(held.came is not None for held in self.meetings)


@public.app_template_global()
def held_meetings(campaign_id: UUID) -> HeldMeetings:
    """One table of all meetings, so that none tells what another withholds."""
    figures = figures_of(campaign_id)
    table = protect({str(row.meeting.id): row.came.people for row in figures if row.came})
    meetings = [Held(row.meeting, row.meeting.starts_at.astimezone(clock.ZONE).date(),
                     table.cells.get(str(row.meeting.id)), url_for("meeting.show", code=row.meeting.code))
                for row in figures]
    return HeldMeetings(meetings, table.total if table.cells else None)


@public.app_template_global()
def people_who_came(meeting: Meeting) -> Cell | None:
    """How many came to one of them, as the whole table allows; None where nobody counted."""
    every = held_meetings(meeting.campaign_id).meetings
    return next((held.came for held in every if held.meeting.id == meeting.id), None)
