"""The messages of one meeting: read before they leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.db import db, writing
from consult.meetings import service
from consult.meetings.states import MessageKind
from consult.staff.models import Role, StaffAction
from consult.text import Localized, State, localized
from tests.meetings.conftest import NOW, Hall
from tests.meetings.post import Clock, an_office, sender
from tests.meetings.test_planning import edit

PAGE = "/staff/reunions/k7m3pt/messages"
BATCH = {"kind": "changed", "occasion": "1"}
Visit = Callable[..., Any]


@pytest.fixture
def coordinator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def moved(open_hall: Callable[..., Hall]) -> Hall:
    """Three families and a change that nobody has read yet."""
    hall = open_hall()
    hall.sign_up(name="Amina", phone="0639000000")
    hall.sign_up(name="Fatouma", phone="0639000001", language="swb")
    hall.sign_up(name="Zaïnaba")
    edit(hall, venue="Médiathèque de Passamaïnty")
    return hall


def changes(hall: Hall) -> list[str]:
    return [state for kind, state in hall.told() if kind == "changed"]


def log(app: Flask) -> list[tuple[str, dict[str, Any]]]:
    with app.app_context():
        return [(line.verb, line.detail) for line in db.session.scalars(select(StaffAction))]


def test_a_change_is_read_before_it_leaves(moved: Hall, coordinator: FlaskClient, visit: Visit) -> None:
    page = visit(PAGE).text

    assert "Envoyer à 3 familles" in page
    assert "2 familles (SMS), 1 famille (de vive voix)" in page
    assert "Maintenant c’est mercredi 3 juin (03/06/2099) à 16:00, Médiathèque de Passamaïnty" in page
    assert "Ces familles le reçoivent en français." in page
    assert "2 SMS par famille au plus" in page
    assert "2 SMS en tout" in page
    assert changes(moved) == ["prepared"] * 3


def test_each_language_is_shown_as_its_families_read_it(
        app: Flask, moved: Hall, coordinator: FlaskClient, visit: Visit) -> None:
    own = Localized("Bonjour {prenom}.").with_translation("swb", "Kwezi {prenom}.", state=State.REVIEWED)
    with app.app_context(), writing():
        service.write_words(moved.campaign_id, MessageKind.CHANGED, own)
        db.session.commit()

    page = visit(PAGE).text

    assert 'lang="swb">Kwezi Fatouma.</blockquote>' in page
    assert "Ces familles le reçoivent en français." not in page


def test_it_leaves_when_she_lets_it_go(app: Flask, moved: Hall, coordinator: FlaskClient) -> None:
    answer = coordinator.post(f"{PAGE}/envoyer", data=BATCH)

    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert changes(moved) == ["ready"] * 3
    assert log(app) == [("laisse partir des messages", {"kind": "changed", "count": 3})]


def test_it_does_not_leave_when_she_says_so(app: Flask, moved: Hall, coordinator: FlaskClient) -> None:
    coordinator.post(f"{PAGE}/laisser", data=BATCH)

    assert changes(moved) == ["dropped"] * 3
    assert log(app) == [("laisse des messages", {"kind": "changed", "count": 3})]


@pytest.mark.parametrize("way", ["envoyer", "laisser"])
def test_a_second_tap_is_told_that_it_is_done(moved: Hall, coordinator: FlaskClient, way: str) -> None:
    first, second = (coordinator.post(f"{PAGE}/{way}", data=BATCH) for _tap in range(2))

    assert (first.status_code, second.status_code) == (303, 409)


def test_what_she_has_not_read_does_not_leave(moved: Hall, coordinator: FlaskClient) -> None:
    edit(moved, venue="MJC de Vahibé")

    answer = coordinator.post(f"{PAGE}/envoyer", data=BATCH)

    assert answer.status_code == 409
    assert sorted(changes(moved)) == ["dropped"] * 3 + ["prepared"] * 3


def test_a_family_that_cancelled_since_is_not_told(moved: Hall, coordinator: FlaskClient) -> None:
    moved.do(service.cancel, next(iter(moved.states())))

    coordinator.post(f"{PAGE}/envoyer", data=BATCH)

    assert sorted(changes(moved)) == ["dropped", "ready", "ready"]


def test_a_cancellation_says_why(app: Flask, open_hall: Callable[..., Hall], coordinator: FlaskClient,
                                 visit: Visit) -> None:
    hall = open_hall()
    hall.codes(1)
    with app.app_context(), writing():
        service.cancel_meeting(
            service.find_meeting("k7m3pt"), why=localized("La salle est inondée"), at=NOW)
        db.session.commit()

    page = visit(PAGE).text

    assert "est annulée. La salle est inondée. Pour choisir une autre date" in page


def test_what_became_of_each_message_is_counted(
        app: Flask, moved: Hall, coordinator: FlaskClient, visit: Visit) -> None:
    with app.app_context():
        service.keep_up(an_office(sender()), now=Clock())

    page = visit(PAGE).text
    [row] = [row for row in page.split("<tr>") if "Place gardée" in row]

    cells = [cell.split("</td>")[0] for cell in row.split('<td class="number">')[1:]]
    assert cells == ["–", "1", "2", "–", "–", "–"]


def test_a_meeting_without_families_has_no_message(
        open_hall: Callable[..., Hall], coordinator: FlaskClient, visit: Visit) -> None:
    open_hall()

    assert "Aucun message pour l’instant." in visit(PAGE).text


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.READER])
def test_nobody_else_reads_or_sends(
        moved: Hall, signed_in: Callable[..., FlaskClient], role: Role) -> None:
    client = signed_in(role)

    statuses = [client.get(PAGE).status_code, client.post(f"{PAGE}/envoyer", data=BATCH).status_code]

    assert statuses == [403, 403]
    assert changes(moved) == ["prepared"] * 3
