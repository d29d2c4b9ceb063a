"""Packed rows: answers as a few dozen bytes, so that a million of them are counted without parsing JSON.

A row is made of fixed-width fields derived from the questionnaire alone. It holds what can be counted: of a
text whether there is one, of a repeat how many there are, of a contact nothing. The document is the record.
"""

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from math import inf, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consult.surveys.questions import CHOOSING, OTHER, Kind, Question, Questionnaire, Section

Rows = NDArray[np.void]
NOT_ASKED, NO_ANSWER, FIRST = 0, 1, 2
"""Of a single choice: 0, 1, then the choices in their order."""
EARLIEST_NOT_ASKED, EARLIEST_NO_ANSWER = -2, -1
"""Of a day or a minute: below all that can be answered."""
ASKED_BIT = 1
CHOICES_PER_MASK = 63
FORMAT_VERSION = 1
_ABSENT: Any = object()


class Store(StrEnum):
    """How the answers to a question are kept."""

    CODE = "code"
    MASK = "mask"
    PLACES = "places"
    NUMBER = "number"
    DAY = "day"
    MINUTE = "minute"
    PRESENCE = "presence"
    INSTANCES = "instances"


STORES: Mapping[Kind, Store] = {
    Kind.TEXT: Store.PRESENCE,
    Kind.INTEGER: Store.NUMBER,
    Kind.DECIMAL: Store.NUMBER,
    Kind.RANGE: Store.NUMBER,
    Kind.DATE: Store.DAY,
    Kind.TIME: Store.MINUTE,
    Kind.ONE: Store.CODE,
    Kind.MULTIPLE: Store.MASK,
    Kind.RANK: Store.PLACES,
    Kind.ACKNOWLEDGE: Store.PRESENCE,
    Kind.CALCULATE: Store.PRESENCE,
    Kind.HIDDEN: Store.PRESENCE,
}


@dataclass(frozen=True)
class Field:
    """One number of the row: `format` as `struct` writes it, `absent` where the question was not asked."""

    name: str
    format: str
    absent: int | float
    encode: Callable[[Any], int | float]
    """From an answer, None where there is none, to the number."""


@dataclass(frozen=True)
class Column:
    """A question, or a repeat, as it is packed."""

    question: str
    store: Store
    choices: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Layout:
    """How the rows of one questionnaire version are written and read."""

    columns: Mapping[str, Column]
    dtype: np.dtype[np.void]
    writer: struct.Struct
    steps: tuple[tuple[str, int | float, Callable[[Any], int | float]], ...]
    """What `pack` does, in order: name of the answer, number where it is absent, number otherwise."""


def _presence(answer: Any) -> int:
    return NO_ANSWER if answer is None or answer is False or answer == "" else FIRST


def _number(answer: Any) -> float:
    return nan if answer is None else float(answer)


def _day(answer: str | None) -> int:
    return date.fromisoformat(answer).toordinal() if answer else EARLIEST_NO_ANSWER


def _minute(answer: str | None) -> int:
    return int(answer[:2]) * 60 + int(answer[3:5]) if answer else EARLIEST_NO_ANSWER


def _instances(answer: Any) -> int:
    return NO_ANSWER + min(len(answer or ()), 254)


def _mask(bits: Mapping[str, int], answer: Any) -> int:
    mask = ASKED_BIT
    for choice in answer or ():
        mask |= bits[choice]
    return mask


def _place(choice: str, answer: Any) -> int:
    return FIRST + answer.index(choice) if answer and choice in answer else NO_ANSWER


def _code_fields(name: str, choices: tuple[str, ...]) -> Iterator[Field]:
    codes: dict[str | None, int] = {None: NO_ANSWER} | {choice: FIRST + i for i, choice in enumerate(choices)}
    yield Field(name, "B" if len(codes) < 256 else "H", NOT_ASKED, codes.__getitem__)


def _mask_fields(name: str, choices: tuple[str, ...]) -> Iterator[Field]:
    for start in range(0, max(len(choices), 1), CHOICES_PER_MASK):
        here = choices[start:start + CHOICES_PER_MASK]
        # A choice kept in another field is known here too, as no bit: an unknown one must not pass.
        bits = dict.fromkeys(choices, 0) | {choice: 2 << i for i, choice in enumerate(here)}
        width = next(letter for letter, size in _MASKS if len(here) < size)
        yield Field(f"{name}/{start}" if start else name, width, NOT_ASKED, partial(_mask, bits))


def _place_fields(name: str, choices: tuple[str, ...]) -> Iterator[Field]:
    for choice in choices:
        yield Field(f"{name}/{choice}", "B", NOT_ASKED, partial(_place, choice))


def _one_field(letter: str, absent: int | float, encode: Callable[[Any], int | float]) -> Any:
    return lambda name, _choices: iter((Field(name, letter, absent, encode),))


_MASKS = (("B", 8), ("H", 16), ("I", 32), ("Q", 64))
_FIELDS: Mapping[Store, Callable[[str, tuple[str, ...]], Iterator[Field]]] = {
    Store.CODE: _code_fields,
    Store.MASK: _mask_fields,
    Store.PLACES: _place_fields,
    Store.NUMBER: _one_field("d", -inf, _number),
    Store.DAY: _one_field("i", EARLIEST_NOT_ASKED, _day),
    Store.MINUTE: _one_field("h", EARLIEST_NOT_ASKED, _minute),
    Store.PRESENCE: _one_field("B", NOT_ASKED, _presence),
    Store.INSTANCES: _one_field("B", NOT_ASKED, _instances),
}
_NUMPY = {"B": "<u1", "H": "<u2", "I": "<u4", "Q": "<u8", "d": "<f8", "i": "<i4", "h": "<i2"}


def _column(name: str, store: Store, choices: tuple[str, ...] = ()) -> Column:
    return Column(name, store, choices, tuple(_FIELDS[store](name, choices)))


def _columns_of(question: Question) -> Iterator[Column]:
    if question.kind is Kind.NOTE:
        return
    choices = tuple(choice.name for choice in question.choices) if question.kind in CHOOSING else ()
    if question.or_other and OTHER not in choices:
        choices = (*choices, OTHER)
    yield _column(question.name, STORES[question.kind], choices)
    if question.or_other:
        yield _column(f"{question.name}_{OTHER}", Store.PRESENCE)


def _columns(items: Iterable[Question | Section]) -> Iterator[Column]:
    for item in items:
        if isinstance(item, Question):
            yield from _columns_of(item)
        elif item.is_contact:
            continue
        elif item.is_repeat:
            yield _column(item.name, Store.INSTANCES)
        else:
            yield from _columns(item.items)


def layout(questionnaire: Questionnaire) -> Layout:
    """The row of a questionnaire: the same questionnaire always gives the same one."""
    columns = {column.question: column for column in _columns(questionnaire.sections)}
    fields = [(column.question, field) for column in columns.values() for field in column.fields]
    # The first byte says which rules wrote the row; it also gives a questionnaire without questions a row.
    formats = [("/version", _NUMPY["B"]), *((field.name, _NUMPY[field.format]) for _, field in fields)]
    return Layout(
        columns, np.dtype(formats), struct.Struct("<B" + "".join(field.format for _, field in fields)),
        tuple((question, field.absent, field.encode) for question, field in fields))


def pack(layout: Layout, answers: Mapping[str, Any]) -> bytes:
    """The row of a document. Raises LookupError where it holds a choice its questionnaire has not."""
    get = answers.get
    return layout.writer.pack(FORMAT_VERSION, *[
        absent if (answer := get(question, _ABSENT)) is _ABSENT else encode(answer)
        for question, absent, encode in layout.steps])


def unpack(layout: Layout, packed: bytes) -> Rows:
    """Rows that were joined, as an array of records, without copying them."""
    return np.frombuffer(packed, dtype=layout.dtype)
