"""Signing in with a password, then with a code, and out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult import clock
from consult.db import db, writing
from consult.staff import service
from consult.staff.models import StaffSession
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

WRONG = "Le nom ou le mot de passe n’est pas juste."


def test_the_right_password_opens_the_desk(app: Flask, client: FlaskClient) -> None:
    hire(app)

    answer = type_password(client, " Amina ")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/")
    assert is_signed_in(client)
    assert log_of(app) == [("amina", "connexion", "")]


@pytest.mark.parametrize(("name", "logged"), [("amina", "amina"), ("personne", "")])
def test_a_wrong_name_and_a_wrong_password_get_the_same_words(
        app: Flask, client: FlaskClient, name: str, logged: str) -> None:
    hire(app)

    answer = type_password(client, name, "pas le bon mot de passe")

    assert answer.status_code == 422
    assert WRONG in answer.text
    assert not is_signed_in(client)
    assert log_of(app) == [(logged, "connexion refusée", "")]


@pytest.mark.parametrize("name", ["a\x00b", "\x00", "\ud83d\udc22", "a" * 80, "' OR 1=1 --", "\u202eanima"])
def test_a_strange_name_is_only_a_wrong_one(client: FlaskClient, name: str) -> None:
    answer = type_password(client, name.encode("utf-16", "surrogatepass").decode("utf-16"))

    assert answer.status_code == 422


def test_an_account_that_was_closed_does_not_open(app: Flask, client: FlaskClient) -> None:
    hire(app, is_active=False)

    answer = type_password(client)

    assert answer.status_code == 422
    assert WRONG in answer.text


def test_an_empty_form_says_what_is_missing(visit: Callable[..., object], client: FlaskClient) -> None:
    visit("/staff/connexion")

    answer = client.post("/staff/connexion")

    assert answer.status_code == 422
    assert "<title>Erreur\u00a0: Connexion" in answer.text
    assert answer.text.count("Ce champ est nécessaire.") == 4


def test_an_old_hash_is_renewed_at_sign_in(app: Flask, client: FlaskClient) -> None:
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
    from argon2 import PasswordHasher
    hire(app, password_hash=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD))

    type_password(client)

    assert is_signed_in(client)
    assert not account_named(app).password_hash.startswith(weak[:24])


def test_a_password_chosen_long_ago_still_opens(app: Flask, client: FlaskClient) -> None:
    hire(app, created_at=clock.now() - timedelta(days=3000))

    assert type_password(client).headers["Location"] == "/staff/"


def test_each_sign_in_has_a_new_token_and_ends_the_one_before(app: Flask, client: FlaskClient) -> None:
    hire(app)
    type_password(client)
    first = client.get_cookie("staff")
    type_password(client)
    second = client.get_cookie("staff")

    assert first
    assert second
    assert first.value != second.value
    client.set_cookie("staff", first.value)
    assert not is_signed_in(client)


def test_the_wanted_page_opens_after_sign_in(app: Flask, client: FlaskClient) -> None:
    hire(app)

    led = client.get("/staff/equipe?x=1")
    answer = client.post(led.headers["Location"], data={"name": "amina", "password": PASSWORD})

    assert answer.headers["Location"] == "/staff/equipe?x=1"


@pytest.mark.parametrize("wanted", [
    "https://ailleurs.example/staff/", "//ailleurs.example/staff/", "http://[::1", "/fr/", "staff/",
    "/staffroom", "\\\\ailleurs", "/staff/../fr/", "/staff/\\ailleurs", "/staff/\r\nX-A: b",
    "javascript:alert(1)", "/\\ailleurs/staff/", "\t//a.b"])
def test_sign_in_leads_nowhere_else(app: Flask, client: FlaskClient, wanted: str) -> None:
    hire(app)

    answer = type_password(client, wanted=wanted)

    assert answer.headers["Location"] == "/staff/"


def test_whoever_is_signed_in_is_not_asked_again(app: Flask, client: FlaskClient) -> None:
    hire(app)
    type_password(client)

    answer = client.get("/staff/connexion")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/")


def test_signing_out_ends_the_session_even_for_a_copy_of_the_cookie(app: Flask, client: FlaskClient) -> None:
    hire(app)
    type_password(client)
    kept = client.get_cookie("staff")

    answer = client.post("/staff/deconnexion")

    assert answer.headers["Location"] == "/staff/connexion"
    assert client.get_cookie("staff") is None
    assert kept
    client.set_cookie("staff", kept.value)
    assert not is_signed_in(client)
    assert log_of(app)[-1] == ("amina", "déconnexion", "")


def test_with_a_second_step_the_password_alone_opens_nothing(
        app: Flask, client: FlaskClient, visit: Callable[..., object]) -> None:
    hire(app, totp_secret=SECRET)

    answer = type_password(client)

    assert answer.headers["Location"] == "/staff/connexion/code"
    assert client.get_cookie("staff") is None
    assert not is_signed_in(client)
    visit("/staff/connexion/code")


def test_the_code_of_the_phone_opens_the_wanted_page(app: Flask, client: FlaskClient) -> None:
    hire(app, totp_secret=SECRET)
    type_password(client, wanted="/staff/journal")

    answer = type_code(client, code_at(clock.now()))

    assert answer.headers["Location"] == "/staff/journal"
    assert is_signed_in(client)


def test_a_code_is_good_once(app: Flask, client: FlaskClient) -> None:
    hire(app, totp_secret=SECRET)
    code = code_at(clock.now(), later=1)
    type_password(client)
    type_code(client, code)
    somebody_who_looked = app.test_client()
    type_password(somebody_who_looked)

    answer = type_code(somebody_who_looked, code)

    assert answer.status_code == 422
    assert "il a déjà servi" in answer.text
    assert not is_signed_in(somebody_who_looked)
    assert log_of(app)[-1] == ("amina", "code refusé", "")


def test_a_recovery_code_replaces_the_phone_once(app: Flask, client: FlaskClient) -> None:
    hire(app, totp_secret=SECRET)
    with app.app_context(), writing():
        codes = service.renew_recovery_codes(service.find_account("amina"))
        db.session.commit()
    type_password(client)

    first = type_code(client, codes[3].upper().replace("-", " "))
    opened = is_signed_in(client)
    type_password(client)
    second = type_code(client, codes[3])

    assert (first.status_code, opened, second.status_code) == (303, True, 422)
    assert len(account_named(app).recovery_hashes) == 9


def test_the_first_step_is_good_for_five_minutes(
        app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    hire(app, totp_secret=SECRET)
    type_password(client)
    late = clock.now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setattr("consult.clock.now", lambda: late)

    answer = type_code(client, code_at(late))

    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/connexion")
    assert "Plus de cinq minutes" in client.get("/staff/connexion").text


def test_nobody_reaches_the_second_step_without_the_first(client: FlaskClient) -> None:
    answer = type_code(client, "123456")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/connexion")


def test_sessions_that_are_over_are_forgotten_at_the_next_sign_in(app: Flask, client: FlaskClient) -> None:
    hire(app)
    with app.app_context(), writing():
        long_ago = clock.now() - timedelta(days=1)
        service.open_session(service.find_account("amina"), at=long_ago)
        db.session.commit()

    type_password(client)

    with app.app_context():
        assert db.session.query(StaffSession).count() == 1


def test_over_tls_the_cookies_are_bound_to_the_host(app: Flask) -> None:
    hire(app)
    client = app.test_client()

    answer = client.post("/staff/connexion", base_url="https://consult.example",
                         data={"name": "amina", "password": PASSWORD})

    cookies = {cookie.split("=")[0]: cookie for cookie in answer.headers.getlist("Set-Cookie")}
    signed = cookies["__Host-staff"]
    assert all(word in signed for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in signed
    assert "Secure" in cookies["__Host-staff_browser"]
    page = client.get("/staff/", base_url="https://consult.example")
    assert page.status_code == 200
    form = page.headers["Set-Cookie"]
    assert form.startswith("__Host-consult_form=")
    assert all(word in form for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/;"))
    assert "Domain" not in form
