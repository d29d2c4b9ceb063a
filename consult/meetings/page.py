"""What families see of a meeting at an instant, and of their own place in it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from consult import clock
from consult.meetings.models import Meeting
from consult.meetings.stages import Situation, situation
from consult.meetings.states import HOLDING, MeetingStage, SignUpState

FEW = 10
"""Below, seats are counted aloud: a large family must know whether it fits."""


@dataclass(frozen=True)
class Instant:
    """A moment as a clock on the wall of the town hall shows it."""

    day: date
    time: time

    @classmethod
    def of(cls, moment: datetime) -> "Instant":
        there = moment.astimezone(clock.ZONE)
        return cls(there.date(), there.time())

    def __str__(self) -> str:
        return f"{self.time:%H:%M}"


@dataclass(frozen=True)
class MeetingPage:
    meeting: Meeting
    situation: Situation
    begins: Instant
    ends: Instant
    has_ended: bool

    @property
    def day(self) -> date:
        return self.begins.day

    @property
    def is_under_way(self) -> bool:
        """Between its hours, unless somebody has said already that it took place."""
        is_over = self.situation is Situation.OVER and self.meeting.stage is MeetingStage.OPEN
        return is_over and not self.has_ended

    @property
    def takes_sign_ups(self) -> bool:
        """Also when it is full: there is a waiting list."""
        return self.situation in {Situation.COMING, Situation.FULL}

    @property
    def seats_left(self) -> int:
        return self.meeting.seats - self.meeting.seats_taken

    @property
    def has_few_seats(self) -> bool:
        return 0 < self.seats_left < FEW

    @property
    def minded_left(self) -> int:
        return self.meeting.minded_seats - self.meeting.minded_taken

    @property
    def point(self) -> str:
        """« -12.7797,45.2279 », five metres or so; empty where nobody noted it."""
        meeting = self.meeting
        if meeting.latitude is None or meeting.longitude is None:
            return ""
        return f"{meeting.latitude:.5f},{meeting.longitude:.5f}"


def meeting_page(meeting: Meeting, *, at: datetime) -> MeetingPage:
    return MeetingPage(meeting, situation(meeting, at=at), Instant.of(meeting.starts_at),
                       Instant.of(meeting.ends_at), has_ended=meeting.ends_at <= at)


def meeting_pages(meetings: Iterable[Meeting], *, at: datetime) -> list[MeetingPage]:
    return [meeting_page(meeting, at=at) for meeting in meetings]


@dataclass(frozen=True)
class Agenda:
    """Meetings as lists of them show them."""

    coming: list[MeetingPage]
    reported: list[MeetingPage]
    """Past ones, whose minutes can be read."""


@dataclass(frozen=True)
class PlacePage:
    """A family's own page."""

    sign_up: Any
    meeting: MeetingPage
    state: SignUpState
    rank: int
    """Its place on the waiting list, the first being 1; 0 where it does not wait."""
    offer_until: Instant | None

    @property
    def may_say_yes(self) -> bool:
        """To an offer, or to coming after all."""
        return self.meeting.takes_sign_ups and self.state not in {SignUpState.CONFIRMED, SignUpState.WAITING}

    @property
    def is_settled(self) -> bool:
        """It has seats, and needs no other meeting to choose from."""
        return self.meeting.takes_sign_ups and self.state in HOLDING

    @property
    def phone_end(self) -> str:
        """The last two digits: enough to know it again, too few for who finds the page."""
        return str(self.sign_up.phone[-2:])


def place_page(sign_up: Any, meeting: Meeting, *, rank: int, at: datetime) -> PlacePage:
    """An offer whose time has passed has lapsed, whether or not it has been written down yet."""
    until = sign_up.offer_until
    has_lapsed = sign_up.state is SignUpState.OFFERED and until < at
    state = SignUpState.LAPSED if has_lapsed else sign_up.state
    return PlacePage(sign_up, meeting_page(meeting, at=at), state, rank,
                     Instant.of(until) if until and not has_lapsed else None)
