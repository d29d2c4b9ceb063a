"""Durable means: on the disk before the caller goes on, whoever else is writing."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, Table, event, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from consult.db import db, durably, group_commit
from consult.territories.models import Territory
from tests.conftest import POSTGRESQL

only_sqlite = pytest.mark.skipif(bool(POSTGRESQL), reason="PostgreSQL groups its commits itself")
places = Territory.__table__
assert isinstance(places, Table)


def store_place(code: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(insert(places).values(
            code=code, name=code, kind="village", other_names="", population_basis="", source_title="",
            source_url="", note=""))
        return code
    return work


def stored_codes(app: Flask) -> set[str]:
    """What another process would read."""
    with app.app_context(), db.engine.connect() as connection:
        return set(connection.scalars(select(places.c.code)))


def at_once(app: Flask, works: list[Callable[[Connection], Any]]) -> list[Any]:
    """The works, from as many threads, while somebody else is writing; results or exceptions in order."""
    started, release = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> None:
        started.set()
        assert release.wait(10)

    def run(work: Callable[[Connection], Any]) -> Any:
        with app.app_context():
            try:
                return durably(work)
            except Exception as problem:
                return problem

    with ThreadPoolExecutor(len(works) + 1) as pool:
        holder = pool.submit(run, hold)
        assert started.wait(10)
        with app.app_context():
            pen = group_commit._pen(db.engine)
        calls = [pool.submit(run, work) for work in works]
        while len(pen.waiting) < len(works):
            pass
        release.set()
        assert holder.result() is None
        return [call.result() for call in calls]


@pytest.fixture
def begun(app: Flask) -> Iterator[list[str]]:
    """Each transaction begun."""
    seen: list[str] = []

    def note(_connection: Connection) -> None:
        seen.append("BEGIN")

    with app.app_context():
        engine: Engine = db.engine
    event.listen(engine, "begin", note)
    yield seen
    event.remove(engine, "begin", note)


def test_a_result_comes_back_once_its_row_can_be_read_by_others(app: Flask) -> None:
    with app.app_context():
        result = durably(store_place("a"))

    assert result == "a"
    assert stored_codes(app) == {"a"}


@only_sqlite
def test_requests_of_the_same_moment_share_one_commit(app: Flask, begun: list[str]) -> None:
    codes = [f"p{number}" for number in range(12)]

    results = at_once(app, [store_place(code) for code in codes])

    assert results == codes
    assert len(begun) == 2
    assert stored_codes(app) == set(codes)


@only_sqlite
def test_a_bad_work_harms_nobody_else(app: Flask) -> None:
    def bad(connection: Connection) -> None:
        store_place("half")(connection)
        raise ValueError("no")

    results = at_once(app, [store_place("a"), bad, store_place("b"), store_place("a")])

    assert results[0] == "a"
    assert isinstance(results[1], ValueError)
    assert results[2] == "b"
    assert isinstance(results[3], IntegrityError)
    assert stored_codes(app) == {"a", "b"}


def test_what_a_lone_work_raises_reaches_its_caller_and_undoes_its_writes(app: Flask) -> None:
    def bad(connection: Connection) -> None:
        store_place("half")(connection)
        raise ValueError("no")

    with app.app_context(), pytest.raises(ValueError, match="no"):
        durably(bad)

    assert stored_codes(app) == set()
    with app.app_context():
        assert durably(store_place("next")) == "next"


@only_sqlite
def test_a_database_that_stays_locked_refuses_everybody_in_bounded_time(
        app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.db.BUSY_TIMEOUT_MS", 50)
    with app.app_context():
        db.engine.dispose()
    other = sqlite3.connect(tmp_path / "consult.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with ThreadPoolExecutor(8) as pool:
        def run(code: str) -> object:
            with app.app_context(), pytest.raises(OperationalError) as refusal:
                durably(store_place(code))
            return refusal.value.orig
        causes = list(pool.map(run, "abcdefgh"))
    other.execute("ROLLBACK")
    other.close()

    assert {type(cause) for cause in causes} == {sqlite3.OperationalError}
    with app.app_context():
        assert durably(store_place("after")) == "after"
    assert stored_codes(app) == {"after"}


@only_sqlite
@pytest.mark.parametrize("pragma", ["query_only=ON", "max_page_count=1"])
def test_a_full_or_read_only_database_refuses_and_stores_nothing_by_half(app: Flask, pragma: str) -> None:
    def fill(connection: Connection) -> None:
        for number in range(5000):
            store_place(f"{number:0100}")(connection)

    with app.app_context():
        engine = db.engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute(f"PRAGMA {pragma}"))

    with app.app_context(), pytest.raises(OperationalError):
        durably(fill)

    assert stored_codes(app) == set()


@only_sqlite
def test_who_waits_for_a_writer_that_never_ends_is_refused(
        app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE_SECONDS", 0.05)
    started, release = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> str:
        started.set()
        assert release.wait(10)
        return "held"

    def run() -> str:
        with app.app_context():
            return durably(hold)

    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(run)
        assert started.wait(10)
        with app.app_context(), pytest.raises(OperationalError):
            durably(store_place("late"))
        release.set()
        assert holder.result() == "held"

    assert stored_codes(app) == set()
    with app.app_context():
        assert durably(store_place("next")) == "next"


def test_a_request_that_waits_holds_no_reading_transaction(app: Flask) -> None:
    with app.app_context():
        db.session.scalars(select(Territory)).all()

        durably(store_place("a"))

        assert not db.session().in_transaction()


def test_changes_left_in_the_session_are_not_dropped_silently(app: Flask) -> None:
    with app.app_context():
        db.session.add(Territory(code="x", name="x", kind="village"))

        with pytest.raises(RuntimeError):
            durably(store_place("a"))


@only_sqlite
def test_a_forked_process_writes_with_a_pen_and_connections_of_its_own(app: Flask) -> None:
    with app.app_context():
        durably(store_place("parent"))
        group_commit._pen(db.engine).is_held = True  # as if a thread of the parent were writing

        child = os.fork()
        if child == 0:
            try:
                durably(store_place("child"))
            finally:
                os._exit(0)
        os.waitpid(child, 0)

    assert stored_codes(app) == {"parent", "child"}


@only_sqlite
def test_an_engine_that_was_disposed_of_writes_again(app: Flask) -> None:
    with app.app_context():
        durably(store_place("a"))
        db.engine.dispose()

        durably(store_place("b"))

    assert stored_codes(app) == {"a", "b"}
