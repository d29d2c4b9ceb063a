"""A family changes its sign-up with its code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult.i18n import LANGUAGES
from consult.meetings.states import MeetingStage
from tests.meetings.conftest import Hall
from tests.meetings.families import WORDS, change_meeting, come, sign_ups
from tests.pages import check_page

Open = Callable[..., Hall]
Visit = Callable[..., TestResponse]


def test_the_form_shows_what_was_sent(open_hall: Open, client: FlaskClient, visit: Visit) -> None:
    open_hall(minded_seats=5)
    place = come(client, adults="2", under_3="1", wants_childminding="1", language="swb",
                 email="amina@exemple.yt", phone="0639000001")

    page = visit(f"{place}/changer").text

    for shown in ('value="Amina"', 'maxlength="12" value="2"', 'name="wants_childminding" value="1" checked',
                  'value="swb" checked', "Nous avons le numéro qui finit par 01.", "Nous avons une adresse."):
        assert shown in page


def test_a_change_is_made_and_may_be_sent_twice(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    place = come(client, phone="0639000001")

    answers = [client.post(f"{place}/changer", data={**WORDS, "name": "Echati", "adults": "4"})
               for _ in range(2)]

    assert {answer.location for answer in answers} == {place}
    [sign_up] = sign_ups(hall.app)
    assert (sign_up.name, sign_up.adults, sign_up.phone) == ("Echati", 4, "0639000001")
    assert hall.taken() == (4, 0)


@pytest.mark.parametrize(("typed", "phone", "email"), [
    ({}, "0639000001", "amina@exemple.yt"), ({"forget_phone": "1"}, "", "amina@exemple.yt"),
    ({"forget_email": "1"}, "0639000001", ""),
    ({"phone": "0692 00 00 02"}, "0692000002", "amina@exemple.yt")])
def test_a_family_takes_back_its_number_or_gives_another(
        open_hall: Open, client: FlaskClient, typed: dict[str, str], phone: str, email: str) -> None:
    hall = open_hall()
    place = come(client, phone="0639000001", email="amina@exemple.yt")

    client.post(f"{place}/changer", data={**WORDS, **typed})

    [sign_up] = sign_ups(hall.app)
    assert (sign_up.phone, sign_up.email) == (phone, email)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_is_wrong_brings_the_form_back(open_hall: Open, client: FlaskClient, tag: str) -> None:
    hall = open_hall()
    place = come(client).replace("/fr/", f"/{tag}/")

    answer = client.post(f"{place}/changer", data={**WORDS, "name": "", "adults": "quatre"})

    check_page(answer, hall.app, f"{place}/changer", 422)
    assert 'value="quatre"' in answer.text
    assert sign_ups(hall.app)[0].name == "Amina"


def test_a_change_that_finds_no_room_keeps_what_was_typed(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall(seats=3)
    place = come(client)
    come(client, name="Ali", adults="2")

    answer = client.post(f"{place}/changer", data={**WORDS, "adults": "2"})

    check_page(answer, hall.app, f"{place}/changer", 409)
    assert "Il ne reste pas assez de places" in answer.text
    assert 'maxlength="12" value="2"' in answer.text
    assert hall.taken() == (3, 0)


def test_a_change_that_comes_too_late_is_told_so(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    place = come(client)
    change_meeting(hall, stage=MeetingStage.CANCELLED)

    answer = client.post(f"{place}/changer", data={**WORDS, "adults": "2"})

    check_page(answer, hall.app, place, 410)
    assert "Cette réunion est annulée" in answer.text
    assert sign_ups(hall.app)[0].adults == 1


@pytest.mark.parametrize("changes", [{"inconnu": "1"}, {"_key": "0" * 32}])
def test_what_our_page_cannot_have_sent_is_refused(
        open_hall: Open, client: FlaskClient, changes: dict[str, str]) -> None:
    hall = open_hall()
    place = come(client)

    assert client.post(f"{place}/changer", data={**WORDS, "adults": "2", **changes}).status_code == 400
    assert sign_ups(hall.app)[0].adults == 1


def test_more_than_a_town_can_send_waits_with_what_was_typed(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    hall.app.config["SUBMISSIONS_PER_MINUTE"] = 1
    place = come(client)

    answer = client.post(f"{place}/changer", data={**WORDS, "name": "Echati"})

    check_page(answer, hall.app, place, 503)
    assert 'name="name" value="Echati"' in answer.text
