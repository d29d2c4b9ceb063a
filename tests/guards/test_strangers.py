"""What a stranger may try at every address there is: each is walked, none is listed by hand."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult import clock
from consult.staff.access import OPEN_TO_STRANGERS
from consult.staff.models import Role
from tests.factories import sign_in
from tests.pages import check_headers
from tests.staff.people import PASSWORD, SECRET, code_at, hire, log_of, type_code, type_password
from tests.staff.test_access import SENDING, addresses, dummy

ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mechant.example"}
TLS = "https://consultation.exemple.yt"


@pytest.fixture
def everybody(app: Flask) -> dict[Role, FlaskClient]:
    return {role: sign_in(app, app.test_client(), role) for role in Role}


def public_addresses(app: Flask, methods: set[str]) -> list[tuple[str, str]]:
    """Every address outside the desk, with one method it takes."""
    found, adapter = [], app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/staff"):
            continue
        dummies = {name: dummy(converter) for name, converter in rule._converters.items()}
        found += [(method, adapter.build(rule.endpoint, dummies, method=method))
                  for method in sorted((rule.methods or set()) & methods)]
    return found


def every_answer(app: Flask, everybody: dict[Role, FlaskClient], **asked: object) -> Iterator[TestResponse]:
    """What each address answers to a reader, the desk's to somebody who may open it."""
    stranger = app.test_client()
    for _method, address in public_addresses(app, {"GET"}):
        yield stranger.get(address, **asked)
    for _method, address, allowed in addresses(app, {"GET"}):
        client = stranger if allowed == OPEN_TO_STRANGERS else everybody[min(allowed)]
        yield client.get(address, **asked)


def test_no_form_of_the_desk_is_taken_without_its_token(
        app: Flask, everybody: dict[Role, FlaskClient]) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    forms = [(method, address, min(allowed) if allowed != OPEN_TO_STRANGERS else Role.READER)
             for method, address, allowed in addresses(app, SENDING)]

    answers = {address: everybody[role].open(address, method=method) for method, address, role in forms}

    assert len(answers) > 50
    assert {address: answer.status for address, answer in answers.items() if answer.status_code != 400} == {}


@pytest.mark.parametrize("where", ["cross-site", "same-site", "anything else"])
def test_no_form_of_the_desk_is_taken_from_another_site(
        app: Flask, everybody: dict[Role, FlaskClient], where: str) -> None:
    forms = [(method, address, min(allowed) if allowed != OPEN_TO_STRANGERS else Role.READER)
             for method, address, allowed in addresses(app, SENDING)]

    statuses = {everybody[role].open(address, method=method, headers={"Sec-Fetch-Site": where}).status_code
                for method, address, role in forms}

    assert statuses == {403}


@pytest.mark.parametrize("headers", [ELSEWHERE, {"Origin": "https://mechant.example"}, {"Origin": "null"}])
def test_no_form_of_a_family_is_taken_from_another_site(app: Flask, headers: dict[str, str]) -> None:
    client, forms = app.test_client(), public_addresses(app, SENDING)

    statuses = {address: client.open(address, method=method, headers=headers).status_code
                for method, address in forms}

    assert len(forms) > 8
    assert {address: status for address, status in statuses.items() if status != 403} == {}


def test_every_address_answers_with_every_header(app: Flask, everybody: dict[Role, FlaskClient]) -> None:
    answers = list(every_answer(app, everybody, base_url=TLS))

    for answer in answers:
        check_headers(answer, answer.request.path)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert {200, 303, 404} <= {answer.status_code for answer in answers}


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/rien", 404), ("POST", "/fr/vos-donnees", 405), ("TRACE", "/fr/", 405), ("GET", "/", 302),
    ("GET", "/fr", 308), ("GET", "/static/", 404), ("GET", "/static/../config.py", 404),
    ("GET", "/staff/", 303), ("POST", "/staff/deconnexion", 403), ("GET", "/static/desk.css", 200),
    ("GET", "/fr/essai", 500), ("OPTIONS", "/fr/", 200), ("HEAD", "/fr/", 200), ("GET", "/.git/config", 404)])
def test_refusals_errors_and_files_have_them_too(app: Flask, method: str, path: str, status: int) -> None:
    app.add_url_rule("/fr/essai", "essai", lambda: [][1])

    with app.test_client().open(path, method=method) as answer:
        assert answer.status_code == status
        check_headers(answer, path)


def test_a_visitor_who_names_another_host_is_given_no_address_there(
        app: Flask, everybody: dict[Role, FlaskClient]) -> None:
    app.config["PUBLIC_URL"] = TLS

    for answer in every_answer(app, everybody, base_url="https://mechant.example",
                               headers={"X-Forwarded-Host": "mechant.example"}):
        assert "mechant" not in str(answer.headers), answer.request.path
        assert b"mechant" not in answer.data, answer.request.path


def test_every_cookie_is_bound_to_this_host_and_hidden_from_scripts(
        app: Flask, everybody: dict[Role, FlaskClient]) -> None:
    hire(app)
    form = {"name": "amina", "password": PASSWORD}
    signed = app.test_client().post("/staff/connexion", base_url=TLS, data=form)
    answers = [*every_answer(app, everybody, base_url=TLS), signed]

    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]

    assert len({cookie.split("=")[0] for cookie in cookies}) == 3
    for cookie in cookies:
        words = set(cookie.split("; ")[1:])
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= words
        assert not [word for word in words if word.startswith("Domain")]


def test_no_secret_is_in_any_log(
        app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hire(app, totp_secret=SECRET)
    code = code_at(clock.now())
    type_password(client, password="mon ancien mot de passe")
    type_password(client, "mon mot de passe tapé trop tôt")
    type_password(client)
    type_code(client, "wrong1")
    type_code(client, code)
    token = client.get_cookie("staff")
    client.post("/staff/compte/mot-de-passe", data={
        "current": PASSWORD, "fresh": "lagon corail vanille", "again": "lagon corail vanille"})

    written = caplog.text + str(log_of(app))

    assert token
    assert "connexion refusée" in written
    for secret in ("mon ancien", "tapé trop tôt", PASSWORD, SECRET, code, "wrong1", token.value,
                   "lagon corail", app.config["SECRET_KEY"]):
        assert not re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", written)


def test_who_is_refused_leaves_a_trace_without_a_name(
        app: Flask, everybody: dict[Role, FlaskClient], caplog: pytest.LogCaptureFixture) -> None:
    everybody[Role.READER].get("/staff/equipe")
    everybody[Role.READER].post("/staff/deconnexion", headers=ELSEWHERE)

    assert "access refused: reader asked for staff.team" in caplog.text
    assert "another site sent it to staff.sign_out" in caplog.text
    assert "un-reader" not in caplog.text
