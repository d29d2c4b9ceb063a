"""Statements compiled once and handed to the driver, for the few that run hundreds of times a second.

SQLAlchemy writes the SQL and converts the values, as anywhere else; what is left out is its work around each
execution, which cost more than the insertion itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, UpdateBase
from sqlalchemy.exc import OperationalError

Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class _Compiled:
    sql: str
    names: tuple[str, ...]
    converters: tuple[tuple[str, Convert], ...]
    is_positional: bool

    def values(self, given: Mapping[str, Any]) -> Any:
        values = dict(given)
        for name, convert in self.converters:
            values[name] = convert(values[name])
        return tuple([values[name] for name in self.names]) if self.is_positional else values


def _compile(statement: UpdateBase, names: tuple[str, ...], dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    found = ((name, bind.type.dialect_impl(dialect).bind_processor(dialect))
             for name, bind in compiled.binds.items())
    converters = tuple((name, convert) for name, convert in found if convert)
    in_order = tuple(compiled.positiontup or ())
    return _Compiled(compiled.string, in_order, converters, bool(compiled.positional))


class Prepared:
    """A statement that changes rows, written for each database; `names` are its values."""

    def __init__(self, names: tuple[str, ...], **statements: UpdateBase) -> None:
        self.names, self.statements = names, statements
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows it changed. Raises SQLAlchemy's OperationalError; other errors are the driver's."""
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = _compile(self.statements[dialect.name], self.names, dialect)
            self._compiled[dialect.name] = compiled
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.sql, compiled.values(values))
            return int(cursor.rowcount)
        except dialect.loaded_dbapi.OperationalError as problem:
            raise OperationalError("prepared", None, problem) from problem
        finally:
            cursor.close()
