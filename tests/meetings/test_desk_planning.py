"""The coordinator lists, plans and changes meetings."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.db import db
from consult.meetings.models import Meeting
from consult.meetings.states import MeetingStage, Purpose
from consult.staff.models import Role, StaffAction
from consult.text import State, localized
from tests.factories import a_campaign, a_meeting, a_territory
from tests.meetings.conftest import Hall

LIST = "/staff/campagnes/petite-enfance/reunions"
PLAN = f"{LIST}/nouvelles"
EDIT = "/staff/reunions/k7m3pt/modifier"
SHARED = {"title": "Parlons des petits", "purpose": "consults", "languages": ["fr", "swb"], "seats": "40",
          "minded_seats": "5"}
WHOLE = {**SHARED, "territory_code": "97611", "venue": "MJC de Kawéni", "day": "2099-06-03",
         "starts": "16:00", "ends": "18:00", "seats": "10", "minded_seats": "0"}
Desk = Callable[[Role], FlaskClient]


def a_row(number: int, **changes: str) -> dict[str, str]:
    """What the browser sends of a row, by the names of its fields."""
    row = {"territory_code": "97611-kaweni", "venue": "MJC de Kawéni", "day": "2099-06-03",
           "starts": "16:00", "ends": "18:00", "seats": "", **changes}
    return {f"ligne{number}-{name}": value for name, value in row.items()}


def meetings_of(app: Flask) -> list[Meeting]:
    with app.app_context():
        return list(db.session.scalars(select(Meeting).order_by(Meeting.starts_at, Meeting.venue)))


def actions_of(app: Flask) -> list[tuple[str, str, dict[str, Any]]]:
    """What the log says was done, to what, with its details."""
    with app.app_context():
        actions = db.session.scalars(select(StaffAction).order_by(StaffAction.id))
        return [(action.verb, action.subject, action.detail) for action in actions]


@pytest.fixture
def town(stored: Callable[..., None]) -> None:
    """An open campaign in a town of two villages."""
    stored(a_territory(), a_campaign())
    stored(*(a_territory(code=code, name=name, kind="village", parent_code="97611")
             for code, name in (("97611-kaweni", "Kawéni"), ("97611-vahibe", "Vahibé"))))
    stored(a_territory(code="97601", name="Acoua"))


@pytest.fixture
def desk(town: None, signed_in: Desk) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


class TestList:
    def test_each_meeting_is_a_line_with_its_seats(
            self, open_hall: Callable[..., Hall], signed_in: Desk, visit: Callable[..., Any]) -> None:
        hall = open_hall(seats=3, minded_seats=2)
        hall.codes(2, phone="0639000001")
        hall.sign_up(adults=3, name="Zaïnaba")
        signed_in(Role.COORDINATOR)

        page = visit(LIST).text

        assert "03/06/2099" in page
        assert "16:00–18:00" in page
        assert "Ouverte" in page
        assert "/staff/reunions/k7m3pt/inscriptions#waiting" in page
        assert "Préparer des réunions" in page
        assert "Zaïnaba" not in page

    def test_the_table_is_sorted_by_its_address(
            self, open_hall: Callable[..., Hall], stored: Callable[..., None], signed_in: Desk,
            visit: Callable[..., Any]) -> None:
        hall = open_hall(seats=80)
        stored(a_meeting(hall.campaign_id, code="tard", starts_at=datetime(2099, 7, 1, 9, tzinfo=UTC),
                         ends_at=datetime(2099, 7, 1, 11, tzinfo=UTC), seats=20))
        signed_in(Role.COORDINATOR)

        usual, latest, small = (visit(f"{LIST}{query}").text for query in
                                ("", "?tri=reunions.-jour", "?tri=reunions.places"))

        assert usual.index("k7m3pt") < usual.index("/staff/reunions/tard")
        for page in (latest, small):
            assert page.index("/staff/reunions/tard") < page.index("k7m3pt")

    @pytest.mark.parametrize("column", [
        "jour", "village", "etape", "places", "prises", "proposees", "libres", "garde", "attente",
        "prevenir"])
    def test_every_column_can_be_sorted(
            self, open_hall: Callable[..., Hall], signed_in: Desk, visit: Callable[..., Any],
            column: str) -> None:
        open_hall()
        signed_in(Role.COORDINATOR)

        assert 'aria-sort="descending"' in visit(f"{LIST}?tri=reunions.-{column}").text

    def test_a_full_a_past_and_a_cancelled_meeting_say_so(
            self, open_hall: Callable[..., Hall], stored: Callable[..., None], signed_in: Desk,
            visit: Callable[..., Any]) -> None:
        hall = open_hall(seats=1)
        hall.codes(1)
        stored(a_meeting(hall.campaign_id, code="passe", starts_at=datetime(2020, 7, 1, 9, tzinfo=UTC),
                         ends_at=datetime(2020, 7, 1, 11, tzinfo=UTC)),
               a_meeting(hall.campaign_id, code="annule", stage=MeetingStage.CANCELLED))
        signed_in(Role.COORDINATOR)

        page = visit(LIST).text

        for said in ("Complète", "Passée", "Annulée"):
            assert said in page

    def test_a_campaign_without_meetings_says_so(self, desk: FlaskClient, visit: Callable[..., Any]) -> None:
        assert "Aucune réunion pour l’instant." in visit(LIST).text

    @pytest.mark.parametrize("column", ["attente", "prevenir"])
    def test_the_order_of_lines_tells_a_reader_nothing_of_the_families(
            self, open_hall: Callable[..., Hall], stored: Callable[..., None], signed_in: Desk,
            visit: Callable[..., Any], column: str) -> None:
        hall = open_hall(seats=1)
        hall.codes(2)
        stored(a_meeting(hall.campaign_id, code="tot", starts_at=datetime(2099, 1, 1, 9, tzinfo=UTC),
                         ends_at=datetime(2099, 1, 1, 11, tzinfo=UTC)))
        signed_in(Role.READER)

        page = visit(f"{LIST}?tri=reunions.-{column}").text

        assert page.index("/staff/reunions/tot") < page.index("k7m3pt")


class TestSeries:
    def test_known_halls_are_offered_with_their_hours_and_their_source(
            self, desk: FlaskClient, visit: Callable[..., Any]) -> None:
        page = visit(PLAN).text

        assert 'value="MJC de Vahibé"' in page
        assert "mercredi, 15:00–17:00" in page
        assert 'value="15:00"' in page
        assert "https://lejournaldemayotte.yt/2022/09/07/" in page
        assert "MJC de Tsoundzou" not in page  # not in this campaign's territory
        assert page.count('name="ligne') == 5 * 6

    def test_each_row_with_a_day_becomes_a_meeting_and_the_others_nothing(
            self, app: Flask, desk: FlaskClient) -> None:
        rows = {**a_row(1), **a_row(2, day="", venue="MJC de Mtsapéré"),
                **a_row(3, territory_code="97611-vahibe", venue="MJC de Vahibé", day="04/06/2099",
                        starts="15:00", ends="17:00", seats="25")}

        answer = desk.post(PLAN, data={**SHARED, **rows, "title_swb": "Wana", "has_interpreter": "y"})

        assert (answer.status_code, answer.location) == (303, LIST)
        kaweni, vahibe = meetings_of(app)
        assert (kaweni.venue, kaweni.seats, kaweni.minded_seats) == ("MJC de Kawéni", 40, 5)
        assert kaweni.starts_at == datetime(2099, 6, 3, 13, tzinfo=UTC)
        assert (vahibe.territory_code, vahibe.seats) == ("97611-vahibe", 25)
        assert vahibe.ends_at == datetime(2099, 6, 4, 14, tzinfo=UTC)
        assert kaweni.series_id == vahibe.series_id
        assert {kaweni.stage, vahibe.stage} == {MeetingStage.DRAFT}
        assert vahibe.title.state("swb") is State.DRAFT
        assert (vahibe.languages, vahibe.has_interpreter, vahibe.women_only) == (["fr", "swb"], True, False)
        assert vahibe.purpose is Purpose.CONSULTS

    def test_the_log_tells_the_campaign_and_the_codes(self, app: Flask, desk: FlaskClient) -> None:
        desk.post(PLAN, data={**SHARED, **a_row(1)})

        [meeting] = meetings_of(app)
        assert actions_of(app) == [("prépare des réunions", "petite-enfance", {"codes": meeting.code})]

    def test_a_second_tap_plans_nothing_more(self, app: Flask, desk: FlaskClient) -> None:
        sent = {**SHARED, **a_row(1), "key": "7d2f1f7e-4a59-4a0c-8d7e-0d9f3a4b5c6d"}

        answers = [desk.post(PLAN, data=sent) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert len(meetings_of(app)) == 1

    def test_two_taps_at_the_same_moment_are_one_series(self, app: Flask, desk: FlaskClient) -> None:
        sent = {**SHARED, **a_row(1), "key": "7d2f1f7e-4a59-4a0c-8d7e-0d9f3a4b5c6d"}
        cookie = desk.get_cookie("staff")
        assert cookie is not None

        def tap(_number: int) -> int:
            browser = app.test_client()
            browser.set_cookie("staff", cookie.value)
            return browser.post(PLAN, data=sent).status_code

        with ThreadPoolExecutor(4) as taps:
            statuses = list(taps.map(tap, range(4)))

        assert statuses == [303] * 4
        assert len(meetings_of(app)) == 1

    @pytest.mark.parametrize("key", ["", "pas une clé", "1" * 400])
    def test_a_key_that_somebody_rewrote_is_no_breakdown(
            self, app: Flask, desk: FlaskClient, key: str) -> None:
        assert desk.post(PLAN, data={**SHARED, **a_row(1), "key": key}).status_code == 303
        assert len(meetings_of(app)) == 1

    @pytest.mark.parametrize(("row", "said"), [
        ({"venue": " "}, "Kawéni, salle"),
        ({"starts": ""}, "Kawéni, début"),
        ({"ends": "tard"}, "Écrivez une heure"),
        ({"ends": "15:00"}, "La fin est avant le début."),
        ({"day": "demain"}, "Kawéni, jour"),
        ({"day": "2020-01-01"}, "Ce jour est déjà passé."),
        ({"day": "9999-12-31"}, "Kawéni, jour"),
        ({"territory_code": ""}, "Ligne 1, village"),
        ({"territory_code": "97601"}, "Ligne 1, village"),
        ({"seats": "0"}, "Kawéni, places"),
        ({"seats": "beaucoup"}, "Kawéni, places")])
    def test_a_wrong_row_is_named_and_nothing_typed_is_lost(
            self, app: Flask, desk: FlaskClient, row: dict[str, str], said: str) -> None:
        other = a_row(2, territory_code="97611-vahibe", venue="Sous le manguier")

        page = desk.post(PLAN, data={**SHARED, **a_row(1, **row), **other})

        assert page.status_code == 422
        assert said in page.text
        assert "Sous le manguier" in page.text
        assert "Parlons des petits" in page.text
        assert 'id="erreurs"' in page.text
        assert meetings_of(app) == []

    @pytest.mark.parametrize(("change", "said"), [
        ({"title": ""}, "Titre"),
        ({"seats": "-3"}, "Écrivez un nombre entre 1 et 5000"),
        ({"minded_seats": ""}, "garde des enfants"),
        ({"languages": []}, "Cochez au moins une langue."),
        ({"languages": ["en"]}, "Langues parlées"),
        ({"purpose": "decides"}, "Pourquoi cette réunion"),
        ({"ligne1-day": ""}, "Écrivez le jour d’au moins une réunion.")])
    def test_what_is_wrong_with_the_shared_text_is_told(
            self, app: Flask, desk: FlaskClient, change: dict[str, Any], said: str) -> None:
        page = desk.post(PLAN, data={**SHARED, **a_row(1), **change})

        assert page.status_code == 422
        assert said in page.text
        assert meetings_of(app) == []

    def test_the_page_with_errors_keeps_its_promises(
            self, app: Flask, desk: FlaskClient, checked: Callable[[TestResponse], Any]) -> None:
        checked(desk.post(PLAN, data={**SHARED, **a_row(1, venue="", ends="")}))

    def test_a_place_without_known_halls_has_empty_rows(
            self, desk: FlaskClient, stored: Callable[..., None], visit: Callable[..., Any]) -> None:
        stored(a_campaign(slug="acoua", territory_code="97601"))

        page = visit("/staff/campagnes/acoua/reunions/nouvelles").text

        assert page.count('name="ligne') == 3 * 6
        assert "lejournaldemayotte" not in page


class TestEdit:
    @pytest.fixture
    def hall(self, open_hall: Callable[..., Hall], signed_in: Desk) -> Hall:
        signed_in(Role.COORDINATOR)
        return open_hall()

    def test_the_form_shows_the_meeting_as_it_is(self, hall: Hall, visit: Callable[..., Any]) -> None:
        page = visit(EDIT).text

        for shown in ('value="2099-06-03"', 'value="16:00"', 'value="18:00"', 'value="MJC de Kawéni"'):
            assert shown in page

    def test_another_place_is_to_be_told_to_every_family(
            self, app: Flask, hall: Hall, client: FlaskClient, visit: Callable[..., Any]) -> None:
        hall.codes(2, phone="0639000001")

        answer = client.post(EDIT, data={**WHOLE, "venue": "Médiathèque"})
        page = visit("/staff/reunions/k7m3pt").text

        assert (answer.status_code, answer.location) == (303, "/staff/reunions/k7m3pt")
        assert "2 familles sont à prévenir du changement." in page
        assert "relire le message, puis l’envoyer (2)" in page
        assert hall.meeting().venue == "Médiathèque"
        assert actions_of(app) == [
            ("modifie une réunion", "k7m3pt", {"changed": ["venue"], "told": 2})]

    def test_another_text_is_told_to_nobody(
            self, hall: Hall, client: FlaskClient, visit: Callable[..., Any]) -> None:
        hall.codes(1)

        client.post(EDIT, data={**WHOLE, "title": "Parlons des tout-petits", "women_only": "y"})

        assert hall.told() == [("confirmed", "ready")]
        assert hall.meeting().women_only
        assert "à prévenir du changement" not in visit("/staff/reunions/k7m3pt").text

    def test_more_seats_go_to_who_waits(self, hall: Hall, client: FlaskClient) -> None:
        hall.codes(10)
        waiting = hall.sign_up().code

        client.post(EDIT, data={**WHOLE, "seats": "11"})

        assert hall.states()[waiting].value == "offered"

    @pytest.mark.parametrize(("change", "field"), [
        ({"seats": "1", "minded_seats": "2"}, "seats"),
        ({"seats": "10", "minded_seats": "1"}, "minded_seats")])
    def test_fewer_places_than_are_taken_are_refused_at_their_field(
            self, hall: Hall, client: FlaskClient, change: dict[str, str], field: str) -> None:
        client.post(EDIT, data={**WHOLE, "minded_seats": "2"})
        hall.sign_up(adults=2, under_3=2, wants_childminding=True)

        page = client.post(EDIT, data={**WHOLE, **change, "title": "Autre titre"})

        assert page.status_code == 422
        assert "Des familles ont déjà pris plus de places que cela." in page.text
        assert f'id="{field}-error"' in page.text
        assert "Autre titre" in page.text
        assert (hall.meeting().seats, hall.meeting().minded_seats) == (10, 2)

    @pytest.mark.parametrize("stage", [MeetingStage.CANCELLED, MeetingStage.HELD])
    def test_a_finished_meeting_is_not_changed(
            self, open_hall: Callable[..., Hall], signed_in: Desk, stage: MeetingStage) -> None:
        open_hall(stage=stage)
        client = signed_in(Role.COORDINATOR)

        answers = [client.get(EDIT), client.post(EDIT, data=WHOLE)]

        assert [answer.status_code for answer in answers] == [409, 409]
        assert "ne peut plus être modifiée" in answers[0].text
        assert EDIT not in client.get("/staff/reunions/k7m3pt").text

    @pytest.mark.parametrize(("typed", "kept"), [
        (("-12,7797", "45.2279"), (-12.7797, 45.2279)), (("\u221212.5", "45"), (-12.5, 45.0)),
        (("", ""), (None, None))])
    def test_the_point_is_written_with_a_comma_or_a_point(
            self, hall: Hall, client: FlaskClient, typed: tuple[str, str], kept: tuple[Any, Any]) -> None:
        answer = client.post(EDIT, data={**WHOLE, "latitude": typed[0], "longitude": typed[1]})

        assert answer.status_code == 303
        assert (hall.meeting().latitude, hall.meeting().longitude) == kept

    @pytest.mark.parametrize("typed", [("91", "45"), ("-12", "181"), ("-12", ""), ("", "45"), ("nan", "45"),
                                       ("inf", "45"), ("12°46", "45")])
    def test_a_point_that_is_nowhere_is_refused(
            self, hall: Hall, client: FlaskClient, typed: tuple[str, str]) -> None:
        page = client.post(EDIT, data={**WHOLE, "latitude": typed[0], "longitude": typed[1]})

        assert page.status_code == 422
        assert hall.meeting().latitude is None

    @pytest.mark.parametrize("change", [
        {"day": "0001-01-01"}, {"day": ""}, {"starts": "18:00"}, {"venue": "a" * 161}, {"seats": "9" * 30}])
    def test_what_cannot_be_is_refused(
            self, hall: Hall, client: FlaskClient, change: dict[str, str],
            checked: Callable[[TestResponse], Any]) -> None:
        checked(client.post(EDIT, data={**WHOLE, **change}))

        assert hall.meeting().starts_at.date() == date(2099, 6, 3)

    def test_a_reviewed_translation_is_a_draft_again_once_its_french_changed(
            self, app: Flask, open_hall: Callable[..., Hall], signed_in: Desk) -> None:
        hall = open_hall(title=localized("Parlons des petits", swb="Wana"))

        signed_in(Role.COORDINATOR).post(
            EDIT, data={**WHOLE, "title": "Parlons d’eux", "title_swb": "Wana", "title_swb_reviewed": "y"})

        assert hall.meeting().title.state("swb") is State.DRAFT

    def test_a_meeting_outside_the_campaign_s_territory_keeps_its_place(
            self, hall: Hall, stored: Callable[..., None], client: FlaskClient) -> None:
        stored(a_territory(code="97601", name="Acoua"))
        stored(a_meeting(hall.campaign_id, code="ailleurs", territory_code="97601"))

        page = client.get("/staff/reunions/ailleurs/modifier")

        assert '<option selected value="97601">Acoua</option>' in page.text


@pytest.mark.parametrize(("role", "path", "status"), [
    (Role.READER, LIST, 200), (Role.READER, PLAN, 403), (Role.READER, EDIT, 403),
    (Role.INTERVIEWER, LIST, 403), (Role.INTERVIEWER, PLAN, 403), (Role.INTERVIEWER, EDIT, 403)])
def test_readers_see_figures_and_interviewers_nothing(
        open_hall: Callable[..., Hall], signed_in: Desk, role: Role, path: str, status: int) -> None:
    open_hall()

    assert signed_in(role).get(path).status_code == status
