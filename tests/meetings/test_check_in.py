"""The door's page: its forms without a script, and what phones send to be merged."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult import clock
from consult.meetings.arrivals import milliseconds
from consult.meetings.states import MeetingStage
from consult.staff.models import Role
from tests.meetings.tonight import CODE, PAGE, Tonight
from tests.pages import check_page, parse, words

DOOR = f"{PAGE}/accueil"


@pytest.fixture
def tonight(app: Flask, stored: Callable[..., None]) -> Tonight:
    return Tonight(app, stored)


@pytest.fixture
def greeter(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.INTERVIEWER)


def a_row(**changes: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "women": 1, "men": 0, "children": 2, "is_walk_in": True,
            "noted_at": milliseconds(clock.now()), **changes}


def send(client: FlaskClient, *rows: Any, seen: str = "") -> TestResponse:
    return client.post(f"{DOOR}/envoi", json={"entries": rows, "seen": seen})


def total(page: TestResponse, name: str) -> str:
    return next(words(place) for place in parse(page.text).iter() if place.get("data-total") == name)


def test_the_page_shows_first_names_and_numbers_and_no_phone(
        tonight: Tonight, greeter: FlaskClient, visit: Callable[..., TestResponse]) -> None:
    tonight.sign_up("Amina", adults=2, under_3=1, phone="0639000001", email="amina@exemple.yt")

    page = visit(DOOR)

    assert "Amina" in page.text
    assert "2 adultes, 1 enfant" in page.text
    assert "0639000001" not in page.text
    assert "amina@exemple.yt" not in page.text


def test_a_family_is_noted_by_its_form(tonight: Tonight, greeter: FlaskClient,
                                       visit: Callable[..., TestResponse]) -> None:
    key = tonight.sign_up("Amina")

    answer = greeter.post(DOOR, data={"id": key, "women": "2", "men": "", "children": "1"})

    assert (answer.status_code, answer.headers["Location"]) == (303, DOOR)
    assert tonight.came() == [(False, 2, 0, 1)]
    assert total(visit(DOOR), "people") == "3"


def test_a_family_counted_by_mistake_did_not_come(tonight: Tonight, greeter: FlaskClient) -> None:
    key = tonight.sign_up("Amina")
    for women in ("2", "0"):
        greeter.post(DOOR, data={"id": key, "row": "family", "women": women})

    page = greeter.get(DOOR)

    assert tonight.came() == [(False, 0, 0, 0)]
    assert total(page, "families") == "0"


def test_a_second_tap_is_the_same_group_and_other_numbers_another_one(
        tonight: Tonight, greeter: FlaskClient) -> None:
    key = uuid4()

    for women in ("2", "2", "3"):
        greeter.post(DOOR, data={"id": key, "row": "new", "women": women, "men": "0", "children": "0"})

    assert tonight.came() == [(True, 2, 0, 0), (True, 3, 0, 0)]


@pytest.mark.parametrize("number", ["61", "-1", "deux", "1e3"])
def test_a_wrong_number_is_told_and_nothing_typed_is_lost(
        app: Flask, tonight: Tonight, greeter: FlaskClient, number: str) -> None:
    key = tonight.sign_up("Amina")

    answer = greeter.post(DOOR, data={"id": key, "row": "family", "women": number, "men": "4"})

    page = check_page(answer, app, DOOR, 422)
    typed = {field.get("id"): field.get("value") for field in page.iter("input")}
    assert "Écrivez un nombre entre 0 et 60." in answer.text
    assert (typed["women1"], typed["men1"]) == (number, "4")
    assert tonight.came() == []


def test_a_group_of_nobody_is_told(tonight: Tonight, greeter: FlaskClient) -> None:
    answer = greeter.post(DOOR, data={"id": uuid4(), "row": "new", "women": "0"})

    assert answer.status_code == 422
    assert "Comptez au moins une personne." in answer.text


@pytest.mark.parametrize("data", [
    {"id": "amina", "row": "family"}, {"id": str(uuid4()), "row": "family"}, {"id": str(uuid4()), "row": "x"},
    {"row": "family"}, {}])
def test_a_form_that_is_not_ours_is_refused(
        tonight: Tonight, greeter: FlaskClient, data: dict[str, str]) -> None:
    answer = greeter.post(DOOR, data={**data, "women": "1"})

    assert answer.status_code == 422
    assert "Rien n’a été enregistré" in answer.text
    assert tonight.came() == []


def test_phones_send_their_rows_and_learn_what_the_others_noted(
        tonight: Tonight, greeter: FlaskClient) -> None:
    family = a_row(id=str(tonight.sign_up()), is_walk_in=False)
    send(greeter, family)

    answer = send(greeter, a_row(men=3))

    assert answer.status_code == 200
    assert len(answer.json["entries"]) == 2
    assert answer.json["totals"] == {
        "families": 1, "women": 2, "men": 3, "children": 4, "walk_ins": 6, "people": 9}
    assert abs(answer.json["at"] - milliseconds(clock.now())) < 60_000


def test_a_phone_that_knows_everything_is_not_told_it_again(tonight: Tonight, greeter: FlaskClient) -> None:
    row = a_row()
    first = send(greeter, row)

    again = send(greeter, row, seen=first.json["seen"])

    assert "entries" not in again.json
    assert again.json["seen"] == first.json["seen"]
    assert tonight.came() == [(True, 1, 0, 2)]


@pytest.mark.parametrize(("body", "sentence"), [
    (b"", "n’a été enregistré"), (b"{", "n’a été enregistré"), (b"[1]", "n’a été enregistré"),
    (b"[" * 100_000, "n’a été enregistré"), (b"\xff\xfe", "n’a été enregistré"),
    (b'{"entries": [' + b"9" * 5000 + b"]}", "n’a été enregistré"),
    (json.dumps({"entries": [a_row(women=99)]}).encode(), "entre 0 et 60"),
    (json.dumps({"entries": [a_row(is_walk_in=False)]}).encode(), "n’a été enregistré"),
    (json.dumps({"entries": [a_row()] * 2001}).encode(), "trop de lignes")])
def test_what_was_tampered_with_is_refused_with_a_sentence(
        tonight: Tonight, greeter: FlaskClient, body: bytes, sentence: str) -> None:
    answer = greeter.post(f"{DOOR}/envoi", data=body, content_type="application/json")

    assert answer.status_code == 422
    assert sentence in answer.json["sentence"]
    assert tonight.came() == []


@pytest.mark.parametrize(("columns", "status", "sentence"), [
    ({"starts_at": clock.now() + timedelta(days=9), "ends_at": clock.now() + timedelta(days=10)},
     409, "ouvre la veille"),
    ({"starts_at": clock.now() - timedelta(days=40), "ends_at": clock.now() - timedelta(days=39)},
     410, "plus de 30 jours"),
    ({"stage": MeetingStage.CANCELLED}, 409, "annulée")])
def test_a_door_that_is_closed_says_why(
        tonight: Tonight, greeter: FlaskClient, columns: dict[str, Any], status: int, sentence: str) -> None:
    tonight.change(**columns)

    page, reply = greeter.get(DOOR), send(greeter, a_row())

    assert (page.status_code, reply.status_code) == (status, status)
    assert sentence in page.text
    assert sentence in reply.json["sentence"]
    assert CODE not in greeter.get("/staff/accueil").text


def test_the_doors_that_are_open_are_listed(
        tonight: Tonight, greeter: FlaskClient, visit: Callable[..., TestResponse]) -> None:
    page = visit("/staff/accueil")

    assert f'href="{DOOR}"' in page.text
    assert "Parlons des petits" in page.text
    assert 'href="/staff/accueil"' in visit("/staff/").text


def test_only_the_door_may_start_a_worker_and_only_its_own(tonight: Tonight, greeter: FlaskClient) -> None:
    door, elsewhere, worker = (greeter.get(path) for path in (DOOR, "/staff/", f"{DOOR}-hors-reseau.js"))

    assert "worker-src 'self'" in door.headers["Content-Security-Policy"]
    assert "worker-src 'none'" in elsewhere.headers["Content-Security-Policy"]
    assert worker.mimetype == "text/javascript"
    # A browser lets a worker reach no further than the folder of its script.
    assert "Service-Worker-Allowed" not in worker.headers
    assert worker.headers["Cache-Control"] == "no-store"


def test_the_log_says_once_that_people_were_welcomed(tonight: Tonight, greeter: FlaskClient) -> None:
    for _time in range(3):
        send(greeter, a_row())

    assert tonight.logged() == ["commence l’accueil"]


def test_once_names_are_erased_numbers_stay(tonight: Tonight, greeter: FlaskClient) -> None:
    send(greeter, a_row(id=str(tonight.sign_up()), is_walk_in=False))
    tonight.forget_names()

    page = greeter.get(DOOR)

    assert "Prénom effacé" in page.text
    assert total(page, "people") == "3"
