"""Frozen dataclasses as JSON documents and back, by their types: nothing is lost on the way. Pure."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from consult.text import Localized

Value = TypeVar("Value")


def to_document(value: Any) -> Any:
    """JSON of a dataclass and all that is in it: days as ISO dates, members of an Enum as their values."""
    if isinstance(value, Localized):
        return value.to_json()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {field.name: to_document(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return _collected(value)


def _collected(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: to_document(each) for key, each in value.items()}
    return [to_document(each) for each in value] if isinstance(value, tuple) else value


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def from_document(kind: type[Value], document: Any) -> Value:
    """The dataclass a document was made of. Raises KeyError or ValueError for another one's."""
    read: Value = _read(kind, document)
    return read


def _read(kind: Any, document: Any) -> Any:
    origin, inside = get_origin(kind), get_args(kind)
    if origin is tuple:
        return tuple(_read(inside[0], each) for each in document)
    if origin is Mapping:
        return {key: _read(inside[1], each) for key, each in document.items()}
    if type(None) in inside:
        return None if document is None else _read(inside[0], document)
    return _one(kind, document)


def _one(kind: Any, document: Any) -> Any:
    if kind is Localized:
        return Localized.from_json(document)
    if kind is date:
        return date.fromisoformat(document)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        types = _types(kind)
        return kind(**{field.name: _read(types[field.name], document[field.name])
                       for field in dataclasses.fields(kind)})
    return kind(document)


def canonical(document: Any) -> bytes:
    """The one way a document is written: as a file, it has the hash that is printed of it."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_hash(document: Any) -> str:
    """SHA-256 of the canonical JSON, hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()
