"""One form, one address to send it to: every family is taken in once, and nothing typed is lost."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, update
from werkzeug.test import TestResponse

from consult.campaigns.models import Relay
from consult.db import db, writing
from consult.i18n import LANGUAGES
from consult.meetings import service
from consult.meetings.models import Meeting
from consult.meetings.states import MeetingStage, SignUpState
from consult.text import localized
from tests.conftest import POSTGRESQL
from tests.factories import a_meeting
from tests.meetings.conftest import Hall
from tests.meetings.families import PAGE, SEND, WORDS, change_meeting, come, open_and_fill, place_of, sign_ups
from tests.pages import check_page
from tests.responses.test_sending import hidden, typed

Open = Callable[..., Hall]
Visit = Callable[..., TestResponse]
PAST = {"starts_at": datetime(2020, 6, 3, 13, tzinfo=UTC), "ends_at": datetime(2020, 6, 3, 15, tzinfo=UTC)}


def test_a_family_signs_up_and_leaves_no_cookie(
        open_hall: Open, client: FlaskClient, visit: Visit) -> None:
    hall = open_hall(minded_seats=3)
    form = open_and_fill(client, phone="+262 639 00 00 01", under_3="1", wants_childminding="1", adults="2")

    answer = client.post(SEND, data=form)

    [sign_up] = sign_ups(hall.app)
    assert (sign_up.name, sign_up.phone, sign_up.adults, sign_up.under_3) == ("Amina", "0639000001", 2, 1)
    assert (sign_up.state, sign_up.wants_childminding) == (SignUpState.CONFIRMED, True)
    assert hall.taken() == (2, 1)
    place = visit(place_of(answer))
    assert "C’est réservé" in place.text
    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in place.headers


def test_the_page_may_be_kept_so_that_back_finds_its_key(open_hall: Open, client: FlaskClient) -> None:
    open_hall()
    page = client.get(PAGE)

    assert page.headers["Cache-Control"] == "private, no-cache"
    assert len(hidden(page)["_key"]) == 32
    assert hidden(client.get(PAGE))["_key"] != hidden(page)["_key"]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_language_of_the_page_is_the_one_proposed(open_hall: Open, client: FlaskClient, tag: str) -> None:
    open_hall()

    assert f'value="{tag}" checked' in client.get(f"/{tag}/reunions/k7m3pt").text


def test_a_double_tap_is_one_sign_up_and_one_page(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    form = open_and_fill(client)

    answers = [client.post(SEND, data=form) for _ in range(3)]

    assert len({place_of(answer) for answer in answers}) == 1
    assert hall.taken() == (1, 0)


def test_sixteen_identical_requests_at_once_are_one_sign_up(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    form = open_and_fill(client, adults="2")
    together = threading.Barrier(16)

    def send(_number: int) -> str:
        together.wait()
        return place_of(hall.app.test_client().post(SEND, data=form))

    with ThreadPoolExecutor(16) as pool:
        places = set(pool.map(send, range(16)))

    assert len(places) == 1
    assert hall.taken() == (2, 0)


def test_other_details_from_the_same_page_are_asked_about(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    form = open_and_fill(client)
    client.post(SEND, data=form)

    answer = client.post(SEND, data={**form, "adults": "3", "name": 'Ali "le grand"'})

    check_page(answer, hall.app, PAGE, 409)
    assert "Une correction, ou une autre famille\u00a0?" in answer.text
    assert "Une inscription a déjà été envoyée" in answer.text
    assert typed(answer)["name"] == ['Ali "le grand"']
    assert hall.taken() == (1, 0)


@pytest.mark.parametrize(("choice", "adults"), [("correction", [3]), ("autre", [1, 3])])
def test_the_family_says_which_it_is_and_may_say_it_twice(
        open_hall: Open, client: FlaskClient, choice: str, adults: list[int]) -> None:
    hall = open_hall()
    form = open_and_fill(client)
    first = place_of(client.post(SEND, data=form))
    question = client.post(SEND, data={**form, "adults": "3"})

    chosen = [client.post(SEND, data={**typed(question), "_resolve": choice}) for _ in range(2)]

    assert len({place_of(answer) for answer in chosen}) == 1
    assert (place_of(chosen[0]) == first) is (choice == "correction")
    assert [sign_up.adults for sign_up in sign_ups(hall.app)] == adults
    back_and_again = client.post(SEND, data={**form, "adults": "3"})
    assert place_of(back_and_again) == place_of(chosen[0])


def test_a_correction_that_finds_no_room_keeps_what_was_typed(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall(seats=3)
    form = open_and_fill(client)
    client.post(SEND, data=form)
    come(client, adults="2", name="Ali")

    answer = client.post(SEND, data={**form, "adults": "2", "_resolve": "correction"})

    check_page(answer, hall.app, PAGE, 409)
    assert "Il ne reste pas assez de places" in answer.text
    assert 'name="adults" inputmode="numeric" maxlength="12" value="2"' in answer.text
    assert hall.taken() == (3, 0)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_problems_bring_the_page_back_with_what_was_typed(
        open_hall: Open, client: FlaskClient, tag: str) -> None:
    hall, page = open_hall(minded_seats=2), f"/{tag}/reunions/k7m3pt"
    form = open_and_fill(client, page, name="", adults="-1", phone="douze", email="amina@", language="en",
                         from_6="7", wants_transport="1")

    answer = client.post(f"{page}/inscription", data=form)

    check_page(answer, hall.app, page, 422)
    for kept in ('value="-1"', 'value="douze"', 'value="amina@"', 'value="7"',
                 '<details class="field" open>', 'name="wants_transport" value="1" checked'):
        assert kept in answer.text
    assert hidden(answer)["_key"] == form["_key"]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert sign_ups(hall.app) == []


@pytest.mark.parametrize("changes", [
    {"name": "a" * 61}, {"name": "\0"}, {"adults": "-1"}, {"under_3": "-1"}, {"language": "en"},
    {"adults": "1e3"}, {"adults": "9" * 4000}, {"phone": "0" * 300}, {"adults": "11"},
    {"phone": "06\x01\x7f"}])
def test_what_is_typed_wrong_is_said_in_a_sentence(
        open_hall: Open, client: FlaskClient, changes: dict[str, str]) -> None:
    hall = open_hall()

    answer = client.post(SEND, data=open_and_fill(client, **changes))

    check_page(answer, hall.app, PAGE, 422)
    assert sign_ups(hall.app) == []


def test_a_nul_among_letters_is_not_kept(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()

    come(client, name="Ami\0na")

    assert sign_ups(hall.app)[0].name == "Amina"


@pytest.mark.parametrize("changes", [
    {"_key": ""}, {"_key": "x" * 32}, {"_key": "12"}, {"inconnu": "1"}, {"state": "confirmed"},
    {f"champ{number}": "1" for number in range(10_000)}])
def test_what_our_page_cannot_have_sent_is_refused(
        open_hall: Open, client: FlaskClient, changes: dict[str, str]) -> None:
    hall = open_hall()

    answer = client.post(SEND, data=open_and_fill(client, **changes))

    assert answer.status_code in {400, 413}
    assert sign_ups(hall.app) == []


@pytest.mark.parametrize("octets", [70_000, 10_000_000])
def test_too_much_is_refused_in_a_sentence(open_hall: Open, client: FlaskClient, octets: int) -> None:
    hall = open_hall()

    answer = client.post(SEND, data=open_and_fill(client, name="a" * octets))

    assert answer.status_code == 413
    assert "trop lourd" in answer.text
    assert sign_ups(hall.app) == []


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.example"}, {"Origin": "null"}])
def test_what_another_site_sends_is_refused(
        open_hall: Open, client: FlaskClient, headers: dict[str, str]) -> None:
    hall = open_hall()

    answer = client.post(SEND, data=open_and_fill(client), headers=headers)

    assert answer.status_code == 403
    assert sign_ups(hall.app) == []


def test_the_address_it_sends_to_leads_back_to_the_page(open_hall: Open, client: FlaskClient) -> None:
    open_hall()

    assert client.get(SEND).location == PAGE


@pytest.mark.parametrize("columns", [
    {"stage": MeetingStage.CANCELLED, "why_cancelled": localized("La salle est fermée.")},
    {"stage": MeetingStage.HELD}, PAST])
def test_a_meeting_that_is_over_offers_another_and_keeps_what_was_typed(
        open_hall: Open, client: FlaskClient, stored: Callable[..., None], columns: dict[str, Any]) -> None:
    hall = open_hall()
    stored(a_meeting(hall.campaign_id, code="autre", venue="MJC de Passamaïnty"))
    form = open_and_fill(client, adults="3", phone="0639000001")
    with hall.app.app_context(), writing():
        db.session.execute(update(Meeting).where(Meeting.code == "k7m3pt").values(**columns))
        db.session.commit()

    answer = client.post(SEND, data=form)

    check_page(answer, hall.app, PAGE, 410)
    assert "Votre inscription n’est pas enregistrée." in answer.text
    kept = {name: values[0] for name, values in typed(answer).items()}
    assert (kept["name"], kept["adults"], kept["phone"]) == ("Amina", "3", "0639000001")
    assert kept["_key"] != form["_key"]
    place_of(client.post("/fr/reunions/autre/inscription", data=kept))
    assert [sign_up.adults for sign_up in sign_ups(hall.app)] == [3]


def test_a_meeting_that_is_over_says_so_before_it_says_what_is_wrong(
        open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall(stage=MeetingStage.CANCELLED)

    answer = client.post(SEND, data={**WORDS, "name": "", "_key": uuid4().hex})

    check_page(answer, hall.app, PAGE, 410)
    assert "Le bouton Retour montre ce que vous avez écrit." in answer.text


def test_a_repeat_still_finds_its_place_once_the_meeting_is_over(
        open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    form = open_and_fill(client)
    place = place_of(client.post(SEND, data=form))
    change_meeting(hall, stage=MeetingStage.HELD)

    assert place_of(client.post(SEND, data=form)) == place


def test_a_meeting_that_fills_in_between_puts_the_family_on_the_list(
        open_hall: Open, client: FlaskClient, stored: Callable[..., None], visit: Visit) -> None:
    hall = open_hall(seats=1)
    stored(a_meeting(hall.campaign_id, code="autre", venue="MJC de Passamaïnty"))
    form = open_and_fill(client)
    come(client, name="Ali")

    place = visit(place_of(client.post(SEND, data=form)))

    assert "Vous êtes sur la liste d’attente" in place.text
    assert 'href="/fr/reunions/autre"' in place.text


def test_who_handed_the_page_on_comes_through_the_form(
        open_hall: Open, client: FlaskClient, stored: Callable[..., None]) -> None:
    hall, relay_id = open_hall(), uuid4()
    stored(Relay(id=relay_id, campaign_id=hall.campaign_id, code="pmi2", name="PMI"))

    page = client.get(f"{PAGE}?relais=pmi2")
    client.post(SEND, data={**hidden(page), **WORDS, "adults": ""})
    again = client.post(SEND, data={**hidden(page), **WORDS})

    place_of(again)
    assert 'href="/swb/reunions/k7m3pt?relais=pmi2"' in page.text
    assert [sign_up.relay_id for sign_up in sign_ups(hall.app)] == [relay_id]


@pytest.mark.parametrize("code", ["personne", "a\0b", "x" * 500, '">'])
def test_an_unknown_relay_is_ignored(open_hall: Open, client: FlaskClient, code: str) -> None:
    hall = open_hall()

    page = client.get(PAGE, query_string={"relais": code})
    check_page(page, hall.app, PAGE)
    place_of(client.post(SEND, data={**hidden(page), **WORDS, "_relay": code}))

    assert [sign_up.relay_id for sign_up in sign_ups(hall.app)] == [None]


def test_more_than_a_town_can_send_waits_with_what_was_typed(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    hall.app.config["SUBMISSIONS_PER_MINUTE"] = 1
    come(client)

    answer = client.post(SEND, data=open_and_fill(client, name="Echati"))

    check_page(answer, hall.app, PAGE, 503)
    assert "Votre inscription n’est pas encore envoyée" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert typed(answer)["name"] == ["Echati"]


@pytest.mark.skipif(bool(POSTGRESQL), reason="only SQLite locks the whole database")
def test_a_locked_database_gives_a_page_that_keeps_what_was_typed(
        open_hall: Open, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = open_hall()
    form = open_and_fill(client, phone="0639000001", wants_transport="1")
    monkeypatch.setattr("consult.db.BUSY_TIMEOUT_MS", 20)
    with hall.app.app_context():
        db.engine.dispose()
    other = sqlite3.connect(tmp_path / "consult.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    refused = client.post(SEND, data=form)
    other.execute("ROLLBACK")
    other.close()

    check_page(refused, hall.app, PAGE, 503)
    place_of(client.post(SEND, data=typed(refused)))
    [sign_up] = sign_ups(hall.app)
    assert (sign_up.phone, sign_up.wants_transport) == ("0639000001", True)


@pytest.mark.skipif(bool(POSTGRESQL), reason="SQLite's own way of being read-only")
def test_a_read_only_database_stores_nothing(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    form = open_and_fill(client)
    with hall.app.app_context():
        engine = db.engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA query_only=ON"))

    answer = client.post(SEND, data=form)

    check_page(answer, hall.app, PAGE, 503)
    assert typed(answer)["name"] == ["Amina"]
    assert sign_ups(hall.app) == []


def test_the_service_and_the_page_agree_on_who_is_late(open_hall: Open, client: FlaskClient) -> None:
    """The page shows a form exactly where the service takes a sign-up."""
    hall = open_hall(**PAST)

    with pytest.raises(service.SignUpsOver):
        hall.sign_up(at=datetime.now(UTC))

    assert "<form" not in client.get(PAGE).text


def test_a_number_is_kept_as_it_was_typed_beside_what_is_called(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    form = open_and_fill(client, phone="+262 (0)639.12.34.56")

    # The second time it is written otherwise, and is the same number.
    sent = [client.post(SEND, data={**form, "phone": phone}) for phone in (form["phone"], "0639 12 34 56")]

    assert [answer.status_code for answer in sent] == [303, 303]
    [found] = sign_ups(hall.app)
    assert (found.phone, found.phone_typed) == ("0639123456", "+262 (0)639.12.34.56")
