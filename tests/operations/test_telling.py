"""What Prometheus reads of a site: counted where it happens, true at this moment, on this machine only."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.app import create_app
from consult.metrics import BATCHES, RESPONSES, SIGN_UPS
from consult.operations.telling import tell, told
from consult.web.watching import Watched
from tests.conftest import POSTGRESQL
from tests.meetings.conftest import Hall, open_hall  # noqa: F401, a fixture
from tests.responses.conftest import Published, published  # noqa: F401, a fixture
from tests.responses.test_sending import SEND, open_and_fill

SIGN_UP = {"_key": "0" * 31 + "1", "name": "Amina", "adults": "1", "language": "fr", "phone": "0639123456"}


def value(page: str, name: str) -> float:
    """What a line of the page says."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_requests_are_counted_by_rule_method_and_kind_of_answer(
        app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "wsgi_app", Watched(app.wsgi_app, None))
    asked = 'consult_request_seconds_count{method="GET",rule="/<language:lang>/reunions/<code>",status="4xx"}'
    refused = 'consult_unavailable_total{rule="/readyz"}'
    before = told(app)

    client.get("/fr/reunions/secret")
    client.get("/swb/reunions/autre")
    client.get("/readyz")

    page = told(app)
    assert value(page, asked) == value(before, asked) + 2
    assert value(page, refused) == value(before, refused) + 1
    assert "secret" not in page


def test_what_is_stored_is_counted_once(client: FlaskClient, published: Published) -> None:  # noqa: F811
    before, batches = RESPONSES.value(), BATCHES.count()
    form = open_and_fill(client)

    for _time in range(3):
        assert client.post(SEND, data=form).status_code == 303

    assert RESPONSES.value() == before + 1
    assert BATCHES.count() == batches + (0 if POSTGRESQL else 3)


def test_sign_ups_are_counted_and_messages_told_by_state(
        app: Flask, client: FlaskClient, open_hall: Callable[..., Hall]) -> None:  # noqa: F811
    hall, before = open_hall(), SIGN_UPS.value()

    for _time in range(2):
        sent = client.post(f"/fr/reunions/{hall.meeting().code}/inscription", data=SIGN_UP)
        assert sent.status_code == 303

    page = told(app)
    assert SIGN_UPS.value() == before + 1
    assert value(page, 'consult_messages{state="ready"}') == 1
    assert value(page, "consult_database_up") == 1


def test_a_database_that_is_away_is_a_figure_too(tmp_path: Path) -> None:
    away = create_app({"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/no/where"})

    assert "\nconsult_database_up 0\n" in told(away)


def test_the_page_is_told_on_this_machine_only(app: Flask) -> None:
    server = tell(app, port=0)
    host, port = str(server.server_address[0]), server.server_address[1]
    try:
        with urlopen(f"http://{host}:{port}/metrics", timeout=30) as answer:
            page = answer.read().decode()
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"http://{host}:{port}/", timeout=30)
    finally:
        server.shutdown()
        server.server_close()

    assert host == "127.0.0.1"
    assert "consult_request_seconds" in page
    assert page.endswith("\n")
