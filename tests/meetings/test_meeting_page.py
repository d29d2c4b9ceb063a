"""A meeting as families find it, in a list and on its own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from consult.campaigns.models import Campaign, Stage
from consult.db import db, writing
from consult.i18n import LANGUAGES
from consult.meetings.states import MeetingStage, Purpose
from consult.text import State, localized
from tests.factories import a_meeting
from tests.meetings.conftest import Hall
from tests.meetings.families import PAGE, SEND, WORDS, change_meeting

Open = Callable[..., Hall]
Visit = Callable[..., TestResponse]
FULL = {
    "text": localized("Venez **tous**."), "access": localized("Par la cour, sans marches."),
    "latitude": -12.7797, "longitude": 45.2279, "minded_seats": 4, "has_interpreter": True,
    "women_only": True, "title": localized("Parlons", swb="Rilagu")}
PAST = {"starts_at": datetime(2020, 6, 3, 13, tzinfo=UTC), "ends_at": datetime(2020, 6, 3, 15, tzinfo=UTC)}


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("columns", [
    {}, FULL, {**FULL, "seats": 2, "seats_taken": 2, "minded_taken": 4},
    {**PAST, "minutes": localized("Dit."), "minutes_on": datetime(2020, 7, 1, tzinfo=UTC).date()},
    {"stage": MeetingStage.CANCELLED, "why_cancelled": localized("La salle est fermée.")},
    {"title": localized("Petits").with_translation("swb", "Wana", state=State.DRAFT)}])
def test_the_pages_of_a_meeting_keep_their_promises(
        open_hall: Open, visit: Visit, columns: dict[str, Any], tag: str) -> None:
    open_hall(**columns)

    visit(f"/{tag}/reunions")
    visit(f"/{tag}/reunions/k7m3pt")


def test_the_page_says_what_where_and_when(open_hall: Open, visit: Visit) -> None:
    open_hall(**FULL)

    page = visit(PAGE).text

    for said in ("mercredi 3 juin 2099", "16:00–18:00", "MJC de Kawéni, Mamoudzou", "Réservée aux femmes",
                 "<strong>tous</strong>", "Quelqu’un traduit.", "Par la cour, sans marches.",
                 "Il reste 4 places pour des enfants.", 'href="geo:-12.77970,45.22790?q=-12.77970,45.22790"'):
        assert said in page


@pytest.mark.parametrize(("purpose", "said"), [
    (Purpose.INFORMS, "La mairie explique"), (Purpose.CONSULTS, "avant de décider"),
    (Purpose.REPORTS, "ce qu’elle a entendu")])
def test_families_are_told_what_the_meeting_is_for(
        open_hall: Open, client: FlaskClient, purpose: Purpose, said: str) -> None:
    open_hall(purpose=purpose)

    assert said in client.get(PAGE).text


@pytest.mark.parametrize(("seats", "taken", "said"), [
    (60, 10, "Il reste des places."), (10, 3, "Il reste 7 places."), (10, 9, "Il reste 1 place."),
    (10, 10, "C’est complet.")])
def test_seats_are_told_in_words(
        open_hall: Open, client: FlaskClient, seats: int, taken: int, said: str) -> None:
    open_hall(seats=seats, seats_taken=taken)

    assert said in client.get(PAGE).text


def test_childminding_is_offered_only_where_there_is_some(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    without = client.get(PAGE).text
    change_meeting(hall, minded_seats=3)

    assert "wants_childminding" not in without
    assert "wants_childminding" in client.get(PAGE).text


def test_a_messaging_application_finds_the_picture(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall(**FULL)
    hall.app.config["PUBLIC_URL"] = "https://avis.exemple.yt"

    page = client.get("/swb/reunions/k7m3pt").text

    assert '<meta property="og:title" content="Rilagu">' in page
    assert 'content="mercredi 3 juin 2099, 16:00–18:00, MJC de Kawéni, Mamoudzou"' in page
    assert '<meta property="og:image" content="https://avis.exemple.yt/swb/reunions/k7m3pt.png?v=' in page


@pytest.mark.parametrize(("meeting", "campaign"), [
    ({"stage": MeetingStage.DRAFT}, Stage.OPEN), ({}, Stage.DRAFT)])
@pytest.mark.parametrize("end", ["", "/inscription", ".ics", ".png"])
def test_a_draft_is_not_a_page(
        open_hall: Open, client: FlaskClient, meeting: dict[str, Any], campaign: Stage, end: str) -> None:
    hall = open_hall(**meeting)
    with hall.app.app_context(), writing():
        db.session.execute(update(Campaign).values(stage=campaign))
        db.session.commit()

    assert client.get(f"{PAGE}{end}", follow_redirects=True).status_code == 404
    assert "k7m3pt" not in client.get("/fr/reunions").text
    assert client.post(SEND, data={**WORDS, "_key": uuid4().hex}).status_code == 404


def test_a_cancelled_meeting_keeps_its_page_and_says_why(open_hall: Open, visit: Visit) -> None:
    open_hall(stage=MeetingStage.CANCELLED, why_cancelled=localized("La salle est fermée."))

    page = visit(PAGE).text

    assert "Cette réunion est annulée." in page
    assert "La salle est fermée." in page
    assert "<form" not in page


def test_a_past_meeting_shows_what_was_said(open_hall: Open, visit: Visit) -> None:
    hall = open_hall(**PAST)
    before = visit(PAGE).text
    change_meeting(hall, minutes=localized("On veut des *crèches*."),
                   minutes_on=datetime(2020, 7, 1, tzinfo=UTC).date())

    after = visit(PAGE).text

    assert "sera publié sur cette page" in before
    assert "<form" not in before
    assert "<em>crèches</em>" in after
    assert "crèches" not in before
    assert 'href="/fr/reunions/k7m3pt"' in visit("/fr/reunions").text


def test_a_full_meeting_offers_the_list_and_another_meeting(
        open_hall: Open, visit: Visit, stored: Callable[..., None]) -> None:
    hall = open_hall(seats=1, seats_taken=1)
    stored(a_meeting(hall.campaign_id, code="autre"))

    page = visit(PAGE).text

    assert "M’inscrire sur la liste d’attente" in page
    assert 'href="/fr/reunions/autre"' in page


def test_a_list_of_every_village_stays_light(
        open_hall: Open, visit: Visit, stored: Callable[..., None]) -> None:
    hall = open_hall()
    stored(*(a_meeting(hall.campaign_id, code=f"village{number}", venue=f"MJC numéro {number}",
                       title=localized(f"Parlons des petits, village {number}")) for number in range(60)))

    assert visit("/fr/reunions").text.count("<article") == 61


def test_the_day_on_which_names_are_erased_is_told(open_hall: Open, client: FlaskClient) -> None:
    open_hall()

    assert "Ils sont effacés le vendredi 3 juillet 2099." in client.get(PAGE).text
