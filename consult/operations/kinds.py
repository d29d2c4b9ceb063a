"""What a column holds, whatever the database: how it is read, written in JSON, and stored again.

Kinds are found in the tables themselves, not in the models: a copy of an older site is read as it is, and
what is JSON or a choice in the models is copied as the very text that is stored.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import types
from sqlalchemy.types import TypeEngine

from consult.db.types import Moment
from consult.errors import Refused

Convert = Callable[[Any], Any]
UUID_DIGITS = 32


class UnknownKind(Refused):
    """A column that no part of this product made."""

    sentence = ("La colonne «\u00a0%(column)s\u00a0» de la table «\u00a0%(table)s\u00a0» n’est pas d’une "
                "sorte connue. La base doit servir à ce site seul.")


@dataclass(frozen=True)
class Kind:
    """`type` reads and writes the column; the two others go between its values and those of JSON."""

    type: TypeEngine[Any]
    to_json: Convert | None = None
    from_json: Convert | None = None


KINDS = {
    "uuid": Kind(types.Uuid(as_uuid=False)),
    "text": Kind(types.Text()),
    "boolean": Kind(types.Boolean()),
    "integer": Kind(types.BigInteger()),
    "number": Kind(types.Double()),
    "moment": Kind(Moment(), datetime.isoformat, datetime.fromisoformat),
    "day": Kind(types.Date(), date.isoformat, date.fromisoformat),
    "octets": Kind(types.LargeBinary(), lambda octets: b64encode(octets).decode(), b64decode),
}
_OF_TYPES: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (types.Uuid, "uuid"), (types.String, "text"), (types.Boolean, "boolean"), (types.Integer, "integer"),
    (types.Float, "number"), (types.DateTime, "moment"), (types.Date, "day"), (types.LargeBinary, "octets"))


def kind_of(found: TypeEngine[Any]) -> str | None:
    """The name of the kind of a column as the database describes it; None where it is none of ours."""
    # SQLite has no type for keys: they are the only columns of exactly 32 characters.
    if isinstance(found, types.CHAR) and found.length == UUID_DIGITS:
        return "uuid"
    return next((name for kind, name in _OF_TYPES if isinstance(found, kind)), None)


def _converter(converts: Iterable[Convert | None]) -> Callable[[Sequence[Any]], list[Any]]:
    steps = [(place, convert) for place, convert in enumerate(converts) if convert]

    def convert_row(row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, convert in steps:
            if values[place] is not None:
                values[place] = convert(values[place])
        return values

    return convert_row


def to_json(kinds: Iterable[str]) -> Callable[[Sequence[Any]], list[Any]]:
    """What makes a row of the database one of JSON."""
    return _converter(KINDS[kind].to_json for kind in kinds)


def from_json(kinds: Iterable[str]) -> Callable[[Sequence[Any]], list[Any]]:
    """What makes a row of JSON one of the database."""
    return _converter(KINDS[kind].from_json for kind in kinds)
