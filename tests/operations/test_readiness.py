"""Two addresses for machines: the process lives, the process can work."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from consult import clock
from consult.app import create_app
from consult.cli.application import upgrade_schema
from consult.cli.background import keeping_up
from consult.db import db, writing
from consult.operations.rounds import Rounds, note_rounds


def make_tables(app: Flask, folder: Path) -> None:
    with app.app_context():
        upgrade_schema(folder)


def test_a_process_that_lives_says_so_and_touches_nothing(tmp_path: Path) -> None:
    nowhere = create_app({"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/no/where"})

    answer = nowhere.test_client().get("/healthz")

    assert (answer.status_code, answer.text) == (200, "vivant\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_an_unreadable_database_is_not_ready(tmp_path: Path) -> None:
    nowhere = create_app({"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/no/where"})

    answer = nowhere.test_client().get("/readyz", headers={"Accept-Language": "swb"})

    assert (answer.status_code, answer.text) == (503, "pas prêt\u00a0: la base de données ne répond pas\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert answer.mimetype == "text/plain"


def test_a_file_that_is_no_database_is_not_ready(tmp_path: Path) -> None:
    (tmp_path / "broken.sqlite3").write_bytes(b"not a database at all, and longer than a page" * 400)
    broken = create_app({"SECRET_KEY": "x",
                         "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'broken.sqlite3'}"})

    assert "la base de données ne répond pas" in broken.test_client().get("/readyz").text
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(tmp_path / "broken.sqlite3").execute("SELECT 1 FROM sqlite_master")


def test_tables_of_this_release_and_a_living_upkeep_are_ready(tmp_path: Path) -> None:
    app = create_app({"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/a.sqlite3"})
    make_tables(app, tmp_path)
    with keeping_up(app):
        answer = app.test_client().get("/readyz")
    after = app.test_client().get("/readyz")

    assert (answer.status_code, answer.text) == (200, "prêt\n")
    assert (after.status_code, after.text) == (
        503, "pas prêt\u00a0: les tâches automatiques sont arrêtées\n")
    with app.app_context():
        db.engine.dispose()


def test_tables_of_another_release_are_not_ready(tmp_path: Path) -> None:
    app = create_app({"SECRET_KEY": "x", "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/a.sqlite3"})
    note_rounds(app, Rounds(clock.now(), lambda: True))
    empty = app.test_client().get("/readyz")
    make_tables(app, tmp_path)
    with app.app_context(), writing(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    older = app.test_client().get("/readyz")

    assert [empty.status_code, older.status_code] == [503, 503]
    assert "les tables ne sont pas celles de cette version" in empty.text
    assert empty.text == older.text
    with app.app_context():
        db.engine.dispose()
