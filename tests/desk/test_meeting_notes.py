"""What was said in a meeting: noted while it is said, coded afterwards, counted by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.db import db
from consult.meetings.models import Statement
from consult.staff.models import Role
from tests.factories import a_meeting, a_territory
from tests.meetings.tonight import PAGE, Tonight
from tests.pages import check_page, parse, words

NOTES = f"{PAGE}/notes"
SAID = "/staff/campagnes/petite-enfance/ce-qui-s-est-dit"
Visit = Callable[..., TestResponse]


@pytest.fixture
def tonight(app: Flask, stored: Callable[..., None]) -> Tonight:
    return Tonight(app, stored)


@pytest.fixture
def coordinator(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def say(tonight: Tonight, stored: Callable[..., None]) -> Callable[..., UUID]:
    """Store a statement; its key."""
    def make(text: str = "Pas de crèche ici.", **columns: Any) -> UUID:
        key = uuid4()
        stored(Statement(**{"id": key, "meeting_id": tonight.meeting_id, "text": text, "language": "fr",
                            "position": 0, **columns}))
        return key
    return make


def statements(app: Flask) -> list[Statement]:
    with app.app_context():
        return list(db.session.scalars(select(Statement).order_by(Statement.position, Statement.text)))


def add(client: FlaskClient, text: str, *, key: UUID | None = None, language: str = "fr") -> TestResponse:
    return client.post(NOTES, data={"key": key or uuid4(), "text": text, "language": language})


def test_statements_are_added_one_after_the_other_in_the_same_language(
        app: Flask, tonight: Tonight, coordinator: FlaskClient, visit: Visit) -> None:
    first = add(coordinator, " Pas de crèche ici. ", language="swb")
    add(coordinator, "La PMI est loin.")

    assert (first.status_code, first.headers["Location"]) == (303, f"{NOTES}?langue=swb")
    assert [(row.position, row.text, row.language, row.is_coded) for row in statements(app)] == [
        (0, "Pas de crèche ici.", "swb", False), (1, "La PMI est loin.", "fr", False)]
    page = parse(visit(f"{NOTES}?langue=swb").text)
    chosen = [option.get("value") for option in page.iter("option") if "selected" in option.attrib]
    assert chosen == ["swb"]
    said = [place for place in page.iter("span") if words(place) == "Pas de crèche ici."]
    assert [place.get("lang") for place in said] == ["swb"]


def test_a_second_tap_adds_nothing_and_other_words_are_not_lost(
        app: Flask, tonight: Tonight, coordinator: FlaskClient) -> None:
    key = uuid4()

    for text in ("Trop loin.", "Trop loin.", "Trop cher."):
        add(coordinator, text, key=key)

    assert sorted(row.text for row in statements(app)) == ["Trop cher.", "Trop loin."]


@pytest.mark.parametrize("text", ["", "   ", "a" * 601])
def test_a_statement_without_words_or_with_too_many_is_told(
        app: Flask, tonight: Tonight, coordinator: FlaskClient, text: str) -> None:
    answer = add(coordinator, text)

    check_page(answer, app, NOTES, 422)
    assert statements(app) == []


def test_a_form_that_is_not_ours_is_refused(
        app: Flask, tonight: Tonight, coordinator: FlaskClient) -> None:
    answer = coordinator.post(NOTES, data={"key": "x", "text": "Bonjour", "language": "fr"})

    assert answer.status_code == 422
    assert statements(app) == []


def test_the_page_asks_to_leave_names_out_and_says_how_many_are_coded(
        say: Callable[..., UUID], coordinator: FlaskClient, visit: Visit) -> None:
    say("Un", is_coded=True, needs=["ACC-1"])
    say("Deux", position=1)

    every, uncoded = visit(NOTES).text, visit(f"{NOTES}?a-coder").text

    assert "N’écrivez aucun nom" in every
    assert "Notes codées\u00a0: 1 sur 2." in every
    assert "Place en accueil collectif" in every
    assert (">Un<" in every, ">Un<" in uncoded, ">Deux<" in uncoded) == (True, False, True)


def test_a_statement_is_coded_to_several_needs_and_the_next_one_comes(
        app: Flask, say: Callable[..., UUID], coordinator: FlaskClient, visit: Visit) -> None:
    first, _coded, third = say(), say("Merci", position=1, is_coded=True), say("Trop loin", position=2)
    page = visit(f"{NOTES}/{first}/besoins")
    assert page.text.index("Peut-être, d’après les mots") < page.text.index("Place en accueil collectif")

    answer = coordinator.post(f"{NOTES}/{first}/besoins", data={"needs": ["ACC-1", "MOB-1"]})

    assert answer.headers["Location"] == f"{NOTES}/{third}/besoins"
    coded = statements(app)[0]
    assert (coded.needs, coded.is_coded) == (["ACC-1", "MOB-1"], True)


def test_no_need_at_all_is_an_answer_too(
        app: Flask, say: Callable[..., UUID], coordinator: FlaskClient) -> None:
    key = say()

    answer = coordinator.post(f"{NOTES}/{key}/besoins", data={"needs": ["ACC-1"], "aucun": "1"})

    assert answer.headers["Location"] == NOTES
    assert [(row.needs, row.is_coded) for row in statements(app)] == [([], True)]


@pytest.mark.parametrize(("needs", "sentence"), [
    ([], "Cochez au moins un besoin"), (["ACC-99"], "n’existe plus"), (["ACC-1", "<b>"], "n’existe plus")])
def test_a_coding_that_says_nothing_or_nonsense_is_told(
        app: Flask, say: Callable[..., UUID], coordinator: FlaskClient, needs: list[str],
        sentence: str) -> None:
    key = say()

    answer = coordinator.post(f"{NOTES}/{key}/besoins", data={"needs": needs})

    check_page(answer, app, NOTES, 422)
    assert sentence in answer.text
    assert not statements(app)[0].is_coded


def test_each_need_has_one_box(say: Callable[..., UUID], coordinator: FlaskClient, visit: Visit) -> None:
    page = parse(visit(f"{NOTES}/{say('La PMI est trop loin')}/besoins").text)

    boxes = [box.get("value") for box in page.iter("input") if box.get("name") == "needs"]
    assert boxes[:2] == ["MOB-1", "SAN-1"]
    assert len(boxes) == len(set(boxes)) == 36


def test_other_words_have_to_be_coded_again(
        app: Flask, say: Callable[..., UUID], coordinator: FlaskClient, visit: Visit) -> None:
    key = say(is_coded=True, needs=["ACC-1"])
    visit(f"{NOTES}/{key}")

    coordinator.post(f"{NOTES}/{key}", data={"text": "Pas de crèche ici.", "language": "swb"})
    same = statements(app)[0]
    coordinator.post(f"{NOTES}/{key}", data={"text": "Trop cher.", "language": "fr"})

    changed = statements(app)[0]
    assert (same.is_coded, same.language) == (True, "swb")
    assert (changed.text, changed.is_coded, changed.needs) == ("Trop cher.", False, ["ACC-1"])


def test_a_statement_is_removed_after_a_question(
        app: Flask, say: Callable[..., UUID], coordinator: FlaskClient, visit: Visit) -> None:
    key = say()

    assert "Supprimer cette note" in visit(f"{NOTES}/{key}/supprimer").text
    assert len(statements(app)) == 1
    assert coordinator.post(f"{NOTES}/{key}/supprimer").status_code == 303
    assert statements(app) == []


def test_a_statement_of_another_meeting_is_not_found(
        tonight: Tonight, say: Callable[..., UUID], stored: Callable[..., None],
        coordinator: FlaskClient) -> None:
    elsewhere, key = uuid4(), say()
    stored(a_meeting(tonight.campaign_id, id=elsewhere, code="other1"))

    statuses = {coordinator.get(f"/staff/reunions/other1/notes/{key}{end}").status_code
                for end in ("", "/besoins", "/supprimer")}

    assert statuses == {404}


def test_what_was_said_is_counted_by_village_and_by_meeting_and_added_to_nothing(
        tonight: Tonight, say: Callable[..., UUID], stored: Callable[..., None], coordinator: FlaskClient,
        visit: Visit) -> None:
    elsewhere = uuid4()
    stored(a_territory(code="97611-kaweni", name="Kawéni", kind="village", parent_code="97611"))
    stored(a_meeting(tonight.campaign_id, id=elsewhere, code="other1", territory_code="97611-kaweni"))
    say("Pas de crèche", is_coded=True, needs=["ACC-1", "MOB-1"])
    say("Pas de crèche", is_coded=True, needs=["ACC-1"], meeting_id=elsewhere)
    say("Merci", is_coded=True, needs=[])
    say("À relire", is_coded=False, needs=["ACC-1"])

    by_village, by_meeting = visit(SAID), visit(f"{SAID}?par=reunion")

    assert "Ils ne sont jamais ajoutés aux réponses du questionnaire." in by_village.text
    assert _rows(by_village) == {"Place en accueil collectif": ["2", "1", "1"],
                                 "Une garde dans le village": ["1", "1", "0"]}
    assert _rows(by_meeting) == _rows(by_village)
    assert "Kawéni, 03/06/2099" in by_meeting.text
    assert [words(value) for value in parse(by_village.text).iter("dd")] == ["4", "3", "1"]
    assert visit(f"{SAID}/ACC-1").text.count("Pas de crèche") >= 2
    assert "À relire" not in visit(f"{SAID}/ACC-1").text
    assert coordinator.get(f"{SAID}/ACC-9").status_code == 404


def _rows(page: TestResponse) -> dict[str, list[str]]:
    rows = [row for row in parse(page.text).iter("tr") if row.find("th[@scope='row']") is not None]
    return {words(row.find("th")): [words(cell) for cell in row.findall("td")] for row in rows}


@pytest.mark.parametrize("role", [Role.READER, Role.INTERVIEWER])
def test_notes_are_for_the_coordinator_alone(
        say: Callable[..., UUID], signed_in: Callable[[Role], FlaskClient], role: Role) -> None:
    key, client = say(), signed_in(role)

    statuses = {client.get(path).status_code for path in (NOTES, f"{NOTES}/{key}/besoins", SAID)}

    assert statuses == {403}
