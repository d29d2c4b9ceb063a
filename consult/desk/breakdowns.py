"""Tables of counts, sorted as the address asks, each figure leading to what it is made of. Pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from consult.desk.filters import Filters
from consult.errors import N_
from consult.needs.disclosure import PLAIN, Reason, Rule, protect

NAME, NUMBER = "nom", "nombre"


@dataclass(frozen=True)
class Line:
    """One value of what answers are told apart by."""

    key: str
    label: str
    count: int | None
    """None is withheld."""
    query: Mapping[str, str] | None = None
    """Filters that lead to the answers counted here."""
    share_of_people: float | None = None
    has_few: bool = False


@dataclass(frozen=True)
class Breakdown:
    """Counts that add up to a total."""

    name: str
    """The filter it belongs to, as the address says it."""
    lines: tuple[Line, ...]
    total: int | None
    sort: str = ""
    """Column it is sorted by, `-` in front where the largest or the last comes first."""
    reasons: frozenset[Reason] = frozenset()

    def share(self, line: Line) -> float | None:
        return line.count / self.total if line.count is not None and self.total else None

    @property
    def column(self) -> str:
        return self.sort.lstrip("-")

    @property
    def is_descending(self) -> bool:
        return self.sort.startswith("-")

    def next_sort(self, column: str) -> str:
        """What a tap on the head of a column asks for: the other way round where it is sorted so already."""
        usual = f"-{column}" if column == NUMBER else column
        other = column if usual.startswith("-") else f"-{column}"
        return f"{self.name}.{other if self.sort == usual else usual}"


UNKNOWN = N_("Non précisé")


def breakdown(name: str, counts: Mapping[str, int], labels: Mapping[str, str], filters: Filters, *,
              total: int) -> Breakdown:
    """The counts of a filter's values, each leading to itself; what is in none of them has a line too."""
    lines = [Line(key, labels.get(key, key), count, filters.query(**{name: key}))
             for key, count in counts.items()]
    rest = total - sum(counts.values())
    return Breakdown(name, (*lines, Line("", UNKNOWN, rest)) if rest else tuple(lines), total)


def protected(name: str, counts: Mapping[str, int], labels: Mapping[str, str], *,
              rule: Rule = PLAIN) -> Breakdown:
    """The same for somebody who must not recognise a family: small counts withheld, nothing to open."""
    table = protect(counts, rule)
    lines = (Line(key, labels.get(key, key) or UNKNOWN, cell.count) for key, cell in table)
    return Breakdown(name, tuple(lines), table.total.count, reasons=table.reasons)


def spelling(label: str) -> str:
    """What a label is sorted by: « École » comes between « Dispensaire » and « Foyer »."""
    letters = unicodedata.normalize("NFKD", label.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _size(line: Line) -> int:
    # Withheld counts are all alike here: their place must not tell what they are.
    return -1 if line.count is None else line.count


def sort_lines(table: Breakdown, asked: str, *, usual: str) -> Breakdown:
    """Sorted as the address asks (`village.-nombre`), or as usual; "" keeps the order there is.

    An order nobody knows is the usual one.
    """
    name, _, sort = asked.partition(".")
    if name != table.name or sort.removeprefix("-") not in {NAME, NUMBER}:
        sort = usual
    if not sort:
        return table
    lines = sorted(table.lines, key=lambda line: spelling(line.label), reverse=sort == f"-{NAME}")
    if sort.removeprefix("-") == NUMBER:
        lines.sort(key=_size, reverse=sort == f"-{NUMBER}")
    return replace(table, lines=tuple(lines), sort=sort)
