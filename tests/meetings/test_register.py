"""The list of families, and the figures made of it, without a database."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from consult.meetings.models import SignUp
from consult.meetings.parties import Room
from consult.meetings.register import Section, register
from consult.meetings.standing import Share, Standing, tally
from consult.meetings.states import SignUpState
from tests.meetings.conftest import NOW

CONFIRMED, WAITING, OFFERED = SignUpState.CONFIRMED, SignUpState.WAITING, SignUpState.OFFERED


def a_family(number: int, **changes: Any) -> SignUp:
    defaults = {
        "id": UUID(int=number), "code": f"code{number}", "state": CONFIRMED, "name": "Amina", "phone": "",
        "email": "", "language": "fr", "adults": 1, "under_3": 0, "from_3_to_5": 0, "from_6": 0, "seats": 1,
        "minded": 0, "wants_interpreter": False, "wants_transport": False, "wants_step_free": False}
    return SignUp(**{**defaults, **changes})


def names(sections: list[Section], state: SignUpState) -> list[str]:
    return [entry.sign_up.name for section in sections if section.state is state for entry in section.entries]


def test_families_who_wait_are_ranked_by_their_turn_whatever_the_gaps() -> None:
    families = [a_family(1, state=WAITING, turn=7, name="Zaïnaba"),
                a_family(2, state=WAITING, turn=3, name="Ali"), a_family(3, name="Échat")]

    waiting = register(families, "attente.nom")[2]

    assert [(entry.sign_up.name, entry.rank) for entry in waiting.entries] == [("Ali", 1), ("Zaïnaba", 2)]
    assert names(register(families, "attente.-rang"), WAITING) == ["Zaïnaba", "Ali"]


@pytest.mark.parametrize(("asked", "expected"), [
    ("", ["Ali", "Échat", "Zaïnaba"]), ("inscrites.-nom", ["Zaïnaba", "Échat", "Ali"]),
    ("inscrites.-adultes", ["Échat", "Ali", "Zaïnaba"]), ("inscrites.-enfants", ["Zaïnaba", "Ali", "Échat"]),
    ("inscrites.langue", ["Ali", "Échat", "Zaïnaba"]), ("attente.-nom", ["Ali", "Échat", "Zaïnaba"])])
def test_one_table_is_sorted_as_the_address_asks(asked: str, expected: list[str]) -> None:
    families = [a_family(1, name="Zaïnaba", from_6=2, language="swb"), a_family(2, name="Échat", adults=3),
                a_family(3, name="Ali")]

    assert names(register(families, asked), CONFIRMED) == expected


def test_offers_that_end_first_come_first() -> None:
    families = [a_family(1, state=OFFERED, offer_until=NOW + timedelta(hours=2), name="Ali"),
                a_family(2, state=OFFERED, offer_until=NOW, name="Zaïnaba")]

    assert names(register(families, ""), OFFERED) == ["Zaïnaba", "Ali"]


def test_the_same_number_twice_is_pointed_out_unless_one_of_the_two_cancelled() -> None:
    families = [a_family(1, phone="0639000001"), a_family(2, phone="0639000001", state=WAITING, turn=1),
                a_family(3, phone="0639000003"), a_family(4, phone="0639000003", state=SignUpState.CANCELLED),
                a_family(5), a_family(6)]

    twins = {entry.sign_up.id.int for section in register(families, "") for entry in section.entries
             if entry.has_twin}

    assert twins == {1, 2}


def test_families_are_counted_by_what_they_need() -> None:
    families = [a_family(1, adults=2, under_3=1, minded=1, wants_transport=True, language="swb"),
                a_family(2, state=OFFERED, from_6=2, language="swb"),
                a_family(3, state=WAITING, adults=4)]

    coming, waiting = tally(families), tally(families, [WAITING])

    assert (coming.families, coming.adults, coming.under_3, coming.from_6) == (2, 3, 1, 2)
    assert (coming.minded, coming.wants_transport, coming.languages) == (1, 1, {"swb": 2})
    assert (waiting.families, waiting.adults) == (1, 4)


def test_what_is_offered_is_neither_taken_by_a_family_nor_left() -> None:
    standing = Standing(Room(10, 4), {CONFIRMED: Share(2, Room(5, 3)), OFFERED: Share(1, Room(2)),
                                      WAITING: Share(4, Room(9))})

    assert standing.left == Room(3, 1)
    assert standing.taken == Room(7, 3)
    assert (standing.confirmed.room.seats, standing.waiting.families) == (5, 4)
    assert Standing(Room(10)).left == Room(10)
