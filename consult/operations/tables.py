"""The tables of a site as they are found in its database, and their rows, in the order of their keys.

Keys of families are random: in their order, a row's place says nothing of when it came, nor beside whom.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, MetaData, Table, column, func, insert, select, table

from consult.operations.kinds import KINDS, UnknownKind, from_json, kind_of, to_json

LEFT_OUT = frozenset({"alembic_version", "staff_session"})
"""The revision is told apart; a sign-in that ended since must not open again."""
MOST_ROWS, MOST_OCTETS = 500, 2 ** 20
SMALL_SHARE = 100


def tables_of(connection: Connection) -> list[Table]:
    """What a copy holds, each table behind those it points at."""
    found = MetaData()
    found.reflect(connection)
    return [each for each in found.sorted_tables if each.name not in LEFT_OUT]


def kinds_of(found: Table) -> dict[str, str]:
    """Names of columns, in their order, and of their kinds. Raises UnknownKind."""
    kinds = {}
    for each in sorted(found.columns, key=lambda each: each.name):
        kind = kind_of(each.type)
        if kind is None:
            raise UnknownKind(column=each.name, table=found.name)
        kinds[each.name] = kind
    return kinds


def _columns(kinds: Mapping[str, str]) -> list[ColumnElement[Any]]:
    return [column(name, KINDS[kind].type) for name, kind in kinds.items()]


def _by_octets(key: Column[Any], connection: Connection) -> ColumnElement[Any]:
    """A key in the order of its octets: the sentences of a language would be sorted otherwise elsewhere."""
    is_words = connection.dialect.name == "postgresql" and kind_of(key.type) == "text"
    return key.collate("C") if is_words else key


def rows_of(connection: Connection, found: Table) -> Iterator[list[Any]]:
    """The rows of a table as JSON has them. No more than one in a hundred is held at a time."""
    kinds = kinds_of(found)
    count = connection.execute(select(func.count()).select_from(found)).scalar_one()
    in_order = [_by_octets(key, connection) for key in found.primary_key]
    whole = select(*_columns(kinds)).select_from(found).order_by(*in_order)
    at_once = max(1, min(MOST_ROWS, count // SMALL_SHARE))
    convert = to_json(kinds.values())
    for row in connection.execute(whole, execution_options={"yield_per": at_once}):
        yield convert(row)


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if len(batch) == MOST_ROWS or size >= MOST_OCTETS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def load(connection: Connection, name: str, kinds: Mapping[str, str], lines: Iterable[bytes]) -> None:
    """Insert rows of JSON into a table."""
    convert = from_json(kinds.values())
    adding = insert(table(name, *_columns(kinds)))  # type: ignore[arg-type]
    for batch in _batches(lines):
        rows = (convert(json.loads(line)) for line in batch)
        connection.execute(adding, [dict(zip(kinds, row, strict=True)) for row in rows])
