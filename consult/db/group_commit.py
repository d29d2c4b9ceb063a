"""Group commit: submissions of the same moment share one transaction, hence one wait for the disk.

Context: SQLite has one writer, and a durable commit waits for the disk. Choice: no writer thread; the thread
that finds nobody writing writes for all who wait, then hands the pen to one of those who came meanwhile.
Consequence: nothing to start or stop, nothing lost at a fork, no change of thread for a lone request.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from threading import Event, Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from consult.db import batch, db, together
from consult.db.batch import Call, refusal

T = TypeVar("T")
PATIENCE_SECONDS = 10.0
"""Longer than the busy timeout of the database, shorter than what a phone waits for."""
LARGEST_BATCH = 256


class _Party:
    """What one thread wants written, and how it is told that it was."""

    __slots__ = ("calls", "has_pen", "wake")

    def __init__(self, calls: Sequence[Call]) -> None:
        self.calls, self.has_pen, self.wake = calls, False, Event()

    @property
    def is_done(self) -> bool:
        return all(call.is_done for call in self.calls)

    def refuse(self, cause: BaseException) -> None:
        for call in self.calls:
            if not call.is_done:
                call.finish(error=refusal(cause))


class _Pen:
    """The right to write to one database in this process, held by one thread at a time."""

    def __init__(self) -> None:
        self.guard = Lock()
        self.waiting: deque[_Party] = deque()
        self.is_held = False

    def write(self, engine: Engine, calls: Sequence[Call]) -> None:
        """Returns once each call has its outcome."""
        party = _Party(calls)
        with self.guard:
            self.waiting.append(party)
            party.has_pen = not self.is_held
            self.is_held = True
        if not party.has_pen and not party.wake.wait(PATIENCE_SECONDS):
            self._give_up(party)
        if not party.is_done:
            self._write_for_all(engine)

    def _give_up(self, party: _Party) -> None:
        """Stop waiting. A work in a writer's hands may still be stored: works bear being sent again."""
        with self.guard:
            if party.has_pen or party.is_done:
                return
            if party in self.waiting:
                self.waiting.remove(party)
            party.refuse(TimeoutError("the database stayed busy"))

    def _write_for_all(self, engine: Engine) -> None:
        with self.guard:
            parties = list(self._next_parties())
        try:
            batch.write(engine, [call for party in parties for call in party.calls])
        finally:
            self._hand_over(parties)

    def _next_parties(self) -> Iterable[_Party]:
        """The first of those who wait, whatever it brings, and as many more as make a batch."""
        count = 0
        while self.waiting and (not count or count + len(self.waiting[0].calls) <= LARGEST_BATCH):
            party = self.waiting.popleft()
            count += len(party.calls)
            yield party

    def _hand_over(self, parties: Iterable[_Party]) -> None:
        with self.guard:
            heir = self.waiting[0] if self.waiting else None
            self.is_held = heir is not None
            if heir:
                heir.has_pen = True
                heir.wake.set()
        for party in parties:
            # Not done where the writing thread was itself interrupted.
            party.refuse(InterruptedError("the writer was interrupted"))
            party.wake.set()


_pens: "WeakKeyDictionary[Engine, _Pen]" = WeakKeyDictionary()
_pens_guard = Lock()


def _start_afresh() -> None:
    """In a forked child: whoever held the pen stayed in the parent, and so must its connections."""
    global _pens_guard
    _pens_guard = Lock()
    for engine in list(_pens):
        engine.dispose(close=False)
    _pens.clear()


os.register_at_fork(after_in_child=_start_afresh)


def _pen(engine: Engine) -> _Pen:
    found = _pens.get(engine)
    if found is None:
        with _pens_guard:
            found = _pens.setdefault(engine, _Pen())
    return found


def _end_reading() -> None:
    """A request that waits must hold no snapshot and no connection that the writer may need."""
    if not db.session.registry.has():
        return
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("The session has changes of its own: commit or drop them before durably().")
    session.rollback()


def durably(work: Callable[[Connection], T]) -> T:
    """Run `work` in a writing transaction and return what it returned, once that is on the disk.

    `work` uses the connection it is given, no session; it may be run a second time after a rollback. What
    it raises reaches the caller, and its writes are undone. Raises OperationalError when the database stays
    locked, is full or cannot be written.
    """
    engine = db.engine
    _end_reading()
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            return work(connection)
    call = Call(engine, work)
    if together.is_in_round():
        together.leave(call)
    else:
        _pen(engine).write(engine, [call])
    result: T = call.outcome()
    return result


def write_together(calls: Iterable[Call]) -> None:
    """Give each of these an outcome, with as few waits for the disk as there are databases."""
    by_engine: dict[Engine, list[Call]] = {}
    for call in calls:
        by_engine.setdefault(call.engine, []).append(call)
    for engine, of_engine in by_engine.items():
        _pen(engine).write(engine, of_engine)
