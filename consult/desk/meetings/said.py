"""What was said in meetings, counted: how many statements express each need, place by place. Pure.

A statement is no family and no answer: its counts have a source of their own and are added to no other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult import clock
from consult.meetings.models import Meeting, Statement
from consult.needs.sources import Source
from consult.needs.taxonomy import Need, Taxonomy


@dataclass(frozen=True)
class Line:
    need: Need
    counts: Sequence[int]
    """Statements that express it, in the order of the columns."""

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Said:
    """Needs by place or by meeting; those that were expressed, the most often said on top."""

    columns: Mapping[str, str]
    """Label by key."""
    lines: Sequence[Line]
    statements: int
    coded: int
    without_need: int
    source: Source = Source.MEETING


Spoken = tuple[Meeting, Statement]


def by_village(meeting: Meeting) -> tuple[str, str]:
    return meeting.territory_code, meeting.territory.name


def by_meeting(meeting: Meeting) -> tuple[str, str]:
    return meeting.code, f"{meeting.territory.name}, {meeting.starts_at.astimezone(clock.ZONE):%d/%m/%Y}"


def said(spoken: Sequence[Spoken], taxonomy: Taxonomy, *, by_meetings: bool) -> Said:
    """The table, in as many columns as there are villages or meetings where something was noted."""
    place = by_meeting if by_meetings else by_village
    columns = dict(place(meeting) for meeting, _statement in spoken)
    # What was coded before its words changed waits for somebody to read it again.
    coded = [(place(meeting)[0], statement) for meeting, statement in spoken if statement.is_coded]
    counts = Counter((code, key) for key, statement in coded for code in statement.needs)
    lines = [Line(need, [counts[need.code, key] for key in columns]) for need in taxonomy.needs()]
    return Said(
        columns, sorted((line for line in lines if line.total), key=lambda line: -line.total),
        statements=len(spoken), coded=len(coded),
        without_need=sum(not statement.needs for _key, statement in coded))


def expressing(spoken: Iterable[Spoken], need: Need) -> list[Spoken]:
    """The statements in which a need is heard, and where each was said."""
    return [(meeting, statement) for meeting, statement in spoken
            if statement.is_coded and need.code in statement.needs]
