"""Tables sorted as their address asks: `?tri=village.-nombre`. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

Row = TypeVar("Row")
NAME = "nom"


@dataclass(frozen=True)
class Order:
    """How a table is sorted, and what its address becomes when it is sorted another way."""

    name: str
    """The table, as the address says it."""
    sort: str = ""
    """The column, `-` in front where the largest or the last comes first; empty for the order there is."""
    words: frozenset[str] = frozenset({NAME})
    """Columns read from the first to the last; the others are numbers, whose largest comes first."""

    @property
    def column(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        return self.sort.startswith("-")

    def next_sort(self, column: str) -> str:
        """What a tap on the head of a column asks for: the other way round where it is sorted so already."""
        usual, other = (column, f"-{column}") if column in self.words else (f"-{column}", column)
        return f"{self.name}.{other if self.sort == usual else usual}"


def order_of(name: str, asked: str, columns: Collection[str], *, usual: str = "",
             words: Iterable[str] = (NAME,)) -> Order:
    """The order an address asks for (`village.-nombre`); one that nobody knows is the usual one."""
    table, _, sort = asked.partition(".")
    known = table == name and sort.removeprefix("-") in columns
    return Order(name, sort if known else usual, frozenset(words))


def in_order(rows: Iterable[Row], order: Order, keys: Mapping[str, Callable[[Row], Any]]) -> list[Row]:
    """The rows sorted; those that are alike stay as they stand."""
    return sorted(rows, key=keys[order.column], reverse=order.is_descending)
