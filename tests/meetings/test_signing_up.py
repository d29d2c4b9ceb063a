"""Families sign up: once each, whole, and never more of them than the hall holds."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from consult.db import db, durably
from consult.errors import NotFound
from consult.meetings import service
from consult.meetings.models import SignUp
from consult.meetings.service import NoRoom, SignUpsOver, Status
from consult.meetings.states import HOLDING, MeetingStage, SignUpState
from tests.factories import a_party
from tests.meetings.conftest import NOW, Hall

CONFIRMED, WAITING, OFFERED = SignUpState.CONFIRMED, SignUpState.WAITING, SignUpState.OFFERED


def test_a_family_gets_its_seats_and_a_code(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(minded_seats=5)

    outcome = hall.sign_up(adults=2, under_3=1, from_6=2, wants_childminding=True)

    assert outcome.status is Status.STORED
    assert hall.states() == {outcome.code: CONFIRMED}
    assert hall.taken() == (2, 3)
    assert hall.told() == [("confirmed", "ready")]


def test_children_who_are_not_looked_after_take_a_seat(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()

    hall.sign_up(adults=1, under_3=1, from_3_to_5=1)

    assert hall.taken() == (3, 0)


def test_a_double_tap_is_one_sign_up(open_hall: Callable[..., Hall]) -> None:
    hall, key = open_hall(), uuid4()

    first, second = hall.sign_up(key=key), hall.sign_up(key=key)

    assert (first.status, second.status) == (Status.STORED, Status.REPEATED)
    assert first.code == second.code
    assert hall.taken() == (1, 0)
    assert len(hall.told()) == 1


def test_the_same_page_with_other_details_is_asked_about(open_hall: Callable[..., Hall]) -> None:
    hall, key = open_hall(), uuid4()
    hall.sign_up(key=key)

    other = hall.sign_up(key=key, name="Ali")

    assert (other.status, other.code) == (Status.DIFFERENT, "")
    assert hall.taken() == (1, 0)


@pytest.mark.parametrize("columns", [
    {"stage": MeetingStage.DRAFT}, {"stage": MeetingStage.CANCELLED}, {"stage": MeetingStage.HELD},
    {"starts_at": NOW - timedelta(minutes=1)}])
def test_a_meeting_that_is_not_open_takes_nobody(
        open_hall: Callable[..., Hall], columns: dict[str, object]) -> None:
    hall = open_hall(**columns)

    with pytest.raises(SignUpsOver):
        hall.sign_up()

    assert hall.states() == {}


def test_a_group_larger_than_what_is_left_waits_whole(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=5)
    hall.codes(3)

    group = hall.sign_up(adults=3).code
    couple = hall.sign_up(adults=2).code

    states = hall.states()
    assert (states[group], states[couple]) == (WAITING, CONFIRMED)
    assert hall.taken() == (5, 0)


def test_a_family_waits_for_childminding_without_holding_a_seat(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(minded_seats=1)

    code = hall.sign_up(under_3=2, wants_childminding=True).code

    assert hall.states() == {code: WAITING}
    assert hall.taken() == (0, 0)


def test_a_seat_that_comes_free_is_offered_to_the_first_it_fits(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=3)
    leaving, _stays, _stays_too = hall.codes(3)
    group, first, second = (hall.sign_up(adults=adults).code for adults in (2, 1, 1))

    hall.do(service.cancel, leaving)

    states = hall.states()
    assert (states[group], states[first], states[second]) == (WAITING, OFFERED, WAITING)
    assert hall.taken() == (3, 0)
    assert ("offer", "ready") in hall.told()


def test_a_family_says_yes_to_an_offer(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=1)
    [leaving] = hall.codes(1)
    waiting = hall.sign_up().code
    hall.do(service.cancel, leaving)

    hall.do(service.accept, waiting)
    hall.do(service.accept, waiting)

    assert hall.states()[waiting] is CONFIRMED
    assert hall.taken() == (1, 0)
    assert hall.told().count(("confirmed", "ready")) == 1


def test_an_offer_that_nobody_answers_goes_to_the_next(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=1)
    [leaving] = hall.codes(1)
    silent, next_one = hall.codes(2)
    hall.do(service.cancel, leaving)

    hall.do(service.settle, hall.meeting_id, at=NOW + timedelta(hours=25))

    assert (hall.states()[silent], hall.states()[next_one]) == (SignUpState.LAPSED, OFFERED)
    assert hall.taken() == (1, 0)
    assert ("offer", "dropped") in hall.told()


def test_a_family_that_let_an_offer_pass_goes_to_the_end_of_the_list(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=1)
    [leaving] = hall.codes(1)
    silent, next_one = hall.codes(2)
    hall.do(service.cancel, leaving)
    late = NOW + timedelta(hours=25)
    hall.do(service.settle, hall.meeting_id, at=late)

    state = hall.do(service.accept, silent, at=late)
    hall.do(service.cancel, next_one, at=late)

    assert state is WAITING
    assert hall.states()[silent] is OFFERED


def test_a_change_that_fits_is_made(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=3)
    code = hall.sign_up().code

    hall.do(service.change, code, a_party(adults=3))

    assert hall.taken() == (3, 0)


def test_a_change_that_does_not_fit_changes_nothing(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=3)
    code, _other = hall.codes(2)

    with pytest.raises(NoRoom):
        hall.do(service.change, code, a_party(name="Ali", adults=3))

    assert hall.taken() == (2, 0)
    with hall.app.app_context():
        found = durably(lambda connection: service.find_sign_up(connection, code))
    assert (found.name, found.adults) == ("Amina", 1)


def test_fewer_people_leave_seats_to_who_waits(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=3)
    group = hall.sign_up(adults=3).code
    waiting = hall.sign_up(adults=2).code

    hall.do(service.change, group, a_party(adults=1))

    assert hall.states()[waiting] is OFFERED
    assert hall.taken() == (3, 0)


def test_a_family_that_waits_keeps_its_turn_through_a_change(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=2)
    leaving = hall.sign_up(adults=2).code
    first, second = hall.codes(2)

    hall.do(service.change, first, a_party(adults=2))
    hall.do(service.cancel, leaving)

    assert (hall.states()[first], hall.states()[second]) == (OFFERED, WAITING)


def test_cancelling_twice_gives_the_seats_back_once(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    code, _other = hall.codes(2)

    hall.do(service.cancel, code)
    hall.do(service.cancel, code)

    assert hall.taken() == (1, 0)
    assert hall.told() == [("confirmed", "dropped"), ("confirmed", "ready")]


def test_a_family_that_cancelled_may_come_after_all(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=1)
    [code] = hall.codes(1)
    hall.do(service.cancel, code)

    state = hall.do(service.accept, code)

    assert state is CONFIRMED
    assert hall.taken() == (1, 0)


@pytest.mark.parametrize("typed", ["", "aaaaaaaa", "k7m3\0pt9"])
def test_a_code_that_is_nobody_s_opens_nothing(open_hall: Callable[..., Hall], typed: str) -> None:
    hall = open_hall()

    with pytest.raises(NotFound):
        hall.do(service.cancel, typed)


def _seats_by_sum(hall: Hall) -> tuple[int, int]:
    """The room held, added up from the sign-ups themselves."""
    with hall.app.app_context():
        held = select(func.coalesce(func.sum(SignUp.seats), 0), func.coalesce(func.sum(SignUp.minded), 0))
        seats, minded = db.session.execute(held.where(SignUp.state.in_(HOLDING))).one()
    return int(seats), int(minded)


def test_many_at_once_never_take_more_than_there_is(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=17, minded_seats=4)

    def come(number: int) -> None:
        hall.sign_up(adults=1 + number % 3, under_3=number % 2, wants_childminding=number % 4 == 1)

    with ThreadPoolExecutor(16) as families:
        list(families.map(come, range(60)))

    assert len(hall.states()) == 60
    assert hall.taken() == _seats_by_sum(hall)
    assert hall.taken()[0] <= 17
    assert hall.taken()[1] <= 4


@pytest.mark.parametrize("seed", range(3))
def test_seats_are_what_the_sign_ups_hold_whatever_families_do(
        open_hall: Callable[..., Hall], seed: int) -> None:
    hall, codes = open_hall(seats=9, minded_seats=3), []
    rng, moment = random.Random(seed), NOW

    for _step in range(80):
        moment += timedelta(hours=rng.choice([0, 1, 30]))
        party = a_party(adults=rng.randint(1, 4), under_3=rng.randint(0, 2),
                        wants_childminding=rng.random() < 0.4)
        verb = rng.choice(["sign_up", "change", "cancel", "accept", "settle"])
        if verb == "sign_up" or not codes:
            codes.append(hall.do(service.sign_up, key=uuid4(), meeting_id=hall.meeting_id, party=party,
                                 at=NOW).code)
        elif verb == "settle":
            hall.do(service.settle, hall.meeting_id, at=min(moment, NOW + timedelta(days=10)))
        else:
            words = [rng.choice(codes), *([party] if verb == "change" else [])]
            try:
                hall.do(getattr(service, verb), *words, at=min(moment, NOW + timedelta(days=10)))
            except NoRoom:
                assert verb == "change"
        assert hall.taken() == _seats_by_sum(hall)
