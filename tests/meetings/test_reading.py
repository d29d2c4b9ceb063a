"""A sign-up form read: every family that can be seated, and a sentence for each thing that is wrong."""

from typing import Any

import pytest

from consult.meetings.parties import Party, Room
from consult.meetings.reading import FIELDS, Problem, party_of, read_party, typed_of
from tests.factories import a_party

HALL = Room(20, 5)
TYPED = {"name": "Amina", "language": "fr", "adults": "2", "phone": "", "email": ""}


def problems(**typed: str) -> list[Problem]:
    reading = read_party({**TYPED, **typed}, hall=HALL)
    assert isinstance(reading, list)
    return reading


def test_a_family_is_read_with_its_needs() -> None:
    typed = {**TYPED, "phone": "+262 639 00 00 01", "under_3": "1", "from_6": " 2 ",
             "wants_childminding": "1", "wants_transport": "1"}

    party = read_party(typed, hall=HALL)

    assert party == Party("Amina", "fr", adults=2, under_3=1, from_6=2, phone="0639000001",
                          phone_typed="+262 639 00 00 01", wants_childminding=True, wants_transport=True)


def test_a_name_is_enough() -> None:
    reading = read_party({"name": "Amina", "language": "swb", "adults": "1"}, hall=HALL)

    assert reading == a_party(language="swb")


@pytest.mark.parametrize(("typed", "name"), [
    ("  Ami\u0301na \u00a0 Ali ", "Amína Ali"), ("Zaïna\0ba", "Zaïna ba"), ("\u202eAli", "Ali"),
    ("Ɓaco", "Ɓaco")])
def test_a_name_is_kept_without_what_nobody_sees(typed: str, name: str) -> None:
    party = read_party({**TYPED, "name": typed}, hall=HALL)

    assert isinstance(party, Party)
    assert party.name == name


@pytest.mark.parametrize(("wrong", "field"), [
    ({"name": ""}, "name"), ({"name": " \0 "}, "name"), ({"name": "a" * 61}, "name"),
    ({"phone": "appelez-moi"}, "phone"), ({"phone": "12"}, "phone"), ({"phone": "9" * 500}, "phone"),
    ({"email": "amina"}, "email"), ({"email": "a@b"}, "email"), ({"email": "a b@c.yt"}, "email"),
    ({"email": "a@b.yt\r\nBcc: c@d.yt"}, "email"), ({"email": "a" * 250 + "@b.yt"}, "email"),
    ({"language": "en"}, "language"), ({"language": ""}, "language"),
    ({"adults": "0"}, "adults"), ({"adults": ""}, "adults"), ({"adults": "-1"}, "adults"),
    ({"adults": "31"}, "adults"), ({"adults": "1,5"}, "adults"), ({"adults": "9" * 5000}, "adults"),
    ({"adults": "²"}, "adults"), ({"under_3": "-1"}, "under_3"), ({"from_6": "deux"}, "from_6"),
    ({"under_3": "16", "from_6": "15"}, "under_3"), ({"wants_childminding": "1"}, "under_3"),
    ({"wants_childminding": "1", "under_3": "6"}, "wants_childminding"),
    ({"adults": "11", "under_3": "5", "from_6": "5"}, "adults")])
def test_what_is_wrong_is_said_of_its_field(wrong: dict[str, str], field: str) -> None:
    assert [problem.name for problem in problems(**wrong)] == [field]


def test_problems_come_in_the_order_of_the_page() -> None:
    found = problems(name="", adults="x", phone="x", language="x", from_6="x")

    names = [problem.name for problem in found]
    assert set(names) == {"name", "adults", "phone", "language", "from_6"}
    assert names == sorted(names, key=FIELDS.index)


def test_a_need_that_the_hall_does_not_offer_is_not_heard() -> None:
    party = read_party({**TYPED, "under_3": "1", "wants_childminding": "1"}, hall=Room(20))

    assert isinstance(party, Party)
    assert not party.wants_childminding
    assert party.room == Room(3)


@pytest.mark.parametrize(("typed", "phone"), [
    ({}, "0639000001"), ({"phone": "0692 00 00 02"}, "0692000002"), ({"forget_phone": "1"}, ""),
    ({"phone": "0692 00 00 02", "forget_phone": "1"}, "0692000002")])
def test_a_phone_stays_until_the_family_takes_it_back(typed: dict[str, str], phone: str) -> None:
    kept = a_party(phone="0639000001", email="amina@exemple.yt")

    party = read_party({**TYPED, **typed}, hall=HALL, kept=kept)

    assert isinstance(party, Party)
    assert (party.phone, party.email) == (phone, "amina@exemple.yt")


@pytest.mark.parametrize("changes", [
    {}, {"adults": 3, "under_3": 2, "wants_childminding": True},
    {"wants_step_free": True, "language": "swb"}])
def test_a_form_shown_again_reads_the_same(changes: dict[str, Any]) -> None:
    party = a_party(phone="0639000001", email="amina@exemple.yt", **changes)

    assert read_party(typed_of(party), hall=HALL, kept=party_of(party)) == party


def test_a_form_shown_again_does_not_show_how_to_reach_the_family() -> None:
    typed = typed_of(a_party(phone="0639000001", email="amina@exemple.yt"))

    assert not {"phone", "email"} & typed.keys()
