"""The list of messages that the coordinator sends by hand, or has to look at again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consult.campaigns.models import Campaign, Relay
from consult.db import db, writing
from consult.meetings import service
from consult.meetings.models import Meeting, Message
from consult.meetings.states import MeetingStage, MessageState
from consult.staff.models import Role, StaffAction
from consult.text import localized
from tests.meetings.conftest import Hall
from tests.meetings.post import REFUSED, UNKNOWN, Clock, an_office, sender, stored_messages

PAGE = "/staff/messages"
PHONE = "0639000000"
Visit = Callable[..., Any]


@pytest.fixture
def coordinator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


def change(app: Flask, table: Any, **columns: Any) -> None:
    with app.app_context(), writing():
        db.session.execute(update(table).values(**columns))
        db.session.commit()


def deliver(hall: Hall, *attempts: Any) -> None:
    with hall.app.app_context():
        service.keep_up(an_office(sender(*attempts)), now=Clock())


def the_message(app: Flask) -> Message:
    [message] = stored_messages(app)
    return message


def decide(app: Flask, client: FlaskClient, decision: str) -> Any:
    return client.post(f"{PAGE}/{the_message(app).id}/{decision}")


def test_an_empty_list_says_so(coordinator: FlaskClient, visit: Visit) -> None:
    assert "Rien à envoyer pour l’instant." in visit(PAGE).text


def test_without_a_gateway_a_message_waits_with_everything_needed_to_send_it(
        open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit) -> None:
    code = open_hall().sign_up(phone=PHONE).code

    page = visit(PAGE).text

    assert "Aucun message ne part tout seul." in page
    assert "ne marche que sur cet ordinateur" in page
    assert "À envoyer vous-même (1)" in page
    assert "06\u00a039\u00a000\u00a000\u00a000" in page
    assert f"http://localhost/fr/place/{code}" in page
    assert "2 SMS" in page
    assert 'href="tel:+262639000000"' in page
    assert 'href="sms:+262639000000?body=' in page
    assert 'href="https://wa.me/262639000000?text=' in page
    assert "Ville de Mamoudzou : bonjour Amina" in unquote(page).replace("\u00a0", " ")


def test_a_family_with_nothing_is_told_by_its_relay(
        open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit,
        stored: Callable[..., None]) -> None:
    hall = open_hall()
    relay = Relay(campaign_id=hall.campaign_id, code="abc347", name="PMI de Kawéni")
    stored(relay)
    with hall.app.app_context():
        relay_id = db.session.scalars(select(Relay.id)).one()
    hall.sign_up(relay_id=relay_id)

    page = visit(PAGE).text

    assert "Cette famille n’a laissé ni numéro ni adresse." in page
    assert "PMI de Kawéni" in page
    assert "tel:" not in page


def test_a_mail_address_opens_a_message_that_is_written(
        open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit) -> None:
    open_hall().sign_up(email="amina@exemple.yt")

    page = visit(PAGE).text

    assert 'href="mailto:amina@exemple.yt?subject=Votre%20place' in page


def test_what_goes_by_itself_is_counted_only(
        app: Flask, open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit) -> None:
    hall = open_hall()
    hall.sign_up(phone=PHONE, name="Fatouma")
    hall.sign_up(name="Zaïnaba")
    app.extensions["post_office"] = an_office(sender())

    page = visit(PAGE).text

    assert "Les SMS partent tout seuls." in page
    assert "1 message est en route." in page
    assert "Fatouma" not in page
    assert "Zaïnaba" in page


def test_the_messages_of_a_demonstration_are_never_on_their_way(
        app: Flask, open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit) -> None:
    open_hall().sign_up(phone=PHONE)
    change(app, Campaign, is_demonstration=True)
    app.extensions["post_office"] = an_office(sender())

    assert "À envoyer vous-même (1)" in visit(PAGE).text


def test_what_is_done_by_hand_is_written_down(
        app: Flask, open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit) -> None:
    open_hall().sign_up(phone=PHONE)

    answer = decide(app, coordinator, "fait")

    message = the_message(app)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert (message.state, message.recipient) == (MessageState.SENT, PHONE)
    assert "bonjour Amina" in message.body
    assert "Rien à envoyer" in visit(PAGE).text


def test_the_log_names_nobody(app: Flask, open_hall: Callable[..., Hall], coordinator: FlaskClient) -> None:
    open_hall().sign_up(phone=PHONE)
    decide(app, coordinator, "fait")

    with app.app_context():
        [line] = db.session.scalars(select(StaffAction)).all()
    assert (line.subject, line.detail) == ("k7m3pt", {"kind": "confirmed"})


class TestUncertain:
    """« À vérifier »: only a person sends it again."""

    @pytest.fixture(autouse=True)
    def uncertain(self, open_hall: Callable[..., Hall], coordinator: FlaskClient) -> Hall:
        hall = open_hall()
        hall.sign_up(phone=PHONE)
        deliver(hall, UNKNOWN)
        return hall

    def test_it_is_shown_as_it_may_have_gone_out(self, app: Flask, visit: Visit) -> None:
        page = visit(PAGE).text

        assert "À vérifier (1)" in page
        assert "https://consultation.ville.yt/fr/place/" in page
        assert "Pourquoi." in page

    def test_it_is_sent_again_by_hand_under_the_same_number(
            self, app: Flask, uncertain: Hall, coordinator: FlaskClient) -> None:
        answer = decide(app, coordinator, "encore")
        sms = sender()
        with app.app_context():
            service.keep_up(an_office(sms), now=Clock())

        assert answer.status_code == 303
        assert [letter.id for letter in sms.letters] == [the_message(app).id]

    def test_it_went_out(self, app: Flask, coordinator: FlaskClient) -> None:
        decide(app, coordinator, "fait")

        assert the_message(app).state is MessageState.SENT
        assert the_message(app).recipient == PHONE

    def test_a_second_decision_is_too_late(self, app: Flask, coordinator: FlaskClient) -> None:
        first, second = decide(app, coordinator, "laisser"), decide(app, coordinator, "encore")

        assert (first.status_code, second.status_code) == (303, 409)
        assert "Ce message a changé entre-temps." in second.text
        assert the_message(app).state is MessageState.DROPPED


def test_a_failure_says_why_and_can_be_tried_again(
        app: Flask, open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit) -> None:
    hall = open_hall()
    hall.sign_up(phone=PHONE)
    deliver(hall, REFUSED)

    page = visit(PAGE).text
    answer = decide(app, coordinator, "encore")

    assert "Échecs (1)" in page
    assert "Essayer encore" in page
    assert "Pourquoi." in page
    assert answer.status_code == 303
    assert (the_message(app).state, the_message(app).attempts) == (MessageState.READY, 0)


def test_what_failed_is_told_by_hand_as_it_is_now(
        app: Flask, open_hall: Callable[..., Hall], coordinator: FlaskClient) -> None:
    hall = open_hall()
    hall.sign_up(phone=PHONE)
    deliver(hall, REFUSED)
    change(app, Meeting, venue="MJC de Vahibé")

    decide(app, coordinator, "fait")

    assert "MJC de Vahibé" in the_message(app).body
    assert (the_message(app).recipient, the_message(app).problem) == (PHONE, "")


def test_what_waits_normally_cannot_be_sent_twice_as_fast(
        app: Flask, open_hall: Callable[..., Hall], coordinator: FlaskClient) -> None:
    open_hall().sign_up(phone=PHONE)

    assert decide(app, coordinator, "encore").status_code == 409


def test_what_is_no_longer_true_is_not_asked_for(
        app: Flask, open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit) -> None:
    open_hall().sign_up(phone=PHONE)
    change(app, Meeting, stage=MeetingStage.CANCELLED)

    assert "Rien à envoyer" in visit(PAGE).text


def test_a_change_to_read_first_is_led_to(
        app: Flask, open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit) -> None:
    hall = open_hall()
    hall.codes(2)
    with app.app_context(), writing():
        service.cancel_meeting(service.find_meeting("k7m3pt"), why=localized(""), at=Clock()())
        db.session.commit()

    page = visit(PAGE).text

    assert 'href="/staff/reunions/k7m3pt/messages"' in page
    assert "2 messages" in page


def test_a_long_list_is_cut_and_says_so(
        app: Flask, open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit,
        monkeypatch: pytest.MonkeyPatch) -> None:
    from consult.meetings.views import outbox
    monkeypatch.setattr(outbox, "MOST_SHOWN", 2)
    open_hall().codes(5)

    page = visit(PAGE).text

    assert page.count("<article") == 2
    assert "3 autres messages attendent derrière ceux-ci." in page


def test_a_message_that_does_not_exist_is_not_found(coordinator: FlaskClient) -> None:
    assert coordinator.post(f"{PAGE}/00000000-0000-4000-8000-000000000000/fait").status_code == 404


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.READER])
def test_nobody_else_reads_it(
        open_hall: Callable[..., Hall], signed_in: Callable[..., FlaskClient], role: Role) -> None:
    open_hall().sign_up(phone=PHONE)

    page = signed_in(role).get(PAGE)

    assert page.status_code == 403
    assert "Amina" not in page.text


def test_a_hostile_name_stays_a_name(
        open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit) -> None:
    open_hall().sign_up(name='<1> "Ali" & {titre}', phone=PHONE)

    page = visit(PAGE).text

    assert "bonjour &lt;1&gt; &#34;Ali&#34; &amp; {titre}." in page
    assert "body=Ville%20de%20Mamoudzou%20%3A%20bonjour%20%3C1%3E%20%22Ali%22%20%26%20%7Btitre%7D." in page
