"""What families see of a meeting at an instant."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from consult.meetings.page import Instant, meeting_page, place_page
from consult.meetings.stages import Situation
from consult.meetings.states import MeetingStage, SignUpState
from tests.factories import a_meeting

NOW = datetime(2099, 5, 20, 9, tzinfo=UTC)
BEGINS, ENDS = datetime(2099, 6, 3, 13, tzinfo=UTC), datetime(2099, 6, 3, 15, tzinfo=UTC)


def made(**columns: Any) -> Any:
    """A meeting as it is read from its table."""
    taken = {"seats_taken": 0, "minded_seats": 0, "minded_taken": 0}
    return a_meeting(uuid4(), **{**taken, **columns})


def test_a_moment_is_told_where_the_families_live() -> None:
    instant = Instant.of(datetime(2099, 6, 3, 22, 30, tzinfo=UTC))

    assert (instant.day, str(instant)) == (date(2099, 6, 4), "01:30")


@pytest.mark.parametrize(("at", "takes_sign_ups", "is_under_way", "has_ended"), [
    (NOW, True, False, False), (BEGINS, False, True, False), (ENDS, False, False, True)])
def test_a_meeting_comes_then_takes_place_then_is_past(
        at: datetime, takes_sign_ups: bool, is_under_way: bool, has_ended: bool) -> None:
    page = meeting_page(made(), at=at)

    assert (page.takes_sign_ups, page.is_under_way, page.has_ended) == (
        takes_sign_ups, is_under_way, has_ended)


@pytest.mark.parametrize(("taken", "few", "situation"), [
    (0, False, Situation.COMING), (10, False, Situation.COMING), (11, True, Situation.COMING),
    (19, True, Situation.COMING), (20, False, Situation.FULL)])
def test_the_last_seats_are_counted_aloud(taken: int, few: bool, situation: Situation) -> None:
    page = meeting_page(made(seats=20, seats_taken=taken), at=NOW)

    assert (page.has_few_seats, page.situation) == (few, situation)
    assert page.takes_sign_ups


def test_a_cancelled_meeting_is_not_under_way() -> None:
    page = meeting_page(made(stage=MeetingStage.CANCELLED), at=BEGINS)

    assert page.situation is Situation.CANCELLED
    assert not page.is_under_way


@pytest.mark.parametrize(("point", "shown"), [
    ({"latitude": -12.7797, "longitude": 45.22790123}, "-12.77970,45.22790"), ({"latitude": -12.7797}, ""),
    ({}, "")])
def test_a_point_is_shown_where_both_halves_are_known(point: dict[str, float], shown: str) -> None:
    assert meeting_page(made(**point), at=NOW).point == shown


def test_an_offer_whose_time_has_passed_has_lapsed() -> None:
    sign_up = SimpleNamespace(state=SignUpState.OFFERED, offer_until=NOW, phone="0639000001")

    before = place_page(sign_up, made(), rank=0, at=NOW)
    after = place_page(sign_up, made(), rank=0, at=NOW + timedelta(seconds=1))

    assert (before.state, before.may_say_yes) == (SignUpState.OFFERED, True)
    assert str(before.offer_until) == "12:00"
    assert (after.state, after.may_say_yes, after.offer_until) == (SignUpState.LAPSED, True, None)
    assert after.phone_end == "01"


def test_nobody_says_yes_to_a_meeting_that_has_begun() -> None:
    sign_up = SimpleNamespace(state=SignUpState.CANCELLED, offer_until=None, phone="")

    assert not place_page(sign_up, made(), rank=0, at=BEGINS).may_say_yes
