"""Works of the same moment in one transaction: all of them are on the disk, or none of them is.

A work that fails takes nothing with it: the others are written again, each by itself.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from consult.db import writing
from consult.metrics import BATCHES

STORAGE_TROUBLE = frozenset({
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""What is wrong with the file, not with the work: trying one by one would only keep everybody waiting."""


def refusal(cause: BaseException) -> OperationalError:
    """What web/errors.py turns into a 503: nothing was acknowledged, the family can send again."""
    return OperationalError("durably", None, cause)


def _is_storage_trouble(problem: BaseException) -> bool:
    code = getattr(getattr(problem, "orig", None), "sqlite_errorcode", 0)
    return (code & 0xFF) in STORAGE_TROUBLE


class Call:
    """One request's work, and what became of it."""

    __slots__ = ("engine", "error", "is_done", "result", "work")

    def __init__(self, engine: Engine, work: Callable[[Connection], Any]) -> None:
        self.engine, self.work = engine, work
        self.is_done = False
        self.result: Any = None
        self.error: BaseException | None = None

    def finish(self, result: Any = None, error: BaseException | None = None) -> None:
        self.result, self.error, self.is_done = result, error, True

    def outcome(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.result


def write(engine: Engine, batch: Sequence[Call]) -> None:
    """Give each of these an outcome."""
    try:
        with writing(), engine.begin() as connection:
            results = [call.work(connection) for call in batch]
    except Exception as problem:
        _write_apart(engine, batch, problem)
    else:
        BATCHES.observe(len(batch))
        for call, result in zip(batch, results, strict=True):
            call.finish(result)


def _write_apart(engine: Engine, batch: Sequence[Call], problem: Exception) -> None:
    """The batch was rolled back whole: each work gets its own transaction, so that a bad one harms nobody."""
    if _is_storage_trouble(problem):
        cause = getattr(problem, "orig", problem)
        for call in batch:
            call.finish(error=refusal(cause))
    elif len(batch) == 1:
        batch[0].finish(error=problem)
    else:
        for call in batch:
            write(engine, [call])
