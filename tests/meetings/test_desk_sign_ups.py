"""The list of families, and what the coordinator does for one that phones or stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from consult import clock
from consult.campaigns.models import Relay
from consult.db import db, writing
from consult.meetings import service
from consult.meetings.models import SignUp
from consult.meetings.states import HOLDING, MeetingStage, SignUpState
from consult.staff.models import Role
from tests.factories import a_meeting
from tests.meetings.conftest import NOW, Hall
from tests.meetings.test_desk_overview import begin, text_of
from tests.meetings.test_desk_planning import actions_of

LIST = "/staff/reunions/k7m3pt/inscriptions"
ADD = f"{LIST}/nouvelle"
FAMILY = {"name": "Zaïnaba", "phone": "0639 11 22 33", "language": "swb", "adults": "2", "under_3": "1",
          "from_3_to_5": "0", "from_6": "0"}
CONFIRMED, WAITING, OFFERED = SignUpState.CONFIRMED, SignUpState.WAITING, SignUpState.OFFERED
Desk = Callable[[Role], FlaskClient]
Visit = Callable[..., Any]


def key_of(hall: Hall, code: str) -> UUID:
    with hall.app.app_context():
        return db.session.scalars(select(SignUp.id).where(SignUp.code == code)).one()


def family_of(hall: Hall, **columns: Any) -> SignUp:
    with hall.app.app_context():
        return db.session.scalars(select(SignUp).filter_by(**columns)).one()


def press(client: FlaskClient, hall: Hall, code: str, what: str, **data: str) -> Any:
    """Send one of the forms of a family."""
    return client.post(f"{LIST}/{key_of(hall, code)}/{what}", data=data)


@pytest.fixture
def desk(signed_in: Desk) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


class TestList:
    def test_families_are_told_apart_by_state_with_rank_and_deadline(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        hall = open_hall(seats=2)
        leaving, stays = hall.codes(2)
        first = hall.sign_up(name="Échat", adults=1).code
        hall.sign_up(name="Ali")
        hall.do(service.cancel, leaving)

        shown = text_of(visit(LIST))

        assert hall.states() == {leaving: SignUpState.CANCELLED, stays: CONFIRMED, first: OFFERED,
                                 **{code: WAITING for code in hall.states() if code not in
                                    (leaving, stays, first)}}
        for said in ("Inscrites 1 famille", "Places proposées", "21/05/2099 à 12:00 Échat", "En attente",
                     "1 Ali", "Annulées 1 famille"):
            assert said in shown

    def test_a_family_is_reached_by_phone_by_mail_or_by_its_relay(
            self, open_hall: Callable[..., Hall], stored: Callable[..., None], desk: FlaskClient,
            visit: Visit) -> None:
        hall, relay_id = open_hall(), uuid4()
        stored(Relay(id=relay_id, campaign_id=hall.campaign_id, code="pmi4kw", name="PMI de Kawéni"))
        hall.sign_up(name="Amina", phone="0639000001")
        hall.sign_up(name="Échat", relay_id=relay_id)
        hall.sign_up(name="Ali", email="ali@exemple.yt")
        hall.sign_up(name="Zaki")

        shown = text_of(visit(LIST))

        for said in ("Amina 06 39 00 00 01", "Échat sans téléphone par PMI de Kawéni", "Ali ali@exemple.yt",
                     "Zaki sans téléphone aucun relais"):
            assert said in shown

    def test_the_same_number_twice_is_pointed_out_and_nothing_is_merged(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        hall = open_hall()
        hall.sign_up(name="Amina", phone="0639000001")
        hall.sign_up(name="Échat", phone="0639000001")
        hall.sign_up(name="Ali", phone="0639000002")

        shown = text_of(visit(LIST))

        assert shown.count("même numéro") == 2
        assert "3 familles" in shown

    def test_needs_and_ages_are_in_the_line(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        hall = open_hall(minded_seats=5)
        hall.sign_up(adults=2, under_3=1, from_6=2, wants_childminding=True, wants_step_free=True)

        shown = text_of(visit(LIST))

        assert "2 3 1 de moins de 3 ans 2 de 6 ans ou plus garde, sans marche Français" in shown

    @pytest.mark.parametrize("column", ["nom", "relais", "adultes", "enfants", "langue"])
    def test_the_list_is_sorted_by_its_address(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit, column: str) -> None:
        open_hall().codes(2)

        page = visit(f"{LIST}?tri=inscrites.-{column}").text

        assert 'aria-sort="descending"' in page
        assert "#confirmed" in page

    def test_a_forgotten_family_keeps_its_numbers_and_nothing_can_be_done_to_it(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        hall = open_hall()
        [code] = hall.codes(1, adults=3)
        key = key_of(hall, code)
        with hall.app.app_context(), writing():
            db.session.execute(update(SignUp).values(name="", phone="", code=None))
            db.session.commit()

        shown = visit(LIST)

        assert "effacé effacé 3" in text_of(shown)
        assert f"{key}/annuler" not in shown.text
        assert desk.post(f"{LIST}/{key}/annuler").status_code == 404

    def test_an_offer_whose_time_has_passed_says_so(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        hall = open_hall(seats=1)
        [leaving] = hall.codes(1)
        hall.codes(1)
        hall.do(service.cancel, leaving)
        with hall.app.app_context(), writing():
            db.session.execute(update(SignUp).where(SignUp.state == OFFERED)
                               .values(offer_until=clock.now() - timedelta(hours=1)))
            db.session.commit()

        assert "passé" in text_of(visit(LIST))

    def test_a_meeting_that_began_takes_no_family_here(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        begin(open_hall())

        assert "Aucune famille pour l’instant." in visit(LIST).text
        assert "Inscrire une famille" not in visit(LIST).text
        assert desk.get(ADD).status_code == 410

    @pytest.mark.parametrize("role", [Role.READER, Role.INTERVIEWER])
    def test_nobody_else_reads_the_list_or_touches_it(
            self, open_hall: Callable[..., Hall], signed_in: Desk, role: Role) -> None:
        hall = open_hall()
        [code] = hall.codes(1)
        client = signed_in(role)

        answers = [client.get(LIST), client.get(ADD), client.post(ADD, data=FAMILY),
                   press(client, hall, code, "annuler"), press(client, hall, code, "oui"),
                   press(client, hall, code, "modifier", **FAMILY)]

        assert {answer.status_code for answer in answers} == {403}
        assert not any("Amina" in answer.text for answer in answers)
        assert hall.states() == {code: CONFIRMED}


class TestAdding:
    def test_a_family_that_phones_is_signed_up_like_any_other(
            self, app: Flask, open_hall: Callable[..., Hall], stored: Callable[..., None], desk: FlaskClient,
            visit: Visit) -> None:
        hall, relay_id = open_hall(minded_seats=3), uuid4()
        stored(Relay(id=relay_id, campaign_id=hall.campaign_id, code="pmi4kw", name="PMI de Kawéni"))
        asked = visit(ADD).text

        answer = desk.post(ADD, data={**FAMILY, "wants_childminding": "y", "relay_id": str(relay_id)})

        assert "PMI de Kawéni" in asked
        assert (answer.status_code, answer.location) == (303, LIST)
        family = family_of(hall, name="Zaïnaba")
        assert (family.phone, family.language, family.relay_id) == ("0639112233", "swb", relay_id)
        assert (family.state, family.seats, family.minded) == (CONFIRMED, 2, 1)
        assert hall.taken() == (2, 1)
        assert hall.told() == [("confirmed", "ready")]
        assert "Cette famille a ses places." in visit(LIST).text

    def test_the_log_tells_the_meeting_and_nobody(
            self, app: Flask, open_hall: Callable[..., Hall], desk: FlaskClient) -> None:
        hall = open_hall()
        desk.post(ADD, data=FAMILY)
        [code] = hall.states()
        press(desk, hall, code, "modifier", **{**FAMILY, "adults": "1"})
        press(desk, hall, code, "annuler")
        press(desk, hall, code, "oui")

        assert actions_of(app) == [
            ("inscrit une famille", "k7m3pt", {}), ("change une inscription", "k7m3pt", {}),
            ("annule une inscription", "k7m3pt", {}), ("dit oui pour une famille", "k7m3pt", {})]

    def test_no_name_stays_in_the_browser(self, open_hall: Callable[..., Hall], desk: FlaskClient) -> None:
        open_hall()

        answer = desk.post(ADD, data=FAMILY)

        assert answer.headers["Cache-Control"] == "no-store"
        assert "Zaïnaba" not in str(desk.get_cookie("session"))

    def test_a_family_that_finds_no_seat_waits(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        hall = open_hall(seats=3)
        hall.codes(1)

        desk.post(ADD, data=FAMILY)

        assert family_of(hall, name="Zaïnaba").state is WAITING
        assert "sur la liste d’attente" in visit(LIST).text

    def test_a_second_tap_is_one_sign_up_and_one_line_in_the_log(
            self, app: Flask, open_hall: Callable[..., Hall], desk: FlaskClient) -> None:
        hall, sent = open_hall(), {**FAMILY, "key": str(uuid4())}

        answers = [desk.post(ADD, data=sent) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert len(hall.states()) == len(actions_of(app)) == 1

    def test_a_form_sent_again_after_the_family_cancelled_changes_nothing(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        hall, sent = open_hall(), {**FAMILY, "key": str(uuid4())}
        desk.post(ADD, data=sent)
        [code] = hall.states()
        hall.do(service.cancel, code)

        answer = desk.post(ADD, data=sent)

        assert answer.status_code == 303
        assert hall.states() == {code: SignUpState.CANCELLED}
        assert "L’inscription de cette famille est annulée." in visit(LIST).text

    def test_a_form_found_again_with_another_family_is_asked_about(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, checked: Callable[..., None]) -> None:
        hall, key = open_hall(), str(uuid4())
        desk.post(ADD, data={**FAMILY, "key": key})

        asked = desk.post(ADD, data={**FAMILY, "name": "Échat", "key": key})
        fresh = re.search(r'name="key" type="hidden" value="([^"]+)"', asked.text)
        assert fresh is not None
        answer = desk.post(ADD, data={**FAMILY, "name": "Échat", "key": fresh[1]})

        checked(asked)
        assert "Ce formulaire a déjà servi." in asked.text
        assert 'value="Échat"' in asked.text
        assert fresh[1] != key
        assert answer.status_code == 303
        assert len(hall.states()) == 2

    @pytest.mark.parametrize(("change", "said"), [
        ({"name": "  "}, "Ce champ est nécessaire."),
        ({"name": "a" * 61}, "trop long"),
        ({"phone": "12"}, "Ce numéro n’est pas complet."),
        ({"email": "zainaba"}, "Cette adresse n’est pas complète."),
        ({"language": "de"}, "Langue des messages"),
        ({"adults": "0"}, "Écrivez un nombre entre 1 et 30"),
        ({"under_3": "-1"}, "Écrivez un nombre entre 0 et 30"),
        ({"from_6": "9" * 30}, "Écrivez un nombre entre 0 et 30"),
        ({"from_6": ""}, "Ce champ est nécessaire."),
        ({"relay_id": str(uuid4())}, "Relais qui peut la prévenir"),
        ({"adults": "11"}, "La salle n’a que 10 places."),
        ({"under_3": "0", "wants_childminding": "y"}, "combien d’enfants sont à garder"),
        ({"under_3": "4", "wants_childminding": "y"}, "On peut garder 3 enfants au plus.")])
    def test_a_wrong_form_says_why_and_keeps_what_was_typed(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, checked: Callable[..., None],
            change: dict[str, str], said: str) -> None:
        hall = open_hall(minded_seats=3)

        page = desk.post(ADD, data={**FAMILY, **change})

        checked(page)
        assert said in page.text
        assert 'value="Zaïnaba"' in page.text or "name" in change
        assert hall.states() == {}

    def test_where_no_child_is_minded_it_is_not_offered(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        hall = open_hall()

        page = visit(ADD).text
        desk.post(ADD, data={**FAMILY, "wants_childminding": "y"})

        assert "Faire garder" not in page
        assert not family_of(hall, name="Zaïnaba").wants_childminding

    @pytest.mark.parametrize("stage", [MeetingStage.DRAFT, MeetingStage.CANCELLED, MeetingStage.HELD])
    def test_a_meeting_that_is_not_open_takes_nobody(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, stage: MeetingStage) -> None:
        hall = open_hall(stage=stage)

        answer = desk.post(ADD, data=FAMILY)

        assert answer.status_code == 410
        assert hall.states() == {}


class TestFamily:
    def test_numbers_are_changed_and_what_is_freed_goes_to_who_waits(
            self, open_hall: Callable[..., Hall], desk: FlaskClient) -> None:
        hall = open_hall(seats=3)
        group = hall.sign_up(adults=3, phone="0639000001").code
        waiting = hall.sign_up(adults=2).code
        shown = desk.get(f"{LIST}/{key_of(hall, group)}/modifier").text

        answer = press(desk, hall, group, "modifier", **{**FAMILY, "adults": "1", "under_3": "0"})

        assert 'value="06\u00a039\u00a000\u00a000\u00a001"' in shown
        assert answer.status_code == 303
        assert family_of(hall, code=group).name == "Zaïnaba"
        assert hall.states()[waiting] is OFFERED

    def test_a_change_that_does_not_fit_changes_nothing_and_is_told_at_its_field(
            self, app: Flask, open_hall: Callable[..., Hall], desk: FlaskClient,
            checked: Callable[..., None]) -> None:
        hall = open_hall(seats=4)
        code, _other = hall.codes(2)

        page = press(desk, hall, code, "modifier", **{**FAMILY, "adults": "3"})

        checked(page)
        assert "Il ne reste pas assez de places pour ce changement. Rien n’a changé." in page.text
        assert 'value="Zaïnaba"' in page.text
        assert family_of(hall, code=code).name == "Amina"
        assert actions_of(app) == []

    def test_a_cancellation_is_confirmed_first(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        hall = open_hall()
        [code] = hall.codes(1)

        asked = visit(f"{LIST}/{key_of(hall, code)}/annuler").text
        before = hall.states()[code]
        press(desk, hall, code, "annuler")

        assert "Amina" in asked
        assert before is CONFIRMED
        assert hall.states()[code] is SignUpState.CANCELLED

    def test_a_yes_told_to_a_relay_keeps_the_seats(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        hall = open_hall(seats=1)
        [leaving] = hall.codes(1)
        waiting = hall.sign_up().code
        press(desk, hall, leaving, "annuler")

        press(desk, hall, waiting, "oui")

        assert hall.states()[waiting] is CONFIRMED
        assert "Cette famille a ses places." in visit(LIST).text

    def test_a_family_that_comes_after_all_waits_where_there_is_no_seat(
            self, open_hall: Callable[..., Hall], desk: FlaskClient, visit: Visit) -> None:
        hall = open_hall(seats=1)
        [code] = hall.codes(1)
        hall.do(service.cancel, code)
        hall.codes(1)

        press(desk, hall, code, "oui")

        assert hall.states()[code] is WAITING
        assert "sur la liste d’attente" in visit(LIST).text

    @pytest.mark.parametrize("what", ["oui", "modifier"])
    def test_it_is_too_late_once_the_meeting_has_begun(
            self, app: Flask, open_hall: Callable[..., Hall], desk: FlaskClient, what: str) -> None:
        hall = open_hall()
        [code] = hall.codes(1)
        begin(hall)

        answer = press(desk, hall, code, what, **FAMILY)

        assert answer.status_code == 410
        assert family_of(hall, code=code).name == "Amina"
        assert actions_of(app) == []

    @pytest.mark.parametrize("what", ["oui", "modifier", "annuler"])
    def test_a_family_of_another_meeting_is_not_found_here(
            self, open_hall: Callable[..., Hall], stored: Callable[..., None], desk: FlaskClient,
            what: str) -> None:
        hall = open_hall()
        [code] = hall.codes(1)
        stored(a_meeting(hall.campaign_id, code="autre7"))

        elsewhere = f"/staff/reunions/autre7/inscriptions/{key_of(hall, code)}/{what}"

        assert desk.post(elsewhere, data=FAMILY).status_code == 404
        assert desk.post(f"{LIST}/{uuid4()}/{what}", data=FAMILY).status_code == 404
        assert hall.states() == {code: CONFIRMED}


def test_the_desk_and_families_at_once_never_take_more_seats_than_there_are(
        app: Flask, open_hall: Callable[..., Hall], desk: FlaskClient) -> None:
    hall = open_hall(seats=7)
    cookie = desk.get_cookie("staff")
    assert cookie is not None

    def come(number: int) -> int:
        if number % 3:
            hall.sign_up(at=NOW, name=f"Famille {number}")
            return 303
        browser = app.test_client()
        browser.set_cookie("staff", cookie.value)
        return browser.post(ADD, data={**FAMILY, "under_3": "0", "adults": "1"}).status_code

    with ThreadPoolExecutor(8) as families:
        statuses = list(families.map(come, range(24)))

    assert set(statuses) == {303}
    assert len(hall.states()) == 24
    assert hall.taken() == (7, 0)
    with app.app_context():
        held = select(func.sum(SignUp.seats)).where(SignUp.state.in_(HOLDING))
        assert db.session.scalar(held) == 7
    assert len(actions_of(app)) == 8
