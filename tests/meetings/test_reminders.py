"""Families are reminded twice, once each, and never of what they have just been told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from consult.campaigns.models import Campaign
from consult.db import db, writing
from consult.meetings import service
from consult.meetings.models import Meeting
from consult.meetings.service.reminders import make_reminders
from consult.meetings.states import MeetingStage, MessageKind, MessageState
from tests.meetings.conftest import Hall
from tests.meetings.post import Clock, an_office, sender, stored_messages
from tests.meetings.test_planning import edit

NINE = datetime(2099, 6, 1, 6, tzinfo=UTC)
"""09:00 in Mayotte, two days before the meeting of the hall."""
SEVEN = datetime(2099, 6, 3, 4, tzinfo=UTC)
"""07:00 of its day."""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def reminded(hall: Hall, at: datetime) -> int:
    count: int = hall.do(make_reminders, at=at)
    return count


def change(hall: Hall, **columns: Any) -> None:
    with hall.app.app_context(), writing():
        db.session.execute(update(Meeting).values(**columns))
        db.session.commit()


def test_families_are_reminded_two_days_before_and_the_same_morning_once(
        open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.codes(2)

    made = [reminded(hall, at) for at in (NINE - MINUTE, NINE, NINE + MINUTE, SEVEN, SEVEN + MINUTE)]

    assert made == [0, 2, 0, 2, 0]
    assert hall.told().count(("reminder", "ready")) == 2
    assert hall.told().count(("reminder_today", "ready")) == 2


def test_only_families_that_are_expected_are_reminded(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=2)
    codes = hall.codes(4)
    hall.do(service.cancel, codes[0])

    assert reminded(hall, NINE) == 1


def test_who_signed_up_since_is_not_reminded_of_that_moment(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.sign_up(at=NINE - MINUTE)
    hall.sign_up(at=NINE + MINUTE)

    later = reminded(hall, NINE + DAY)
    hall.sign_up(at=SEVEN + MINUTE)
    same_day = reminded(hall, SEVEN + 2 * MINUTE)

    assert (later, same_day) == (1, 2)


def test_who_said_yes_to_an_offer_since_is_not_reminded(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=1)
    first, second = hall.codes(2)
    hall.do(service.cancel, first, at=NINE - MINUTE)
    hall.do(service.accept, second, at=NINE + MINUTE)

    assert reminded(hall, NINE + 2 * MINUTE) == 0


def test_a_meeting_that_moves_to_another_day_is_reminded_again(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.codes(1)
    first = reminded(hall, NINE)
    meeting = hall.meeting()

    change(hall, starts_at=meeting.starts_at + 7 * DAY, ends_at=meeting.ends_at + 7 * DAY)

    assert (first, reminded(hall, NINE + MINUTE), reminded(hall, NINE + 7 * DAY)) == (1, 0, 1)


def test_a_change_that_she_has_not_let_go_holds_the_reminder_back(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.codes(1)
    edit(hall, venue="Médiathèque de Passamaïnty")
    held = reminded(hall, NINE)

    with hall.app.app_context(), writing():
        service.let_go(service.messages_in(MessageState.PREPARED), at=NINE)
        db.session.commit()

    assert (held, reminded(hall, NINE)) == (0, 1)


def test_a_cancelled_meeting_is_not_recalled(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.codes(1)
    change(hall, stage=MeetingStage.CANCELLED)

    assert reminded(hall, NINE) == 0


def test_a_reminder_of_what_was_cancelled_since_does_not_leave(open_hall: Callable[..., Hall]) -> None:
    hall, sms = open_hall(), sender()
    codes = hall.codes(2, phone="0639000000")
    office = an_office(sms)
    with hall.app.app_context():
        service.keep_up(office, now=Clock())
    reminded(hall, NINE)
    hall.do(service.cancel, codes[0], at=NINE)

    with hall.app.app_context():
        service.keep_up(office, now=Clock(NINE))

    kinds = [message.kind for message in stored_messages(hall.app) if message.state.value == "sent"]
    assert kinds.count(MessageKind.REMINDER) == 1


def test_a_demonstration_makes_reminders_to_look_at(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.codes(1)
    with hall.app.app_context(), writing():
        db.session.execute(update(Campaign).values(is_demonstration=True))
        db.session.commit()

    assert reminded(hall, NINE) == 1


def test_after_a_restore_only_a_person_sends_what_may_have_left_since(open_hall: Callable[..., Hall]) -> None:
    hall, ten_at_night = open_hall(), NINE + timedelta(hours=13)
    hall.codes(2)

    doubted = hall.do(service.doubt_unsent, at=ten_at_night)

    # The confirmations that waited, and the reminders of that morning: those may have been sent too.
    assert doubted == 4
    assert {state for _kind, state in hall.told()} == {"unknown"}
    assert reminded(hall, NINE + timedelta(hours=22)) == 0
