"""What the log holds of a family or of a colleague: nothing, also when something goes wrong."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from consult.app import create_app
from consult.db import db
from consult.metrics import UNLOGGED
from consult.web import log
from consult.web.watching import Watched
from tests.responses.conftest import Published, published  # noqa: F401, a fixture
from tests.responses.test_sending import PAGE, SEND, open_and_fill, receipt

NAME, PHONE, WORDS, PASSWORD = "Zaïnaba", "0639123456", "Marahaba menji", "un mot de passe faux"
NOWHERE = "http://203.0.113.9/ailleurs"


@contextmanager
def logged(app: Flask, path: Path, kind: str = log.JSON) -> Iterator[None]:
    """The application as it is served, its log in a file."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    inside = app.wsgi_app
    try:
        with log.logging_to(descriptor, kind) as lines:
            app.wsgi_app = Watched(app.wsgi_app, lines)  # type: ignore[method-assign]
            yield
    finally:
        app.wsgi_app = inside  # type: ignore[method-assign]
        os.close(descriptor)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def add_failing_pages(app: Flask) -> None:
    """Pages with defects, each of which repeats what it was sent."""
    @app.get("/essai/defaut/<code>")
    def defect(code: str) -> str:
        try:
            return str(int(PHONE + NAME))
        except ValueError as problem:
            raise LookupError(f"{code} {NAME}") from problem

    @app.get("/essai/base/<code>")
    def refused_by_the_database(code: str) -> str:
        known = text("INSERT INTO territory (code, name, kind) VALUES ('97611', :name, :phone)")
        db.session.execute(known, {"name": NAME, "phone": PHONE})
        return code

    @app.get("/essai/plein/<code>")
    def full(code: str) -> str:
        raise OperationalError("INSERT", {"phone": PHONE}, Exception(f"disk full: {NAME} {code}"))


def test_nothing_of_who_asks_or_of_what_is_sent_is_in_the_log(
        app: Flask, client: FlaskClient, published: Published, tmp_path: Path) -> None:  # noqa: F811
    add_failing_pages(app)
    path, key = tmp_path / "log", "9f3c6c1d0a4b4a55b2b0a6c9d7e8f123"
    phone = {"X-Forwarded-For": "198.51.100.7", "User-Agent": "Nokia 3310", "Referer": NOWHERE}

    with logged(app, path):
        sent = client.post(SEND, headers=phone, data=open_and_fill(
            client, _key=key, mot=WORDS, prenom=NAME, telephone=PHONE, langue="fr"))
        code = receipt(sent)
        client.get(sent.location, headers=phone)
        client.get(f"/fr/merci/{code}?recu={code}", headers=phone)
        client.post("/staff/connexion", data={"name": NAME, "password": PASSWORD})
        client.get(f"/staff/equipe/{NAME}?nom={NAME}")
        statuses = [client.get(f"/essai/{page}/{code}?recu={code}&tel={PHONE}", headers=phone).status_code
                    for page in ("defaut", "base", "plein")]
        client.open(f"/fr/{PHONE}", method=NAME.upper().encode("ascii", "replace").decode())

    whole = path.read_text(encoding="utf-8")
    assert statuses == [500, 500, 503]
    assert [word for word in (NAME, PHONE, WORDS, PASSWORD, code, key, "198.51.100.7", "127.0.0.1", "Nokia",
                              "203.0.113.9", "tel=", "recu=") if word.lower() in whole.lower()] == []
    requests = [line for line in lines_of(path) if line["event"] == "request"]
    assert len(requests) == 10
    assert {"method": "POST", "rule": f"/<language:lang>{SEND.removeprefix('/fr')}".replace(
        "petite-enfance", "<slug>"), "status": 303}.items() <= requests[1].items()
    assert requests[-1]["method"] == "OTHER"


def test_a_defect_is_told_by_its_kind_and_its_places(app: Flask, client: FlaskClient, tmp_path: Path,
                                                     published: Published) -> None:  # noqa: F811
    add_failing_pages(app)
    path = tmp_path / "log"

    with logged(app, path):
        answers = [client.get(f"/essai/{page}/secret") for page in ("defaut", "base", "plein")]

    defect, database = [line for line in lines_of(path) if line["event"] == "request failed"]
    assert defect["error"] == ["LookupError", "ValueError"]
    assert any(place.startswith("tests/web/test_log.py:") and place.endswith(" defect")
               for place in defect["places"])
    assert database["error"][0].startswith("sqlalchemy.exc.IntegrityError")
    assert any(word in database["error"][1] for word in ("SQLITE_CONSTRAINT", "2350"))
    assert [defect["rule"], defect["level"]] == ["/essai/defaut/<code>", "error"]
    # What whoever looks after the server searches for is on the answer, and on no other.
    assert [answers[0].headers["X-Request-Id"], answers[1].headers["X-Request-Id"]] == [
        defect["id"], database["id"]]
    assert "X-Request-Id" not in client.get(PAGE).headers
    assert answers[2].status_code == 503


def test_other_libraries_say_where_they_spoke_and_never_what(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "log"

    with logged(app, path):
        logging.getLogger("waitress").error("Exception while serving /fr/reunions/place/%s" % PHONE)  # noqa: UP031, G002
        app.logger.error("storage refused: %s", "OperationalError")

    whole = path.read_text(encoding="utf-8")
    assert PHONE not in whole
    assert "waitress test_log:" in whole
    assert "storage refused: OperationalError" in whole


def test_a_person_who_reads_along_reads_lines(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "log"

    with logged(app, path, log.TEXT):
        client.get("/fr/")

    assert " GET /<language:lang>/ 200 " in path.read_text(encoding="utf-8")


def test_a_reader_who_does_not_read_keeps_no_family_waiting(app: Flask, client: FlaskClient,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MOST_WAITING", 3)
    lines, before = log.Lines(log.JSON), UNLOGGED.value()
    watched = app.test_client()
    monkeypatch.setattr(app, "wsgi_app", Watched(app.wsgi_app, lines))

    statuses = [watched.get("/fr/").status_code for _ in range(5)]

    assert statuses == [200] * 5
    assert UNLOGGED.value() == before + 2


def test_a_disk_that_is_full_stops_nothing() -> None:
    lines, before = log.Lines(log.JSON, os.open("/dev/full", os.O_WRONLY)), UNLOGGED.value()
    lines.put({"at": 0.0, "event": "essai"})

    lines.flush()

    assert UNLOGGED.value() == before + 1
    os.close(lines.descriptor)


def test_a_kind_of_log_nobody_can_write_stops_the_start() -> None:
    with pytest.raises(RuntimeError, match="CONSULT_LOG"):
        create_app({"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": "sqlite://", "LOG": "xml"})


def test_the_database_repeats_no_value_in_its_errors(app: Flask) -> None:
    with app.app_context():
        assert db.engine.hide_parameters
