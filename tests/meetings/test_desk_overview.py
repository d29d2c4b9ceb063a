"""One meeting at a glance, its links, and its steps from one stage to the next."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from consult import clock
from consult.campaigns.models import Relay, Stage
from consult.db import db, writing
from consult.meetings.models import Meeting, Statement
from consult.meetings.states import MeetingStage
from consult.staff.models import Role
from consult.text import localized
from tests.factories import a_campaign, a_meeting, a_territory
from tests.meetings.conftest import Hall
from tests.meetings.test_desk_planning import actions_of

SHOW = "/staff/reunions/k7m3pt"
STEP = f"{SHOW}/etape"
Desk = Callable[[Role], FlaskClient]
Visit = Callable[..., Any]
Store = Callable[..., None]


def text_of(page: Any) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text.replace("\u00a0", " ")).split())


def begin(hall: Hall) -> None:
    """The meeting began an hour ago."""
    with hall.app.app_context(), writing():
        now = clock.now()
        db.session.execute(update(Meeting).values(starts_at=now - timedelta(hours=1), ends_at=now))
        db.session.commit()


class TestShow:
    def test_the_coordinator_sees_how_full_it_is_and_who_comes_in_figures(
            self, open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
        hall = open_hall(seats=5, minded_seats=4, women_only=True)
        hall.sign_up(adults=2, under_3=1, wants_childminding=True, language="swb", name="Zaïnaba")
        hall.sign_up(adults=3, wants_step_free=True)
        hall.sign_up(adults=1, from_6=1, wants_transport=True)
        signed_in(Role.COORDINATOR)

        shown = text_of(visit(SHOW))

        for said in ("5 places prises sur 5", "0 libres", "3 places de garde libres sur 4",
                     "1 famille en attente", "Adultes 5 1", "Enfants de moins de 3 ans 1 0",
                     "Enfants de 6 ans et plus 0 1", "Enfants à garder 1 0",
                     "Familles qui demandent une entrée sans marche 1 0",
                     "Familles qui demandent un transport 0 1", "Langue des messages : Shimaore 1 0",
                     "Réservée aux femmes", "Complète"):
            assert said in shown
        assert "Zaïnaba" not in shown

    def test_a_reader_sees_how_full_it_is_and_nothing_of_the_families(
            self, open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
        hall = open_hall(seats=2)
        hall.sign_up(adults=2, wants_step_free=True, name="Zaïnaba", phone="0639000001")
        hall.sign_up(name="Échat")
        signed_in(Role.READER)

        for path in (SHOW, "/staff/campagnes/petite-enfance/reunions"):
            page = visit(path)
            shown = text_of(page)
            assert "2" in shown
            for hidden in ("Zaïnaba", "Échat", "06 39", "0639", "en attente", "sans marche", "Inscriptions"):
                assert hidden not in shown

    def test_a_reader_is_shown_no_link_that_refuses_her(
            self, open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
        open_hall()
        reader = signed_in(Role.READER)

        page = visit(SHOW).text

        for address in set(re.findall(r'(?:href|src)="(/staff/[^"]*)"', page)):
            assert reader.get(address).status_code in {200, 303}, address

    def test_what_is_left_to_do_is_said_and_nothing_else(
            self, open_hall: Callable[..., Hall], stored: Store, signed_in: Desk, visit: Visit) -> None:
        hall = open_hall()
        signed_in(Role.COORDINATOR)
        before = text_of(visit(SHOW))

        hall.codes(1)
        stored(Statement(meeting_id=hall.meeting_id, position=1, text="Une crèche", language="fr"))

        shown = text_of(visit(SHOW))
        assert "À faire" not in before
        assert "à prévenir par un relais (1)" in shown
        assert "Notes à classer par besoin (1)" in shown
        assert "relire le message" not in shown

    @pytest.mark.parametrize("code", ["zzzzzz", "%00", "K7M3PT "])
    def test_a_code_is_read_however_it_is_typed_and_a_wrong_one_is_no_page(
            self, open_hall: Callable[..., Hall], signed_in: Desk, code: str) -> None:
        open_hall()

        answer = signed_in(Role.COORDINATOR).get(f"/staff/reunions/{code}")

        assert answer.status_code == (200 if code.startswith("K7") else 404)

    def test_tabs_lead_only_where_there_is_a_page(
            self, open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
        open_hall()
        desk = signed_in(Role.COORDINATOR)

        page = visit(SHOW).text

        for address in set(re.findall(r'href="(/staff/reunions/[^"]*)"', page)):
            assert desk.get(address).status_code == 200, address
        assert "/staff/campagnes/petite-enfance/reunions" in page


class TestLinks:
    @pytest.fixture
    def shared(self, app: Flask, open_hall: Callable[..., Hall], stored: Store, signed_in: Desk) -> Hall:
        """A meeting with a relay, on a site that has its public name."""
        app.config["PUBLIC_URL"] = "https://avis.mamoudzou.yt"
        hall = open_hall()
        stored(Relay(campaign_id=hall.campaign_id, code="pmi4kw", name="PMI de Kawéni"))
        signed_in(Role.COORDINATOR)
        return hall

    def test_there_is_an_address_for_everybody_and_one_for_each_relay(
            self, shared: Hall, visit: Visit) -> None:
        page = visit(SHOW).text

        assert 'href="https://avis.mamoudzou.yt/fr/reunions/k7m3pt"' in page
        assert "avis.mamoudzou.yt/fr/reunions/k7m3pt?relais=pmi4kw" in page
        assert "ne marche que sur cet ordinateur" not in page

    @pytest.mark.parametrize(("name", "beginning"), [
        ("qr.svg", b"<?xml"), ("qr.png", b"\x89PNG"), ("qr.svg?relais=pmi4kw", b"<?xml")])
    def test_each_has_a_qr_code(
            self, shared: Hall, client: FlaskClient, name: str, beginning: bytes) -> None:
        answer = client.get(f"{SHOW}/{name}")

        assert answer.status_code == 200
        assert answer.data.startswith(beginning)

    def test_a_relay_has_a_code_of_its_own(self, shared: Hall, client: FlaskClient) -> None:
        assert client.get(f"{SHOW}/qr.svg").data != client.get(f"{SHOW}/qr.svg?relais=pmi4kw").data

    def test_the_relay_of_another_campaign_has_none_here(
            self, shared: Hall, stored: Store, client: FlaskClient) -> None:
        other = uuid4()
        stored(a_campaign(id=other, slug="autre"))
        stored(Relay(campaign_id=other, code="autre4", name="Ailleurs"))

        assert client.get(f"{SHOW}/qr.svg?relais=autre4").status_code == 404

    def test_an_address_that_opens_here_only_says_so(
            self, open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
        open_hall(stage=MeetingStage.DRAFT)
        signed_in(Role.COORDINATOR)

        page = visit(SHOW).text

        assert "ne marche que sur cet ordinateur" in page
        assert 'href="http://localhost/fr/reunions' not in page  # a draft has no public page to open


class TestSteps:
    def test_a_meeting_is_opened_after_a_confirmation(
            self, app: Flask, open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
        hall = open_hall(stage=MeetingStage.DRAFT)
        client = signed_in(Role.COORDINATOR)

        asked = visit(f"{STEP}/ouvrir").text
        stage_before = hall.meeting().stage
        answer = client.post(f"{STEP}/ouvrir")

        assert "La page devient publique." in asked
        assert stage_before is MeetingStage.DRAFT
        assert (answer.status_code, answer.location) == (303, SHOW)
        assert hall.meeting().stage is MeetingStage.OPEN
        assert actions_of(app) == [("ouvre une réunion", "k7m3pt", {})]

    def test_a_cancellation_says_how_many_are_to_be_told_and_why_it_is(
            self, app: Flask, open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
        hall = open_hall(seats=1)
        hall.codes(2)
        client = signed_in(Role.COORDINATOR)

        asked = visit(f"{STEP}/annuler").text
        client.post(f"{STEP}/annuler", data={"why_cancelled": "Cyclone", "why_cancelled_swb": "Darouba"})

        assert "2 familles sont à prévenir." in asked
        meeting = hall.meeting()
        assert (meeting.stage, str(meeting.why_cancelled)) == (MeetingStage.CANCELLED, "Cyclone")
        assert str(meeting.why_cancelled.read_in("swb")) == "Darouba"
        assert actions_of(app) == [("annule une réunion", "k7m3pt", {"told": 2})]
        shown = visit(SHOW).text
        assert "Cyclone" in shown
        assert "2 familles sont à prévenir." in shown

    def test_a_cancellation_without_a_reason_is_asked_again(
            self, open_hall: Callable[..., Hall], signed_in: Desk, checked: Callable[..., None]) -> None:
        hall = open_hall()

        checked(signed_in(Role.COORDINATOR).post(f"{STEP}/annuler", data={"why_cancelled": " "}))

        assert hall.meeting().stage is MeetingStage.OPEN

    def test_a_meeting_that_began_is_held(
            self, open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
        hall = open_hall()
        client = signed_in(Role.COORDINATOR)
        early = visit(f"{STEP}/tenue").text
        begin(hall)

        asked = visit(f"{STEP}/tenue").text
        client.post(f"{STEP}/tenue")

        assert "n’a pas encore commencé" in early
        assert "n’a pas encore commencé" not in asked
        assert hall.meeting().stage is MeetingStage.HELD
        assert "Tenue" in visit(SHOW).text

    def test_opening_too_late_or_under_a_draft_is_warned_of(
            self, stored: Store, signed_in: Desk, visit: Visit) -> None:
        campaign_id, past = uuid4(), datetime(2020, 1, 1, 9, tzinfo=UTC)
        stored(a_territory(), a_campaign(id=campaign_id, stage=Stage.DRAFT))
        stored(a_meeting(campaign_id, stage=MeetingStage.DRAFT, starts_at=past,
                         ends_at=past + timedelta(hours=1)))
        signed_in(Role.COORDINATOR)

        asked = visit(f"{STEP}/ouvrir").text

        assert "La réunion a déjà commencé" in asked
        assert "La campagne est un brouillon" in asked

    @pytest.mark.parametrize(("stage", "name"), [
        (MeetingStage.OPEN, "ouvrir"), (MeetingStage.DRAFT, "tenue"), (MeetingStage.HELD, "annuler"),
        (MeetingStage.CANCELLED, "ouvrir")])
    def test_a_step_that_is_not_possible_is_a_sentence(
            self, open_hall: Callable[..., Hall], signed_in: Desk, stage: MeetingStage, name: str) -> None:
        hall = open_hall(stage=stage)
        client = signed_in(Role.COORDINATOR)

        answers = [client.get(f"{STEP}/{name}"), client.post(f"{STEP}/{name}", data={"why_cancelled": "Oui"})]

        for answer in answers:
            assert answer.status_code == 409
            assert "Cette étape n’est pas possible maintenant." in answer.text
        assert hall.meeting().stage is stage

    def test_a_step_nobody_named_is_not_found(self, open_hall: Callable[..., Hall], signed_in: Desk) -> None:
        open_hall()

        assert signed_in(Role.COORDINATOR).post(f"{STEP}/effacer").status_code == 404

    @pytest.mark.parametrize("role", [Role.READER, Role.INTERVIEWER])
    def test_only_the_coordinator_takes_steps(
            self, open_hall: Callable[..., Hall], signed_in: Desk, role: Role) -> None:
        hall = open_hall()

        answer = signed_in(role).post(f"{STEP}/annuler", data={"why_cancelled": "Oui"})

        assert answer.status_code == 403
        assert hall.meeting().stage is MeetingStage.OPEN

    def test_the_reason_carries_its_languages(self, open_hall: Callable[..., Hall], signed_in: Desk) -> None:
        hall = open_hall(why_cancelled=localized(""))

        signed_in(Role.COORDINATOR).post(f"{STEP}/annuler", data={
            "why_cancelled": "Cyclone", "why_cancelled_swb": "Darouba", "why_cancelled_swb_reviewed": "y"})

        assert hall.meeting().why_cancelled == localized("Cyclone", swb="Darouba")
