"""What a table of a frozen diagnostic is made of: columns with their words, and rows of plain values. Pure.

An empty cell is never zero. Beside each figure that may be absent stands a column that says why it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from consult.diagnostic.snapshot import Snapshot

Cell = str | int | float | date | None
Row = tuple[Cell, ...]
Value = Callable[[Any], Cell]
YES, NO = "oui", "non"
SHARE_DECIMALS = 4


class Kind(StrEnum):
    """What the cells of a column are, whatever file they are in."""

    CODE = "code"
    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    SHARE = "share"
    """In [0, 1]."""
    YES = "yes"
    DAY = "day"
    STATE = "state"


class State(StrEnum):
    """Why a figure is, or is not, in the cell beside."""

    PUBLISHED = "publié"
    WITHHELD = "masqué"
    UNKNOWN = "inconnu"
    EITHER = "masqué ou inconnu"
    POINTLESS = "sans objet"


ABOUT_STATE = (
    "Dit pourquoi la cellule voisine est remplie ou vide : publié ; masqué, pour que personne ne soit "
    "reconnu ; inconnu ; sans objet, car aucune question ne le demande.")


@dataclass(frozen=True)
class Column:
    name: str
    title: str
    about: str
    value: Value
    kind: Kind = Kind.TEXT
    is_needed: bool = False
    """Whether no row leaves it empty."""
    states: tuple[str, ...] = ()
    """Columns that say why it is empty: the first that says anything else than published."""


@dataclass(frozen=True)
class Link:
    """These columns name a row of another table."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """A table before it is filled: `items` are what its rows are read from."""

    name: str
    title: str
    about: str
    items: Callable[[Snapshot], Iterable[Any]]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    links: tuple[Link, ...] = ()
    is_aggregate: bool = True
    """False where a row holds what one person said."""

    def filled(self, snapshot: Snapshot) -> Table:
        rows = tuple(tuple(column.value(item) for column in self.columns) for item in self.items(snapshot))
        return Table(self, rows)


@dataclass(frozen=True)
class Table:
    shape: Shape
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        return self.shape.name

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.shape.columns

    def cells(self, *names: str) -> list[Row]:
        """Of each row, the cells of these columns."""
        places = [next(place for place, column in enumerate(self.columns) if column.name == name)
                  for name in names]
        return [tuple(row[place] for place in places) for row in self.rows]


def yes(condition: bool) -> str:
    return YES if condition else NO


def share(value: float | None) -> float | None:
    return None if value is None else round(value, SHARE_DECIMALS)


def withheld(_item: Any) -> State:
    return State.WITHHELD


def explained(name: str, title: str, about: str, value: Value, *, kind: Kind = Kind.WHOLE,
              absent: Callable[[Any], State] = withheld) -> tuple[Column, Column]:
    """A figure that may be absent, and the column that says why: `absent` tells it of an empty cell."""
    state = f"{name}_etat"
    return (
        Column(name, title, about, value, kind, states=(state,)),
        Column(state, f"{title} (état)", ABOUT_STATE,
               lambda item: State.PUBLISHED if value(item) is not None else absent(item),
               Kind.STATE, is_needed=True))
