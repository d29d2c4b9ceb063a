"""Requests of one round: each goes its way, and what they store is stored at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from consult.db import db, durably, group_commit
from consult.db.group_commit import write_together
from consult.db.together import is_in_round, serve_round
from tests.db.test_group_commit import begun as begun
from tests.db.test_group_commit import only_sqlite, store_place, stored_codes

Ask = Callable[[], Any]


def served(app: Flask, asks: Sequence[Ask]) -> list[Any]:
    """What each request of a round ends with, or what it raises."""
    ends: list[Any] = [None] * len(asks)

    def request(number: int) -> Callable[[], None]:
        def run() -> None:
            with app.app_context():
                try:
                    ends[number] = asks[number]()
                except Exception as problem:
                    ends[number] = problem
        return run

    serve_round([request(number) for number in range(len(asks))], write_together)
    return ends


def storing(*codes: str) -> Ask:
    return lambda: [durably(store_place(code)) for code in codes]


@only_sqlite
def test_what_a_round_stores_shares_one_commit(app: Flask, begun: list[str]) -> None:
    codes = [f"p{number}" for number in range(12)]

    ends = served(app, [storing(code) for code in codes])

    assert ends == [[code] for code in codes]
    assert begun == ["BEGIN"]
    assert stored_codes(app) == set(codes)


@only_sqlite
def test_who_stores_twice_waits_twice_and_keeps_nobody(app: Flask, begun: list[str]) -> None:
    ends = served(app, [storing("a", "b"), lambda: "nothing to store", storing("c")])

    assert ends == [["a", "b"], "nothing to store", ["c"]]
    assert len(begun) == 2
    assert stored_codes(app) == {"a", "b", "c"}


def test_a_bad_work_of_a_round_harms_nobody_else(app: Flask) -> None:
    def bad(connection: Connection) -> None:
        store_place("half")(connection)
        raise ValueError("no")

    ends = served(app, [storing("a"), lambda: durably(bad), storing("b")])

    assert (ends[0], ends[2]) == (["a"], ["b"])
    assert isinstance(ends[1], ValueError)
    assert stored_codes(app) == {"a", "b"}


def test_each_request_of_a_round_keeps_what_is_its_own(app: Flask) -> None:
    def request(name: str) -> Ask:
        def ask() -> tuple[str, str]:
            g.name = name
            db.session.connection()
            durably(store_place(name))
            return name, g.name
        return ask

    assert served(app, [request("a"), request("b")]) == [("a", "a"), ("b", "b")]


@only_sqlite
def test_a_round_waits_for_the_pen_no_longer_than_others(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE_SECONDS", 0.05)
    holding, release = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> None:
        holding.set()
        assert release.wait(10)

    def write() -> None:
        with app.app_context():
            durably(hold)

    holder = threading.Thread(target=write)
    holder.start()
    assert holding.wait(10)

    ends = served(app, [storing("a"), storing("b")])
    release.set()
    holder.join()

    assert [type(end) for end in ends] == [OperationalError, OperationalError]
    assert stored_codes(app) == set()


def test_a_round_is_known_from_inside_only(app: Flask) -> None:
    seen: list[bool] = []

    serve_round([lambda: seen.append(is_in_round())], write_together)

    assert (seen, is_in_round()) == ([True], False)
