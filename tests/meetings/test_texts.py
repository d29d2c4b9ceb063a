"""The words of messages, as the coordinator reads and writes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.db import db
from consult.meetings.models import MessageText
from consult.meetings.states import MessageKind
from consult.meetings.views.texts import ADDRESSES
from consult.meetings.wording import NAMES
from consult.staff.models import Role, StaffAction
from consult.text import State
from tests.factories import a_campaign, a_territory

PAGE = "/staff/campagnes/petite-enfance/messages"
Visit = Callable[..., Any]


@pytest.fixture
def coordinator(signed_in: Callable[..., FlaskClient], stored: Callable[..., None]) -> FlaskClient:
    stored(a_territory(), a_campaign())
    return signed_in(Role.COORDINATOR)


def written(app: Flask) -> list[MessageText]:
    with app.app_context():
        return list(db.session.scalars(select(MessageText)))


def test_every_kind_has_an_address() -> None:
    assert set(ADDRESSES.values()) == set(MessageKind)


def test_every_message_is_read_as_an_invented_family_reads_it(coordinator: FlaskClient, visit: Visit) -> None:
    page = visit(PAGE).text

    assert all(name in page for name in NAMES.values())
    assert page.count("bonjour Amina") == len(MessageKind)
    assert page.count("2 SMS") == len(MessageKind)
    assert "{" not in page.split("<main")[1]


def test_her_own_words_take_the_place_of_ours(app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
    answer = coordinator.post(f"{PAGE}/rappel", data={"text": "{prenom}, à bientôt. {lien}"})

    page = visit(f"{PAGE}/rappel").text
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}/rappel")
    assert "Amina, à bientôt. http://localhost/fr/place/k7m3ptdx" in page
    assert "52 signes, 1 SMS" in page
    assert "vos mots" in visit(PAGE).text


def test_another_language_is_read_once_somebody_has_read_it_again(
        app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
    words = {"text": "Bonjour {prenom}.", "text_swb": "Kwezi ɓ {prenom}."}

    coordinator.post(f"{PAGE}/rappel", data=words)
    draft = visit(PAGE).text
    coordinator.post(f"{PAGE}/rappel", data={**words, "text_swb_reviewed": "y"})
    reviewed = visit(PAGE).text

    assert "Kwezi" not in draft
    assert 'lang="swb">Kwezi ɓ Amina.</blockquote>' in reviewed
    assert written(app)[0].text.state("swb") is State.REVIEWED


@pytest.mark.parametrize(("field", "words", "refusal"), [
    ("text", "Bonjour {nom}.", "rien ne remplace «\u00a0{nom}\u00a0»"),
    ("text", "Bonjour {prenom", "Une accolade est seule, près de «\u00a0Bonjour {prenom\u00a0»"),
    ("text", "Dites oui avant {limite}.", "rien ne remplace «\u00a0{limite}\u00a0»"),
    ("text_swb", "Kwezi {nom}.", "rien ne remplace «\u00a0{nom}\u00a0»"),
    ("text", "a" * 601, "600 caractères au plus"),
    ("text", "", "Ce champ est nécessaire.")])
def test_words_that_a_family_could_not_read_are_refused_and_kept(
        app: Flask, coordinator: FlaskClient, field: str, words: str, refusal: str) -> None:
    answer = coordinator.post(f"{PAGE}/rappel", data={"text": "Bonjour.", field: words})

    assert answer.status_code == 422
    assert refusal in answer.text
    assert words in answer.text
    assert written(app) == []


def test_a_long_or_strange_message_says_what_it_costs(coordinator: FlaskClient, visit: Visit) -> None:
    coordinator.post(f"{PAGE}/rappel", data={"text": "Bonjour. " * 40})
    coordinator.post(f"{PAGE}/attente", data={"text": "Bonjour 😀"})

    assert "Chaque famille coûte 3 SMS." in visit(f"{PAGE}/rappel").text
    assert "Il coûte plus du double." in visit(f"{PAGE}/attente").text


def test_our_words_come_back(app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
    coordinator.post(f"{PAGE}/rappel", data={"text": "Bonjour."})

    answers = [coordinator.post(f"{PAGE}/rappel/origine") for _tap in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert written(app) == []
    assert "La réunion est bientôt." in visit(f"{PAGE}/rappel").text


def test_who_came_from_a_meeting_finds_the_way_back(
        coordinator: FlaskClient, visit: Visit) -> None:
    answer = coordinator.post(f"{PAGE}/changement?reunion=k7m3pt", data={"text": "Bonjour."})

    assert answer.headers["Location"] == f"{PAGE}/changement?reunion=k7m3pt"
    assert 'href="/staff/reunions/k7m3pt/messages"' in visit(answer.headers["Location"]).text


def test_the_log_has_the_kind_and_not_the_words(app: Flask, coordinator: FlaskClient) -> None:
    coordinator.post(f"{PAGE}/rappel", data={"text": "Bonjour."})

    with app.app_context():
        [line] = db.session.scalars(select(StaffAction)).all()
    assert (line.verb, line.subject, line.detail) == (
        "écrit un message", "petite-enfance", {"kind": "reminder"})


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.READER])
def test_nobody_else_writes(
        app: Flask, stored: Callable[..., None], signed_in: Callable[..., FlaskClient], role: Role) -> None:
    stored(a_territory(), a_campaign())

    answer = signed_in(role).post(f"{PAGE}/rappel", data={"text": "Bonjour."})

    assert answer.status_code == 403
    assert written(app) == []
