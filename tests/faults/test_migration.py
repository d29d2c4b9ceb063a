"""A start killed while it brings an old database up to date: the next one ends it, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, TableClause, column, create_engine, inspect, select, table, text

from consult.app import create_app
from consult.bench import needs, site
from consult.bench.servers import start
from consult.cli.application import open_application
from consult.db import Base, db, writing
from consult.db.revisions import MIGRATIONS, newest_revision
from tests.cli.serving import command as consult
from tests.conftest import POSTGRESQL, postgresql_schema
from tests.faults.conftest import FailingDisk

pytestmark = pytest.mark.server
OLD = "0001"
ANSWERS = 200
PATIENCE_SECONDS = 60
Rows = dict[str, list[str]]


def _old_tables(engine: Engine) -> list[TableClause]:
    """The tables of the first release, with the columns that are still there."""
    found = inspect(engine)
    names = [known for known in Base.metadata.sorted_tables if found.has_table(known.name)]
    old = {known.name: {each["name"] for each in found.get_columns(known.name)} for known in names}
    return [table(known.name, *(column(each.name, each.type) for each in known.columns
                                if each.name in old[known.name])) for known in names]


def rows_of(connection: Connection, tables: list[TableClause]) -> dict[str, list[dict[str, Any]]]:
    return {each.name: [dict(row) for row in connection.execute(select(each)).mappings()] for each in tables}


def make_old(url: str, folder: Path) -> list[TableClause]:
    """A database as the first release left it, with what is taken from a site of today."""
    with open_application(folder / "today"):
        needs.store(site.prepare_site(), ANSWERS)
        today = create_engine(db.engine.url)
        db.session.remove()
        db.engine.dispose()
    app = create_app({"SECRET_KEY": "for tests only", "SQLALCHEMY_DATABASE_URI": url})
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with app.app_context(), writing():
        command.upgrade(config, OLD)
        tables = _old_tables(db.engine)
        with today.connect() as source, db.engine.begin() as target:
            for each in tables:
                if rows := rows_of(source, [each])[each.name]:
                    target.execute(each.insert(), rows)
        db.engine.dispose()
    today.dispose()
    return tables


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Engine, list[TableClause]]]:
    folder = tmp_path / "site"
    folder.mkdir()
    url = postgresql_schema("half_way") if POSTGRESQL else f"sqlite:///{folder / 'consult.sqlite3'}"
    tables = make_old(url, tmp_path)
    if POSTGRESQL:
        monkeypatch.setenv("CONSULT_DATABASE_URL", url)
    engine = create_engine(url)
    yield engine, tables
    engine.dispose()


def state(engine: Engine, tables: list[TableClause]) -> tuple[str, dict[str, list[str]]]:
    """The revision, and every row of the old tables."""
    with engine.connect() as connection:
        revision = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
        rows = {name: sorted(map(repr, found)) for name, found in rows_of(connection, tables).items()}
    engine.dispose()
    return revision, rows


def check_next_start(folder: Path, engine: Engine, tables: list[TableClause], before: Rows) -> None:
    with open_application(folder):
        db.session.remove()
        db.engine.dispose()
    assert state(engine, tables) == (newest_revision(), before)


@pytest.mark.skipif(bool(POSTGRESQL), reason="SQLite's own file")
def test_on_sqlite_a_start_that_dies_in_the_middle_of_its_writing_is_ended_by_the_next(
        tmp_path: Path, old: tuple[Engine, list[TableClause]], failing_disk: FailingDisk) -> None:
    engine, tables = old
    first, before = state(engine, tables)

    failing_disk.order.write_text("die 30")
    with pytest.raises(RuntimeError, match="did not start"):
        start("serve", "--data", str(tmp_path / "site"), environment=failing_disk.environment)
    failing_disk.order.unlink()

    assert (tmp_path / "site" / "consult.sqlite3-wal").stat().st_size > 0
    assert state(engine, tables) == (first, before)
    assert first == OLD
    assert len(before["response"]) == ANSWERS
    check_next_start(tmp_path / "site", engine, tables, before)


def _wait_until_half_way(connection: Connection) -> None:
    """Until the migration, its first tables made, waits for what we hold."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'response'::regclass")
    end = monotonic() + PATIENCE_SECONDS
    while not connection.execute(waiting).scalar_one():
        assert monotonic() < end, "the migration never came so far"
        sleep(0.05)


@pytest.mark.skipif(not POSTGRESQL, reason="needs PostgreSQL")
def test_on_postgresql_a_start_killed_half_way_is_ended_by_the_next(
        tmp_path: Path, old: tuple[Engine, list[TableClause]]) -> None:
    engine, tables = old
    first, before = state(engine, tables)

    with engine.connect() as other:
        # An old server still takes an answer in.
        other.execute(text("LOCK TABLE response IN ROW EXCLUSIVE MODE"))
        words = consult("serve", "--port", "0", "--data", str(tmp_path / "site"))
        killed = subprocess.Popen(words, env=os.environ, stdout=subprocess.DEVNULL, start_new_session=True)
        _wait_until_half_way(other)
        killed.kill()
        killed.wait()
        other.rollback()

    assert first == OLD
    assert len(before["response"]) == ANSWERS
    check_next_start(tmp_path / "site", engine, tables, before)
