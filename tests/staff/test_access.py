"""Deny by default: every staff address × every role, and what the guard does before a request may write."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import AnyConverter, BaseConverter, Rule, UUIDConverter

from consult.app import create_app
from consult.db import _writing, db, writing
from consult.staff.access import OPEN_TO_STRANGERS
from consult.staff.models import Role, StaffAction
from tests.factories import sign_in
from tests.staff.people import PASSWORD, hire, is_signed_in

SENDING = {"POST", "PUT", "PATCH", "DELETE"}
NO_KEY = "00000000-0000-4000-8000-000000000000"


def staff_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff")]


def marked(app: Flask, rule: Rule) -> Any:
    return getattr(app.view_functions[rule.endpoint], "roles", None)


def dummy(converter: BaseConverter) -> str:
    """Something this part of an address may hold."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return NO_KEY if isinstance(converter, UUIDConverter) else "1"


def addresses(app: Flask, methods: set[str]) -> list[tuple[str, str, Any]]:
    """Every staff address with one method it takes, and the roles it is for."""
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in staff_rules(app):
        dummies = {name: dummy(converter) for name, converter in rule._converters.items()}
        for method in sorted((rule.methods or set()) & methods):
            found.append((method, adapter.build(rule.endpoint, dummies, method=method), marked(app, rule)))
    return found


def test_every_staff_address_names_its_roles(app: Flask) -> None:
    unlisted = [rule.rule for rule in staff_rules(app) if not marked(app, rule)]

    assert staff_rules(app)
    assert unlisted == []


def test_few_addresses_are_open_to_strangers(app: Flask) -> None:
    opened = {rule.rule for rule in staff_rules(app) if marked(app, rule) == OPEN_TO_STRANGERS}

    assert opened == {"/staff/connexion", "/staff/connexion/code"}


def test_strangers_who_read_are_led_to_sign_in(app: Flask, client: FlaskClient) -> None:
    closed = [address for _, address, allowed in addresses(app, {"GET"}) if allowed != OPEN_TO_STRANGERS]

    answers = {address: client.get(address) for address in closed}

    assert {answer.status_code for answer in answers.values()} == {303}
    assert all(answer.headers["Location"].startswith("/staff/connexion") for answer in answers.values())


def test_strangers_who_send_are_refused(app: Flask, client: FlaskClient) -> None:
    closed = [(method, address) for method, address, allowed in addresses(app, SENDING)
              if allowed != OPEN_TO_STRANGERS]

    statuses = {address: client.open(address, method=method).status_code for method, address in closed}

    assert set(statuses.values()) == {403}


@pytest.mark.parametrize("role", Role)
def test_a_role_that_is_not_named_is_refused(
        app: Flask, signed_in: Callable[[Role], FlaskClient], role: Role) -> None:
    client = signed_in(role)
    others = [(method, address) for method, address, allowed in addresses(app, {"GET", "POST"})
              if allowed != OPEN_TO_STRANGERS and role not in allowed]

    statuses = [client.open(address, method=method).status_code for method, address in others]

    assert set(statuses) <= {403}


@pytest.mark.parametrize("role", Role)
def test_a_role_that_is_named_gets_in(
        app: Flask, signed_in: Callable[[Role], FlaskClient], role: Role) -> None:
    client = signed_in(role)
    theirs = [address for _, address, allowed in addresses(app, {"GET"}) if role in allowed]

    statuses = {address: client.get(address).status_code for address in theirs}

    assert {address: status for address, status in statuses.items() if status in {403, 500}} == {}


def test_an_address_nobody_listed_is_refused_to_everybody(app: Flask) -> None:
    app.add_url_rule("/staff/oubli", view_func=lambda: "secret", endpoint="forgotten")

    seen = [sign_in(app, app.test_client(), role).get("/staff/oubli").status_code for role in Role]

    assert seen == [403, 403, 403]
    assert app.test_client().get("/staff/oubli").status_code == 303


def test_an_address_that_does_not_exist_says_so_to_colleagues_only(
        app: Flask, signed_in: Callable[..., FlaskClient]) -> None:
    assert app.test_client().get("/staff/rien").status_code == 303
    assert signed_in().get("/staff/rien").status_code == 404


def test_an_expired_session_that_sends_a_form_is_told_plainly(client: FlaskClient) -> None:
    answer = client.post("/staff/deconnexion")

    assert answer.status_code == 403
    assert "Vous n’êtes plus connecté." in answer.text


def test_a_form_from_another_site_is_refused(signed_in: Callable[..., FlaskClient]) -> None:
    client = signed_in()

    answer = client.post("/staff/deconnexion", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert "autre site" in answer.text
    assert is_signed_in(client)


def test_nothing_of_the_desk_is_kept_by_the_browser(signed_in: Callable[..., FlaskClient]) -> None:
    assert signed_in().get("/staff/").headers["Cache-Control"] == "no-store"


def test_where_the_town_requires_a_second_step_it_is_set_up_before_anything_else(
        app: Flask, signed_in: Callable[..., FlaskClient], visit: Callable[..., Any]) -> None:
    app.config["TOTP_REQUIRED"] = True
    client = signed_in()

    led = [client.get("/staff/"), client.post("/staff/compte/connexions/fermer")]

    assert [answer.headers["Location"] for answer in led] == ["/staff/compte/double-verification"] * 2
    assert "Votre mairie la demande" in visit("/staff/compte/double-verification").text
    assert client.get("/staff/compte/double-verification/qr.svg").status_code == 200
    assert client.post("/staff/deconnexion").status_code == 303


class TestFormTokens:
    """With the real token, that the other tests leave aside."""

    @pytest.fixture
    def strict(self, app: Flask) -> FlaskClient:
        app.config["WTF_CSRF_ENABLED"] = True
        hire(app)
        return app.test_client()

    def token(self, client: FlaskClient, address: str) -> str:
        page = client.get(address, base_url="https://localhost").text
        return page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]

    def send(self, client: FlaskClient, address: str, **data: str) -> Any:
        # Over TLS and without a Referer, as browsers send it: our pages ask them to name no referrer.
        return client.post(address, data=data, base_url="https://localhost")

    def test_the_page_that_was_shown_can_be_sent(self, strict: FlaskClient) -> None:
        token = self.token(strict, "/staff/connexion")
        arrived = self.send(strict, "/staff/connexion", name="amina", password=PASSWORD, csrf_token=token)

        left = self.send(strict, "/staff/deconnexion", csrf_token=self.token(strict, "/staff/"))

        assert (arrived.status_code, arrived.headers["Location"]) == (303, "/staff/")
        assert (left.status_code, left.headers["Location"]) == (303, "/staff/connexion")

    def test_without_its_token_nothing_is_done_and_the_page_says_why(
            self, strict: FlaskClient, app: Flask) -> None:
        answer = self.send(strict, "/staff/connexion", name="amina", password=PASSWORD)

        assert answer.status_code == 400
        assert "Cette page est restée ouverte trop longtemps" in answer.text
        with app.app_context():
            assert db.session.scalars(select(StaffAction)).all() == []

    def test_a_token_from_before_sign_in_is_worth_nothing_after(self, strict: FlaskClient) -> None:
        old = self.token(strict, "/staff/connexion")
        self.send(strict, "/staff/connexion", name="amina", password=PASSWORD, csrf_token=old)

        answer = self.send(strict, "/staff/deconnexion", csrf_token=old)

        assert answer.status_code == 400
        assert strict.get("/staff/", base_url="https://localhost").status_code == 200


class TestWriting:
    """Which requests may write, and when they say so."""

    @pytest.fixture
    def probed(self, app: Flask, signed_in: Callable[..., FlaskClient]) -> tuple[FlaskClient, list[bool]]:
        seen: list[bool] = []

        def probe() -> str:
            seen.append(_writing.get())
            if "fail" in app.config:
                raise ZeroDivisionError
            return ""
        probe.roles = frozenset(Role)  # type: ignore[attr-defined]
        app.add_url_rule("/staff/sonde", view_func=probe, endpoint="probe", methods=["GET", "POST"])
        return signed_in(), seen

    def test_only_requests_that_send_write(self, probed: tuple[FlaskClient, list[bool]]) -> None:
        client, seen = probed

        client.get("/staff/sonde")
        client.post("/staff/sonde")
        client.get("/staff/sonde")

        assert seen == [False, True, False]

    def test_writing_ends_with_the_request_even_when_it_fails(
            self, app: Flask, probed: tuple[FlaskClient, list[bool]]) -> None:
        client, seen = probed
        app.config["fail"] = True

        answer = client.post("/staff/sonde")

        assert (answer.status_code, seen) == (500, [True])
        assert not _writing.get()

    def test_a_refused_request_never_takes_the_lock(
            self, app: Flask, probed: tuple[FlaskClient, list[bool]],
            monkeypatch: pytest.MonkeyPatch) -> None:
        client, seen = probed
        monkeypatch.setattr("consult.db.BUSY_TIMEOUT_MS", 50)
        with app.app_context():
            db.engine.dispose()
            somebody_else = db.engine.connect()
            with writing():
                somebody_else.execute(select(StaffAction))

        with somebody_else:
            answer = app.test_client().post("/staff/sonde")
            shown = client.get("/staff/")

        assert (answer.status_code, shown.status_code, seen) == (403, 200, [])


def test_a_wrong_address_for_counting_stops_the_start() -> None:
    from limits.errors import ConfigurationError

    with pytest.raises(ConfigurationError):
        create_app({"SECRET_KEY": "for tests only", "LIMITS_URL": "nowhere://"})
