"""Tables of counts, sorted as the address asks, each figure leading to what it is made of. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from consult.desk.coverage import Inhabitants
from consult.desk.filters import Filters
from consult.errors import N_
from consult.text import spelling
from consult.web.sorting import NAME, Order, order_of

NUMBER = "nombre"


@dataclass(frozen=True)
class Line:
    """One value of what answers are told apart by."""

    key: str
    label: str
    count: int | None
    """None is withheld."""
    query: Mapping[str, str] | None = None
    """Filters that lead to the answers counted here."""
    inhabitants: Inhabitants | None = None
    has_few: bool = False


@dataclass(frozen=True)
class Breakdown:
    """Counts that add up to a total."""

    name: str
    """The filter it belongs to, as the address says it."""
    lines: tuple[Line, ...]
    total: int | None
    order: Order = Order("")

    def share(self, line: Line) -> float | None:
        return line.count / self.total if line.count is not None and self.total else None


UNKNOWN = N_("Non précisé")


def breakdown(name: str, counts: Mapping[str, int], labels: Mapping[str, str], filters: Filters, *,
              total: int) -> Breakdown:
    """The counts of a filter's values, each leading to itself; what is in none of them has a line too."""
    lines = [Line(key, labels.get(key, key), count, filters.query(**{name: key}))
             for key, count in counts.items()]
    rest = total - sum(counts.values())
    return Breakdown(name, (*lines, Line("", UNKNOWN, rest)) if rest else tuple(lines), total)


def _size(line: Line) -> int:
    # Withheld counts are all alike here: their place must not tell what they are.
    return -1 if line.count is None else line.count


def sort_lines(table: Breakdown, asked: str, *, usual: str) -> Breakdown:
    """Sorted as the address asks, or as usual; "" keeps the order there is."""
    order = order_of(table.name, asked, {NAME, NUMBER}, usual=usual)
    lines = list(table.lines)
    if order.sort:
        lines.sort(key=lambda line: spelling(line.label), reverse=order.sort == f"-{NAME}")
    if order.column == NUMBER:
        lines.sort(key=_size, reverse=order.is_descending)
    return replace(table, lines=tuple(lines), order=order)
