"""Reading what came in: by the million to count, or one by one in a stable order that is not of arrival."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, func, select

from consult.campaigns.models import Mode
from consult.db import db
from consult.responses.models import Response
from consult.responses.packing import Layout, Rows, unpack
from consult.surveys.models import QuestionnaireVersion

AT_ONCE = 20_000


@dataclass(frozen=True)
class Coded:
    """A column of few distinct values: `values`, and for each row the place of its own among them."""

    values: tuple[Any, ...]
    codes: NDArray[np.uint16]

    def equals(self, value: Any) -> NDArray[np.bool_]:
        """Which rows hold this value."""
        if value not in self.values:
            return np.zeros(len(self.codes), dtype=bool)
        return np.asarray(self.codes == self.values.index(value))

    def only(self, which: NDArray[np.bool_]) -> Coded:
        return replace(self, codes=self.codes[which])

    def counts(self) -> dict[Any, int]:
        tally = np.bincount(self.codes, minlength=len(self.values))
        return dict(zip(self.values, tally.tolist(), strict=True))


@dataclass(frozen=True)
class Table:
    """All responses to one questionnaire version, side by side; the order of rows means nothing."""

    days: NDArray[np.datetime64]
    languages: Coded
    modes: Coded
    relays: Coded
    """Keys of relays, None where there was none."""
    rows: Rows

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, which: NDArray[np.bool_]) -> Table:
        """The same with some of the rows."""
        return Table(self.days[which], self.languages.only(which), self.modes.only(which),
                     self.relays.only(which), self.rows[which])

    def until(self, day: date) -> Table:
        """The responses that came by the end of a day."""
        return self.only(np.asarray(self.days <= np.datetime64(day)))


class _Places(dict[tuple[Any, ...], int]):
    """Numbers given to values in the order in which they are met."""

    def __missing__(self, value: tuple[Any, ...]) -> int:
        self[value] = len(self)
        return self[value]


def _column(values: Sequence[Any], which: NDArray[np.intp]) -> Coded:
    places: dict[Any, int] = {value: place for place, value in enumerate(dict.fromkeys(values))}
    own = np.array([places[value] for value in values], dtype=np.uint16)
    return Coded(tuple(places), own[which])


def _key(relay: Any) -> UUID | None:
    """SQLite keeps a key as digits."""
    return UUID(relay) if isinstance(relay, str) else relay


def _table(strata: Iterable[tuple[Any, ...]], which: NDArray[np.intp], rows: Rows) -> Table:
    days, languages, modes, relays = zip(*strata, strict=True) if len(which) else ((), (), (), ())
    return Table(
        np.array(days, dtype="datetime64[D]")[which], _column(languages, which),
        _column([Mode(mode) for mode in modes], which),
        _column([_key(relay) for relay in relays], which), rows)


def _batches(columns: Select[*tuple[Any, ...]], version_id: UUID) -> Iterator[list[tuple[Any, ...]]]:
    """Rows as the driver hands them over, some at a time: SQLAlchemy’s own take five times as long."""
    connection = db.session.connection()
    query = columns.where(Response.version_id == version_id)
    # PostgreSQL sends everything at once to a cursor without a name; SQLite knows no names.
    named = {"name": "counted"} if connection.dialect.name == "postgresql" else {}
    with closing(connection.connection.cursor(**named)) as cursor:
        cursor.execute(str(query.compile(connection, compile_kwargs={"literal_binds": True})))
        while batch := cursor.fetchmany(AT_ONCE):
            yield cast(list[tuple[Any, ...]], batch)


def load_table(version_id: UUID, layout: Layout) -> Table:
    """Everything that can be counted of a version's responses, without reading a document."""
    columns = select(Response.day, Response.language, Response.mode, Response.relay_id, Response.packed)
    places, which, packed = _Places(), [], bytearray()
    for batch in _batches(columns, version_id):
        # Few strata are distinct: each row keeps the place of its own.
        which.append(np.fromiter((places[row[:4]] for row in batch), np.uint32, len(batch)))
        packed += b"".join([row[4] for row in batch])
    indexes = np.concatenate(which).astype(np.intp) if which else np.zeros(0, np.intp)
    return _table(places, indexes, unpack(layout, bytes(packed)))


def load_rows(version_id: UUID, layout: Layout) -> Rows:
    """The packed rows alone, as fast as they come; their order means nothing."""
    packed = bytearray()
    for batch in _batches(select(Response.packed), version_id):
        packed += b"".join([row for row, in batch])
    return unpack(layout, bytes(packed))


@dataclass(frozen=True)
class Answered:
    """One response, for files. `reference` tells rows apart and leads to no key."""

    reference: str
    version_id: UUID
    language: str
    mode: Mode
    relay_id: UUID | None
    day: date
    answers: Mapping[str, Any]


def reference_of(key: UUID) -> str:
    """What tells a response apart where its key must not be shown."""
    return hashlib.sha256(key.bytes).hexdigest()[:12]


def iter_responses(version_id: UUID) -> Iterator[Answered]:
    """The responses to a version, streamed, in the order of their random keys."""
    columns = select(Response.key, Response.version_id, Response.language, Response.mode, Response.relay_id,
                     Response.day, Response.answers)
    in_order = columns.where(Response.version_id == version_id).order_by(Response.key)
    found = db.session.connection().execute(in_order, execution_options={"yield_per": 1000})
    for key, *others in found:
        yield Answered(reference_of(key), *others)


@dataclass(frozen=True)
class Participation:
    """How many answered, and how the questionnaire reached them."""

    total: int
    by_day: Mapping[date, int]
    by_language: Mapping[str, int]
    by_mode: Mapping[Mode, int]
    by_relay: Mapping[UUID | None, int]


def participation(campaign_id: UUID) -> Participation:
    """Counts over all versions of a campaign's questionnaire, days in order, the rest by size."""
    reached = (Response.day, Response.language, Response.mode, Response.relay_id)
    versions = select(QuestionnaireVersion.id).where(QuestionnaireVersion.campaign_id == campaign_id)
    grouped = select(*reached, func.count()).where(Response.version_id.in_(versions)).group_by(*reached)
    counts: tuple[Counter[Any], ...] = tuple(Counter() for _ in reached)
    for *values, count in db.session.execute(grouped):
        for counter, value in zip(counts, values, strict=True):
            counter[value] += count
    days, *others = counts
    return Participation(days.total(), dict(sorted(days.items())), *(dict(c.most_common()) for c in others))
