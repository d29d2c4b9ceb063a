"""What every connection is told before it is used, and what becomes of one that has ended."""

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from consult.db import db
from tests.conftest import POSTGRESQL

WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
"""2 is FULL: NORMAL, advised everywhere with WAL, loses acknowledged answers at a power cut."""


@pytest.mark.skipif(bool(POSTGRESQL), reason="settings of SQLite")
def test_sqlite_waits_for_the_disk_at_every_commit(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in WANTED}

    assert found == WANTED


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite ends no connection")
def test_a_connection_that_the_server_ended_meanwhile_harms_nobody(app: Flask) -> None:
    with app.app_context():
        with db.engine.connect() as first, db.engine.connect() as second:
            kept = [each.execute(text("SELECT pg_backend_pid()")).scalar_one() for each in (first, second)]
        elsewhere = create_engine(db.engine.url)
        with elsewhere.connect() as other:
            for pid in kept:
                other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
        elsewhere.dispose()

        with db.engine.connect() as first, db.engine.connect() as second:
            alive = [each.execute(text("SELECT pg_backend_pid()")).scalar_one() for each in (first, second)]

    assert len(set(kept + alive)) == 4
