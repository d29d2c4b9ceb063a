"""A family's own page: what it says, who can open it, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from consult import clock
from consult.db import db, writing
from consult.i18n import LANGUAGES
from consult.meetings import service
from consult.meetings.models import SignUp
from consult.meetings.states import MeetingStage, SignUpState
from consult.meetings.views.places import GUESSES_PER_MINUTE
from consult.text import localized
from tests.factories import a_meeting
from tests.meetings.conftest import Hall
from tests.meetings.families import change_meeting, come, sign_ups
from tests.pages import check_page

Open = Callable[..., Hall]
Visit = Callable[..., TestResponse]
CONFIRMED, OFFERED, WAITING = SignUpState.CONFIRMED, SignUpState.OFFERED, SignUpState.WAITING


def code_of(place: str) -> str:
    return place.rsplit("/", 1)[1]


def offered(hall: Hall, *, days_ago: float = 0) -> str:
    """The code of a family that was offered the only seat so long ago, and of nobody behind it."""
    moment = clock.now() - timedelta(days=days_ago)
    leaving, waiting = hall.sign_up(at=moment).code, hall.sign_up(at=moment, name="Echati").code
    hall.do(service.cancel, leaving, at=moment)
    return waiting


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_keeps_its_promises_in_every_state(open_hall: Open, visit: Visit, tag: str) -> None:
    hall = open_hall(seats=1, minded_seats=2)
    waiting_on = offered(hall)
    waiting = hall.sign_up(name="Ali", wants_childminding=True, under_3=1, wants_transport=True).code
    said = {waiting_on: "Elles sont gardées pour vous jusqu’au", waiting: "en tête de la liste d’attente"}

    for code, sentence in said.items():
        page = visit(f"/{tag}/place/{code}")
        assert sentence in page.text
        visit(f"/{tag}/place/{code}/annuler")
        visit(f"/{tag}/place/{code}/changer")


def test_the_page_is_left_nowhere_and_told_to_nobody(
        open_hall: Open, client: FlaskClient, visit: Visit) -> None:
    open_hall()

    page = visit(come(client))

    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_a_page_with_a_button_lets_the_browser_say_where_it_was_sent_from(
        open_hall: Open, visit: Visit) -> None:
    hall = open_hall(seats=1)
    code = offered(hall)

    for end in ("", "/annuler", "/changer"):
        page = visit(f"/fr/place/{code}{end}")
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize(("left", "said"), [
    ({"phone": "0639 12 34 56"}, "au numéro qui finit par 56"), ({"email": "amina@exemple.yt"}, "par e-mail"),
    ({}, "Vous n’avez pas laissé de numéro.")])
def test_the_page_says_how_the_family_is_told_and_no_number(
        open_hall: Open, client: FlaskClient, visit: Visit, left: dict[str, str], said: str) -> None:
    open_hall()

    place = come(client, **left)

    for page in (visit(place), visit(f"{place}/changer")):
        assert "3456" not in page.text
        assert "34 56" not in page.text
        assert "amina@" not in page.text
    assert said in visit(place).text


def test_the_code_is_shown_in_big_and_found_however_it_is_typed(
        open_hall: Open, client: FlaskClient, visit: Visit) -> None:
    open_hall()
    place = come(client)
    code = code_of(place)

    assert f'<p class="receipt">{code[:4]}\u00a0{code[4:]}</p>' in visit(place).text
    visit("/fr/ma-place")
    for typed in (code, f" {code[:4]} {code[4:]} ", code.upper(), f"{code[:4]}-{code[4:]}"):
        assert client.post("/fr/ma-place", data={"code": typed}).location == place


@pytest.mark.parametrize("typed", ["", "aaaaaaaa", "x\0y", "9" * 3000, '">'])
def test_a_wrong_code_is_told_plainly(open_hall: Open, client: FlaskClient, typed: str) -> None:
    hall = open_hall()

    answer = client.post("/fr/ma-place", data={"code": typed})

    check_page(answer, hall.app, "/fr/ma-place", 422)
    assert "Aucune inscription n’est gardée avec ce code." in answer.text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_an_address_with_a_wrong_code_asks_for_the_right_one(open_hall: Open, visit: Visit, tag: str) -> None:
    open_hall()

    page = visit(f"/{tag}/place/aaaaaaaa", status=404)

    assert 'value="aaaaaaaa"' in page.text


@pytest.mark.parametrize("end", ["/accepter", "/annuler", "/changer"])
def test_nobody_acts_with_a_wrong_code(open_hall: Open, client: FlaskClient, end: str) -> None:
    open_hall()

    assert client.get(f"/fr/place/aaaaaaaa{end}").status_code == 404
    assert client.post(f"/fr/place/aaaaaaaa{end}").status_code == 404


def test_who_guesses_is_slowed_down_and_who_knows_is_not(open_hall: Open, client: FlaskClient) -> None:
    open_hall()
    place = come(client)
    knowing = {client.get(place).status_code for _ in range(GUESSES_PER_MINUTE + 5)}

    guesses = [client.get("/fr/place/aaaaaaaa").status_code for _ in range(GUESSES_PER_MINUTE)]
    then = [client.get("/fr/place/aaaaaaab"), client.get(place), client.get(f"{place}/changer"),
            client.post("/fr/ma-place", data={"code": code_of(place)})]

    assert knowing == {200}
    assert set(guesses) == {404}
    assert {answer.status_code for answer in then} == {429}


def test_a_family_says_that_it_does_not_come(
        open_hall: Open, client: FlaskClient, visit: Visit) -> None:
    hall = open_hall()
    place = come(client, adults="3")
    asked = visit(f"{place}/annuler")

    before = hall.taken()
    answers = [client.post(f"{place}/annuler") for _ in range(2)]

    assert "Je viens, ne rien changer" in asked.text
    assert before == (3, 0)
    assert {answer.location for answer in answers} == {place}
    assert hall.taken() == (0, 0)
    assert "Venir quand même" in visit(place).text


def test_a_family_that_cancelled_comes_after_all(open_hall: Open, client: FlaskClient, visit: Visit) -> None:
    hall = open_hall()
    place = come(client)
    client.post(f"{place}/annuler")

    client.post(f"{place}/accepter")
    client.post(f"{place}/accepter")

    assert "C’est réservé" in visit(place).text
    assert hall.taken() == (1, 0)


def test_looking_at_an_address_changes_nothing(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall(seats=1)
    code = offered(hall)

    for end in ("", "/accepter", "/annuler", "/changer"):
        client.get(f"/fr/place/{code}{end}", follow_redirects=True)

    assert hall.states()[code] is OFFERED


def test_an_offer_is_accepted(open_hall: Open, client: FlaskClient, visit: Visit) -> None:
    hall = open_hall(seats=1)
    code = offered(hall)

    answer = client.post(f"/fr/place/{code}/accepter")

    assert answer.location == f"/fr/place/{code}"
    assert hall.states()[code] is CONFIRMED
    assert "C’est réservé" in visit(answer.location).text


def test_an_offer_accepted_after_its_end_gets_a_seat_where_one_is_left(
        open_hall: Open, client: FlaskClient, visit: Visit) -> None:
    hall = open_hall(seats=1)
    code = offered(hall, days_ago=3)
    before = visit(f"/fr/place/{code}").text

    client.post(f"/fr/place/{code}/accepter")

    assert "Ces places ne sont plus gardées" in before
    assert hall.states()[code] is CONFIRMED


def test_an_offer_accepted_after_its_end_goes_behind_who_waited(
        open_hall: Open, client: FlaskClient, visit: Visit) -> None:
    hall = open_hall(seats=1)
    code = offered(hall, days_ago=3)
    patient = hall.sign_up(at=clock.now() - timedelta(days=2, hours=23), name="Ali").code

    client.post(f"/fr/place/{code}/accepter")

    assert (hall.states()[code], hall.states()[patient]) == (WAITING, OFFERED)
    assert "Vous êtes sur la liste d’attente" in visit(f"/fr/place/{code}").text


@pytest.mark.parametrize(("columns", "said"), [
    ({"stage": MeetingStage.CANCELLED, "why_cancelled": localized("La salle est fermée.")},
     "La salle est fermée."),
    ({"stage": MeetingStage.HELD}, "Cette réunion est passée"),
    ({"starts_at": clock.now() - timedelta(hours=1)}, "Cette réunion a commencé")])
def test_a_place_in_a_meeting_that_is_over_says_so(
        open_hall: Open, client: FlaskClient, visit: Visit, stored: Callable[..., None],
        columns: dict[str, Any], said: str) -> None:
    hall = open_hall()
    place = come(client)
    change_meeting(hall, **columns)
    stored(a_meeting(hall.campaign_id, id=uuid4(), code="autre"))

    page = visit(place)

    assert said in page.text
    assert "/accepter" not in page.text
    assert 'href="/fr/reunions/autre"' in page.text
    assert client.get(f"{place}/changer").location == place
    check_page(client.post(f"{place}/accepter"), hall.app, place, 410)


@pytest.mark.parametrize("end", ["/accepter", "/annuler", "/changer"])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}])
def test_what_another_site_sends_is_refused(
        open_hall: Open, client: FlaskClient, end: str, headers: dict[str, str]) -> None:
    hall = open_hall(seats=1)
    code = offered(hall)

    answer = client.post(f"/fr/place/{code}{end}", headers=headers)

    assert answer.status_code == 403
    assert hall.states()[code] is OFFERED
    assert client.post("/fr/ma-place", data={"code": code}, headers=headers).status_code == 403


def test_a_name_erased_leaves_no_page(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    come(client)
    place = f"/fr/place/{sign_ups(hall.app)[0].code}"
    with hall.app.app_context(), writing():
        db.session.execute(update(SignUp).values(code=None, name="", phone=""))
        db.session.commit()

    assert client.get(place).status_code == 404
