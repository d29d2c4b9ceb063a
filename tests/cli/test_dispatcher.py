"""Families' answers are served by one thread, all that wait at once; the rest by waitress's own."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from consult.cli import dispatcher
from consult.cli.dispatcher import Dispatcher, is_sending

SEND = "/fr/consultations/petite-enfance/questionnaire/envoi"


class Connection:
    """A connection with one request, that says who served it."""

    def __init__(self, path: str = SEND, command: str = "POST", error: object = None) -> None:
        self.requests = [SimpleNamespace(path=path, command=command, error=error)]
        self.thread, self.is_served = "", threading.Event()

    def service(self) -> None:
        self.thread = threading.current_thread().name
        self.is_served.set()


class Held(Connection):
    """One that keeps its thread until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go = threading.Event()

    def service(self) -> None:
        super().service()
        assert self.may_go.wait(10)


class Broken(Connection):
    def service(self) -> None:
        super().service()
        raise OSError("the phone is gone")


def held(threads: Dispatcher, others: Iterable[Connection]) -> Held:
    """A connection that keeps the lane while these wait."""
    first = Held()
    threads.add_task(first)
    assert first.is_served.wait(10)
    for connection in others:
        threads.add_task(connection)
    return first


@pytest.fixture
def threads() -> Iterator[Dispatcher]:
    threads = Dispatcher(2)
    yield threads
    threads.shutdown()


@pytest.mark.parametrize(("request_line", "expected"), [
    (Connection(), True),
    (Connection("/fr/r/pmi2/envoi"), True),
    (Connection(command="GET"), False),
    (Connection("/fr/reunions/abc/inscription"), False),
    (Connection("/staff/reunions/abc/accueil/envoi"), False),
    (Connection(error="bad"), False)])
def test_only_families_answers_are_for_the_lane(request_line: Connection, expected: bool) -> None:
    assert is_sending(request_line) is expected


def test_answers_have_a_thread_of_their_own(threads: Dispatcher) -> None:
    asked = [Connection(), Connection(), Connection("/fr/", "GET")]
    for connection in asked:
        threads.add_task(connection)

    assert all(connection.is_served.wait(10) for connection in asked)
    assert [connection.thread for connection in asked[:2]] == ["sendings", "sendings"]
    assert asked[2].thread != "sendings"


def test_all_that_wait_make_one_round_up_to_a_number(
        threads: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []
    real = dispatcher.serve_round

    def count(tasks: Any, write: Any) -> None:
        rounds.append(len(tasks))
        real(tasks, write)

    monkeypatch.setattr(dispatcher, "serve_round", count)
    monkeypatch.setattr(dispatcher, "LARGEST_ROUND", 4)
    others = [Connection() for _ in range(6)]
    held(threads, others).may_go.set()

    assert all(connection.is_served.wait(10) for connection in others)
    assert rounds == [1, 4, 2]


def test_a_lost_connection_stops_nobody(threads: Dispatcher) -> None:
    broken, next_one = Broken(), Connection()
    threads.add_task(broken)
    threads.add_task(next_one)

    assert next_one.is_served.wait(10)


def test_a_lost_round_does_not_end_the_lane(threads: Dispatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    is_lost = threading.Event()

    def lose(_tasks: Any, _write: Any) -> None:
        monkeypatch.undo()
        is_lost.set()
        raise SystemExit

    monkeypatch.setattr(dispatcher, "serve_round", lose)
    lost, next_one = Connection(), Connection()
    threads.add_task(lost)
    assert is_lost.wait(10)
    threads.add_task(next_one)

    assert next_one.is_served.wait(10)
    assert not lost.is_served.is_set()


def test_whoever_waits_is_served_before_the_end() -> None:
    threads = Dispatcher(1)
    others = [Connection() for _ in range(3)]
    held(threads, others).may_go.set()

    threads.shutdown()

    assert all(connection.is_served.is_set() for connection in others)
    assert not threads.lane.thread.is_alive()
