"""A copy of a site as lines of JSON, table after table, each with its sum: made and read in one pass. Pure.

Context: a copy must outlive the database it came from, and be trusted years later. Choice: lines that any
tool reads; each table ends with its number of rows and its SHA-256, and the whole with a sum of all that.
Consequence: what is cut short or changed is found by reading, and two copies are compared by their sums.
"""

import gzip
import hashlib
import json
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from consult.errors import Refused

FORMAT = 1
ROW = b"["
"""How a row begins; every other line is an object."""


class Damaged(Refused):
    """Not all of what was written is there as it was written."""

    sentence = "Ce fichier est abîmé ou incomplet. Rien n’a été restauré."


class FromTheFuture(Refused):
    """Written by a release that knows more than this one."""

    sentence = "Cette sauvegarde vient d’une version plus récente du site. Installez d’abord cette version."


@dataclass(frozen=True)
class Head:
    """What a copy says of itself. Without the secret, receipts already given out would open nothing."""

    release: str
    revision: str
    day: date
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Sum:
    """What stands at the end of a table."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """All that a copy holds, without the rows themselves."""

    head: Head
    sums: Mapping[str, Sum]

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.sums.values())


@dataclass(frozen=True)
class Table:
    """A table that is being read; its rows are lines, in the order of their keys."""

    name: str
    columns: Mapping[str, str]
    """Names of columns, and of their kinds."""
    rows: Iterator[bytes]


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class Writer:
    """Writes a copy to a stream, in constant memory."""

    def __init__(self, stream: IO[bytes], head: Head) -> None:
        self._stream, self._head = stream, head
        self._whole = hashlib.sha256()
        self._sums: dict[str, Sum] = {}
        self._tell({"consult backup": FORMAT, "release": head.release, "revision": head.revision,
                    "day": head.day.isoformat(), "secret": head.secret})

    def _tell(self, value: Mapping[str, Any]) -> None:
        line = _line(value)
        self._whole.update(line)
        self._stream.write(line)

    def add(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        self._tell({"table": name, "columns": columns})
        count, digest = 0, hashlib.sha256()
        for row in rows:
            line = _line(row)
            digest.update(line)
            self._stream.write(line)
            count += 1
        self._sums[name] = Sum(count, digest.hexdigest())
        self._tell({"rows": count, "sha256": digest.hexdigest()})

    def end(self) -> Contents:
        self._stream.write(_line({"tables": len(self._sums), "sha256": self._whole.hexdigest()}))
        return Contents(self._head, self._sums)


class Reader:
    """Reads a copy from a stream. Raises Damaged as soon as something is not as it was written."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._whole = hashlib.sha256()
        self._sums: dict[str, Sum] = {}
        self.head = self._read_head()

    def _next(self) -> bytes:
        try:
            return self._stream.readline()
        except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
            raise Damaged from problem

    def _told(self, line: bytes) -> dict[str, Any]:
        self._whole.update(line)
        try:
            value = json.loads(line)
        except ValueError as problem:
            raise Damaged from problem
        return value if isinstance(value, dict) else {}

    def _read_head(self) -> Head:
        told = self._told(self._next())
        if told.get("consult backup", 0) > FORMAT:
            raise FromTheFuture
        try:
            return Head(told["release"], told["revision"], date.fromisoformat(told["day"]), told["secret"])
        except (KeyError, ValueError) as problem:
            raise Damaged from problem

    def _rows(self, name: str) -> Iterator[bytes]:
        count, digest = 0, hashlib.sha256()
        while (line := self._next()).startswith(ROW):
            digest.update(line)
            count += 1
            yield line
        found = Sum(count, digest.hexdigest())
        if self._told(line) != {"rows": found.rows, "sha256": found.sha256}:
            raise Damaged
        self._sums[name] = found

    def tables(self) -> Iterator[Table]:
        """The tables in their order; what a reader leaves of one is read and checked before the next."""
        while True:
            expected = self._whole.hexdigest()
            told = self._told(self._next())
            if "table" not in told:
                break
            table = Table(told["table"], told.get("columns", {}), self._rows(told["table"]))
            yield table
            deque(table.rows, maxlen=0)
        if told != {"tables": len(self._sums), "sha256": expected} or self._next():
            raise Damaged

    def contents(self) -> Contents:
        """Read all of it, or what is left, and say what it holds."""
        deque(self.tables(), maxlen=0)
        return Contents(self.head, self._sums)
