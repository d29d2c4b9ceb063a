"""The page that says whether all is well, and the word about it on the coordinator's first page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult import clock
from consult.meetings.models import Message, SignUp
from consult.meetings.states import Channel, MessageKind, MessageState, SignUpState
from consult.operations.rounds import Rounds, note_rounds
from consult.operations.vitals import read_vitals
from consult.staff.models import Role, StaffAction
from tests.conftest import POSTGRESQL
from tests.factories import a_campaign, a_meeting, a_territory

Store = Callable[..., None]
Visit = Callable[..., TestResponse]
PAGE = "/staff/etat"


def a_trace(verb: str, **detail: object) -> StaffAction:
    return StaffAction(at=clock.now() - timedelta(hours=1), account_name="ligne de commande", verb=verb,
                       detail=detail)


@pytest.fixture
def running(app: Flask) -> Flask:
    """An application whose upkeep runs."""
    note_rounds(app, Rounds(clock.now(), lambda: True))
    return app


@pytest.fixture
def looked_after(running: Flask, stored: Store) -> None:
    """A real consultation, saved and controlled a moment ago."""
    stored(a_territory(), a_campaign(), a_trace("sauvegarde"), a_trace("contrôle", à_revoir="rien"))


def test_a_site_that_is_looked_after_is_well(
        looked_after: None, coordinator: FlaskClient, visit: Visit) -> None:
    page = visit(PAGE).text

    assert "Oui, tout va bien." in page
    assert "Ne va pas" not in page
    assert "point du site" not in visit("/staff/").text


def test_a_site_nobody_saves_is_not_and_the_first_page_says_so(
        running: Flask, stored: Store, coordinator: FlaskClient, visit: Visit) -> None:
    stored(a_territory(), a_campaign())

    page = visit(PAGE).text

    assert "Non. 1 point ne va pas." in page
    assert "Aucune sauvegarde n’est connue." in page
    assert "1 point du site ne va pas" in visit("/staff/").text


def test_others_have_neither_the_page_nor_the_word(app: Flask, stored: Store,
                                                   signed_in: Callable[[Role], FlaskClient]) -> None:
    stored(a_territory(), a_campaign())
    reader = signed_in(Role.READER)

    assert reader.get(PAGE).status_code == 403
    assert "point du site" not in reader.get("/staff/").text


def a_message(sign_up: SignUp, state: MessageState) -> Message:
    return Message(id=uuid4(), once=uuid4().hex, meeting_id=sign_up.meeting_id, sign_up_id=sign_up.id,
                   kind=MessageKind.CONFIRMED, channel=Channel.SMS, state=state, due_at=clock.now())


def a_sign_up(meeting_id: object, **changes: object) -> SignUp:
    return SignUp(**{"id": uuid4(), "meeting_id": meeting_id, "code": uuid4().hex[:10], "name": "Amina",
                     "phone": "639000000", "state": SignUpState.CONFIRMED, "language": "fr", "adults": 1,
                     "seats": 1, **changes})


def test_messages_are_counted_for_real_consultations_and_meetings_to_come(
        looked_after: None, app: Flask, stored: Store) -> None:
    real, demonstration = uuid4(), uuid4()
    stored(a_campaign(id=real, slug="vraie"),
           a_campaign(id=demonstration, slug="essai", is_demonstration=True))
    past = {"starts_at": datetime(2020, 1, 1, 9, tzinfo=UTC), "ends_at": datetime(2020, 1, 1, 10, tzinfo=UTC)}
    halls = [a_meeting(real, id=uuid4(), code="a"), a_meeting(real, id=uuid4(), code="b", **past),
             a_meeting(demonstration, id=uuid4(), code="c")]
    families = [a_sign_up(hall.id) for hall in halls]
    states = (MessageState.READY, MessageState.FAILED, MessageState.UNKNOWN, MessageState.SENT)
    lines = [a_message(family, state) for family in families for state in states]
    stored(*halls)
    stored(*families)
    stored(*lines)

    with app.app_context():
        post = read_vitals(app, at=clock.now() + timedelta(minutes=1)).post

    assert (post.waiting, post.failed, post.leaves_by_itself) == (1, 2, False)
    assert post.oldest is not None


def test_names_that_should_have_gone_are_told(
        looked_after: None, stored: Store, coordinator: FlaskClient, visit: Visit) -> None:
    late, meeting = uuid4(), uuid4()
    stored(a_campaign(id=late, slug="tard", contacts_forgotten_on=date(2021, 1, 1)))
    stored(a_meeting(late, id=meeting))
    stored(a_sign_up(meeting))

    page = visit(PAGE).text

    assert "des noms sont encore là" in page
    assert "Non. 1 point ne va pas." in page


@pytest.mark.skipif(bool(POSTGRESQL), reason="the disk of PostgreSQL cannot be seen")
def test_the_disk_and_the_file_are_measured(looked_after: None, app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        storage = read_vitals(app, at=clock.now()).storage

    assert storage.engine == "SQLite"
    assert storage.is_writable
    assert storage.octets >= (tmp_path / "consult.sqlite3").stat().st_size > 0
    assert storage.room is not None
    assert 0 < storage.room.free <= storage.room.total


@pytest.mark.skipif(not POSTGRESQL, reason="TEST_DATABASE_URL names no PostgreSQL")
def test_what_cannot_be_seen_of_postgresql_is_said(
        looked_after: None, coordinator: FlaskClient, visit: Visit) -> None:
    page = visit(PAGE).text

    assert "Le disque de la base de données ne se voit pas d’ici." in page
    assert "Oui, tout va bien." in page
