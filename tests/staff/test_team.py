"""The coordinator decides who works here."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult import clock
from consult.db import db, writing
from consult.staff import service
from consult.staff.models import Role
from consult.staff.service import LastCoordinator
from tests.factories import an_account
from tests.staff.people import PASSWORD, SECRET, account_named, hire, is_signed_in, log_of, type_password

ME = "un-coordinator"


@pytest.fixture
def coordinator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


def shown_password(page: str) -> str:
    found = re.search(r'<code class="secret">([^<]+)</code>', page)
    assert found
    return found[1]


def test_a_new_colleague_signs_in_with_the_password_shown_once(
        app: Flask, coordinator: FlaskClient, visit: Callable[..., Any]) -> None:
    visit("/staff/equipe")

    page = coordinator.post("/staff/equipe", data={"name": "Zaina.Ali", "role": "interviewer"})

    secret = shown_password(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert account_named(app, "zaina.ali").role is Role.INTERVIEWER
    assert type_password(app.test_client(), "zaina.ali", secret).status_code == 303
    assert log_of(app)[0] == (ME, "compte créé", "zaina.ali")
    assert secret not in visit("/staff/equipe/zaina.ali").text


def change_password(client: FlaskClient, old: str) -> Any:
    form = {"current": old, "fresh": PASSWORD, "again": PASSWORD}
    return client.post("/staff/compte/mot-de-passe", data=form)


def test_a_password_that_somebody_else_made_opens_one_page_only(app: Flask, coordinator: FlaskClient) -> None:
    page = coordinator.post("/staff/equipe", data={"name": "zaina", "role": "interviewer"})
    secret, zaina = shown_password(page.text), app.test_client()
    type_password(zaina, "zaina", secret)

    led = [zaina.get(f"/staff/{page}") for page in ("", "compte", "compte/double-verification")]
    sent = zaina.post("/staff/compte/connexions/fermer")

    assert {answer.headers["Location"] for answer in (*led, sent)} == {"/staff/compte/mot-de-passe"}
    assert "Quelqu’un d’autre a vu ce mot de passe." in zaina.get("/staff/compte/mot-de-passe").text
    assert change_password(zaina, secret).status_code == 303
    assert is_signed_in(zaina)


def test_it_opens_for_a_week(app: Flask, coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    hire(app, role=Role.READER)
    secret = shown_password(coordinator.post("/staff/equipe/amina/mot-de-passe").text)
    late = clock.now() + service.LENT_FOR + timedelta(minutes=1)

    in_time = type_password(app.test_client(), password=secret).status_code
    monkeypatch.setattr("consult.clock.now", lambda: late)
    too_late = type_password(app.test_client(), password=secret).status_code

    assert (in_time, too_late) == (303, 422)


def test_where_a_second_step_is_required_the_password_comes_first(
        app: Flask, coordinator: FlaskClient) -> None:
    hire(app, role=Role.READER)
    app.config["TOTP_REQUIRED"] = True
    with app.app_context(), writing():
        service.lend_password(service.find_account("amina"), at=clock.now())
        db.session.commit()
    amina = app.test_client()
    type_password(amina)

    first = amina.get("/staff/").headers["Location"]
    changed = amina.post("/staff/compte/mot-de-passe", data={
        "current": PASSWORD, "fresh": "lagon corail vanille", "again": "lagon corail vanille"})

    assert (first, changed.status_code) == ("/staff/compte/mot-de-passe", 303)
    assert amina.get("/staff/").headers["Location"] == "/staff/compte/double-verification"


def test_a_lost_computer_is_signed_out_from_the_team(app: Flask, coordinator: FlaskClient) -> None:
    hire(app, role=Role.READER)
    amina = app.test_client()
    type_password(amina)

    answer = coordinator.post("/staff/equipe/amina/connexions/fermer")

    assert answer.status_code == 303
    assert not is_signed_in(amina)
    assert is_signed_in(coordinator)
    assert (ME, "connexions fermées", "amina") in log_of(app)


@pytest.mark.parametrize(("form", "words"), [
    ({"name": "Zaïna Ali"}, "lettres sans accent"), ({"name": "x"}, "2 à 40 caractères"),
    ({"name": ME}, "déjà celui d’un autre"), ({"name": ""}, "nécessaire"), ({"role": "chef"}, "Rôle")])
def test_a_wrong_account_is_refused_in_plain_words(
        app: Flask, coordinator: FlaskClient, form: dict[str, str], words: str) -> None:
    answer = coordinator.post("/staff/equipe", data={"name": "zaina", "role": "reader", **form})

    assert answer.status_code == 422
    assert words in answer.text
    assert "<title>Erreur" in answer.text
    with app.app_context():
        assert [account.name for account in service.list_accounts()] == [ME]


def test_a_role_changes_and_the_person_signs_in_again(app: Flask, coordinator: FlaskClient) -> None:
    hire(app, role=Role.READER)
    amina = app.test_client()
    type_password(amina)

    answer = coordinator.post("/staff/equipe/amina/role", data={"role": "interviewer"})

    assert answer.status_code == 303
    assert account_named(app).role is Role.INTERVIEWER
    assert not is_signed_in(amina)
    assert (ME, "rôle changé", "amina") in log_of(app)


def test_a_role_that_does_not_exist_is_refused(app: Flask, coordinator: FlaskClient) -> None:
    hire(app, role=Role.READER)

    answer = coordinator.post("/staff/equipe/amina/role", data={"role": "chef"})

    assert answer.status_code == 422
    assert account_named(app).role is Role.READER


def test_a_closed_account_is_signed_out_and_can_be_opened_again(app: Flask, coordinator: FlaskClient) -> None:
    hire(app, role=Role.READER)
    amina = app.test_client()
    type_password(amina)

    coordinator.post("/staff/equipe/amina/desactiver")
    closed = (is_signed_in(amina), type_password(app.test_client()).status_code)
    coordinator.post("/staff/equipe/amina/reactiver")

    assert closed == (False, 422)
    assert type_password(app.test_client()).status_code == 303


@pytest.mark.parametrize(("form", "kept"), [({}, SECRET), ({"drop_second_step": "y"}, None)])
def test_a_lost_password_is_replaced_and_a_lost_phone_too(
        app: Flask, coordinator: FlaskClient, visit: Callable[..., Any],
        form: dict[str, str], kept: str | None) -> None:
    hire(app, role=Role.READER, totp_secret=SECRET)
    visit("/staff/equipe/amina")

    page = coordinator.post("/staff/equipe/amina/mot-de-passe", data=form)

    secret = shown_password(page.text)
    assert account_named(app).totp_secret == kept
    assert type_password(app.test_client(), password=secret).status_code == 303
    assert type_password(app.test_client(), password=PASSWORD).status_code == 422


@pytest.mark.parametrize("action", [
    "role", "desactiver", "reactiver", "mot-de-passe", "connexions/fermer"])
def test_nobody_changes_their_own_account_from_the_team(coordinator: FlaskClient, action: str) -> None:
    answer = coordinator.post(f"/staff/equipe/{ME}/{action}", data={"role": "reader"})

    assert answer.status_code == 409
    assert "votre propre compte" in answer.text
    assert is_signed_in(coordinator)


def test_an_unknown_person_is_not_found(coordinator: FlaskClient) -> None:
    answer = coordinator.get("/staff/equipe/personne")

    assert answer.status_code == 404
    assert "Aucun compte ne porte ce nom." in answer.text


@pytest.mark.parametrize("leave", [
    service.deactivate, lambda account: service.change_role(account, Role.READER)])
def test_the_last_coordinator_stays(app: Flask, leave: Callable[..., None]) -> None:
    with app.app_context(), writing():
        last = an_account()
        db.session.add_all([last, an_account(name="partie", is_active=False),
                            an_account(name="lecture", role=Role.READER)])
        db.session.commit()

        with pytest.raises(LastCoordinator):
            leave(last)


def test_one_coordinator_of_two_may_leave(app: Flask) -> None:
    with app.app_context(), writing():
        first = service.add_account("amina", Role.COORDINATOR, PASSWORD, at=clock.now())
        service.add_account("bacar", Role.COORDINATOR, PASSWORD, at=clock.now())
        db.session.commit()

        service.deactivate(first)

        assert not first.is_active
