"""One's own account: password, second step, sign-ins."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult import clock
from consult.staff.models import Role
from tests.staff.people import (
    PASSWORD,
    SECRET,
    account_named,
    code_at,
    hire,
    is_signed_in,
    log_of,
    type_code,
    type_password,
)

NEW = "lagon corail vanille"


@pytest.fixture
def amina(app: Flask, client: FlaskClient) -> FlaskClient:
    """The browser in which Amina is signed in."""
    hire(app)
    type_password(client)
    return client


def proposed_secret(client: FlaskClient) -> str:
    page = client.get("/staff/compte/double-verification").text
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found
    return found[1].replace(" ", "")


def turn_on(client: FlaskClient) -> Any:
    code = code_at(clock.now(), secret=proposed_secret(client))
    return client.post("/staff/compte/double-verification", data={"code": code, "current": PASSWORD})


@pytest.mark.parametrize("role", Role)
def test_everybody_sees_their_own_account(
        signed_in: Callable[[Role], FlaskClient], visit: Callable[..., Any], role: Role) -> None:
    signed_in(role)

    page = visit("/staff/compte").text

    assert f"un-{role.value}" in page
    assert "Cette connexion" in page


def test_a_new_password_replaces_the_old_one_and_ends_the_other_sign_ins(
        app: Flask, amina: FlaskClient) -> None:
    elsewhere = app.test_client()
    type_password(elsewhere)
    before = amina.get_cookie("staff")

    answer = amina.post("/staff/compte/mot-de-passe", data={"current": PASSWORD, "fresh": NEW, "again": NEW})

    after = amina.get_cookie("staff")
    assert answer.status_code == 303
    assert before
    assert after
    assert before.value != after.value
    assert is_signed_in(amina)
    assert not is_signed_in(elsewhere)
    assert type_password(app.test_client()).status_code == 422
    assert type_password(app.test_client(), password=NEW).status_code == 303
    assert ("amina", "mot de passe changé", "") in log_of(app)


@pytest.mark.parametrize(("change", "words"), [
    ({"current": "ce n’est pas le mien"}, "Ce n’est pas votre mot de passe actuel."),
    ({"fresh": "court", "again": "court"}, "Il faut au moins 12 caractères."),
    ({"fresh": "motdepasse2026", "again": "motdepasse2026"}, "trop courant"),
    ({"again": "lagon corail ylang"}, "ne sont pas les mêmes"),
    ({"fresh": "", "again": ""}, "Ce champ est nécessaire.")])
def test_a_password_is_refused_in_plain_words(
        app: Flask, amina: FlaskClient, visit: Callable[..., Any],
        change: dict[str, str], words: str) -> None:
    visit("/staff/compte/mot-de-passe")

    form = {"current": PASSWORD, "fresh": NEW, "again": NEW}
    answer = amina.post("/staff/compte/mot-de-passe", data={**form, **change})

    assert answer.status_code == 422
    assert words in answer.text
    assert type_password(app.test_client()).status_code == 303


def test_a_first_right_code_turns_the_second_step_on_and_shows_ten_codes_once(
        app: Flask, amina: FlaskClient, visit: Callable[..., Any]) -> None:
    elsewhere = app.test_client()
    type_password(elsewhere)
    visit("/staff/compte/double-verification")
    secret = proposed_secret(amina)

    answer = turn_on(amina)

    account = account_named(app)
    assert answer.status_code == 200
    assert len(re.findall(r"<code>([a-z2-9-]{29})</code>", answer.text)) == 10
    assert answer.headers["Cache-Control"] == "no-store"
    assert account.totp_secret == secret
    assert len(account.recovery_hashes) == 10
    assert is_signed_in(amina)
    assert not is_signed_in(elsewhere)
    assert "<code>" not in visit("/staff/compte/double-verification").text


def test_a_wrong_first_code_turns_nothing_on(app: Flask, amina: FlaskClient) -> None:
    answer = amina.post("/staff/compte/double-verification", data={"code": "000000", "current": PASSWORD})

    assert answer.status_code == 422
    assert "Vérifiez l’heure" in answer.text
    assert account_named(app).totp_secret is None


def test_who_finds_the_page_open_ties_the_account_to_no_phone(app: Flask, amina: FlaskClient) -> None:
    code = code_at(clock.now(), secret=proposed_secret(amina))

    answer = amina.post("/staff/compte/double-verification", data={"code": code, "current": "autre chose"})

    assert answer.status_code == 422
    assert "Ce n’est pas votre mot de passe actuel." in answer.text
    assert account_named(app).totp_secret is None


def test_the_code_that_turned_it_on_does_not_sign_in(app: Flask, amina: FlaskClient) -> None:
    code = code_at(clock.now(), secret=proposed_secret(amina))
    amina.post("/staff/compte/double-verification", data={"code": code, "current": PASSWORD})
    thief = app.test_client()
    type_password(thief)

    assert type_code(thief, code).status_code == 422


def test_the_picture_to_photograph_is_an_image_of_its_own(amina: FlaskClient) -> None:
    image = amina.get("/staff/compte/double-verification/qr.svg")

    assert image.mimetype == "image/svg+xml"
    assert image.headers["Cache-Control"] == "no-store"
    assert ET.fromstring(image.data).tag.endswith("svg")  # noqa: S314, our own image


def test_once_it_is_on_the_secret_is_shown_no_more(amina: FlaskClient) -> None:
    turn_on(amina)

    assert amina.get("/staff/compte/double-verification/qr.svg").status_code == 404
    assert "class=\"secret\"" not in amina.get("/staff/compte/double-verification").text


def test_turning_it_off_asks_for_the_password(
        app: Flask, amina: FlaskClient, visit: Callable[..., Any]) -> None:
    turn_on(amina)
    visit("/staff/compte/double-verification/retirer")

    wrong = amina.post("/staff/compte/double-verification/retirer", data={"current": "autre chose"})
    still_on = account_named(app).totp_secret
    right = amina.post("/staff/compte/double-verification/retirer", data={"current": PASSWORD})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert still_on
    assert account_named(app).totp_secret is None
    assert account_named(app).recovery_hashes == []


def test_new_recovery_codes_replace_the_old_ones(
        app: Flask, amina: FlaskClient, visit: Callable[..., Any]) -> None:
    turn_on(amina)
    before = account_named(app).recovery_hashes
    visit("/staff/compte/double-verification/codes")

    answer = amina.post("/staff/compte/double-verification/codes", data={"current": PASSWORD})

    assert answer.status_code == 200
    assert len(account_named(app).recovery_hashes) == 10
    assert not set(before) & set(account_named(app).recovery_hashes)


def test_without_a_second_step_its_pages_lead_to_its_set_up(amina: FlaskClient) -> None:
    led = [amina.get(f"/staff/compte/double-verification/{page}") for page in ("codes", "retirer")]

    assert [answer.headers["Location"] for answer in led] == ["/staff/compte/double-verification"] * 2


def test_a_sign_in_elsewhere_can_be_ended(app: Flask, amina: FlaskClient, visit: Callable[..., Any]) -> None:
    elsewhere, third = app.test_client(), app.test_client()
    type_password(elsewhere)
    type_password(third)
    visit("/staff/compte")
    actions = re.findall(r'action="(/staff/compte/connexions/\w+/fermer)"', amina.get("/staff/compte").text)

    amina.post(actions[0])
    left_after_one = [is_signed_in(browser) for browser in (elsewhere, third)]
    amina.post("/staff/compte/connexions/fermer")

    assert len(actions) == 2
    assert sorted(left_after_one) == [False, True]
    assert [is_signed_in(browser) for browser in (amina, elsewhere, third)] == [True, False, False]


def test_nobody_ends_the_sign_in_of_another_person(app: Flask, amina: FlaskClient) -> None:
    hire(app, "bacar", totp_secret=None)
    bacar = app.test_client()
    type_password(bacar, "bacar")
    from consult.staff.service import handle_of
    theirs = bacar.get_cookie("staff")
    assert theirs

    amina.post(f"/staff/compte/connexions/{handle_of(theirs.value)}/fermer")

    assert is_signed_in(bacar)


def test_a_second_step_already_on_is_not_replaced_by_its_form(app: Flask, amina: FlaskClient) -> None:
    turn_on(amina)
    secret = account_named(app).totp_secret

    code = code_at(clock.now(), secret=SECRET)
    answer = amina.post("/staff/compte/double-verification", data={"code": code, "current": PASSWORD})

    assert answer.status_code == 200
    assert account_named(app).totp_secret == secret


@pytest.mark.parametrize("page", ["connexion", "compte/mot-de-passe", "compte/double-verification"])
def test_password_fields_are_hidden_and_may_be_pasted_into(
        app: Flask, amina: FlaskClient, page: str) -> None:
    browser = app.test_client() if page == "connexion" else amina

    fields = re.findall(r'<input[^>]+autocomplete="(?:current|new)-password"[^>]*>',
                        browser.get(f"/staff/{page}").text)

    assert fields
    assert all('type="password"' in field and "paste" not in field for field in fields)


def test_signing_out_is_on_every_page_of_the_desk(amina: FlaskClient) -> None:
    pages = ["", "compte", "compte/mot-de-passe", "equipe", "journal", "campagnes", "diagnostics", "rien"]

    assert [page for page in pages if "/staff/deconnexion" not in amina.get(f"/staff/{page}").text] == []
