"""Needs × places: a figure in each cell, and how dark it is. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.desk.needs.lines import Counts, Figured
from consult.needs.taxonomy import Need
from consult.web.sorting import Order

LEVELS = 5
MEASURES = ("part", "nombre", "fort", "priorite")
"""Share of the base; how many express it; how many strongly; how many name it a priority."""


@dataclass(frozen=True)
class Heat:
    """The table: places in the questionnaire's order, needs in the taxonomy's unless sorted."""

    places: Mapping[str, str]
    rows: Sequence[tuple[Need, Counts, Mapping[str, Counts]]]
    """Each need, everywhere and in each place."""
    measure: str
    most: float

    def value(self, counts: Counts) -> float | None:
        return measured(counts, self.measure)

    def level(self, counts: Counts) -> int:
        """0 for nothing or unknown, then 1 to 5."""
        value = self.value(counts)
        if not value or not self.most:
            return 0
        return min(int(value / self.most * LEVELS) + 1, LEVELS)


def measured(counts: Counts, measure: str) -> float | None:
    values = {"part": counts.share, "nombre": counts.expressing,
              "fort": counts.strong if counts.asks_strong else None,
              "priorite": counts.priority if counts.asks_priority else None}
    value = values[measure]
    return None if value is None else float(value)


def heat(figured: Figured, needs: Sequence[Need], *, measure: str, order: Order) -> Heat:
    """The table of a measure. Sorted by a place, the needs most expressed there come first."""
    place = figured.survey.place
    places = {group.code: str(group.label) for group in place.groups} if place else {}
    rows = [(need, figured.counts(need), figured.by_place(need)) for need in needs]
    most = max((measured(counts, measure) or 0.0 for _need, _all, by_place in rows
                for counts in by_place.values()), default=0.0)
    if order.column:
        rows.sort(key=lambda row: _in_column(row, order.column, measure), reverse=order.is_descending)
    return Heat(places, rows, measure, most)


def _in_column(row: tuple[Need, Counts, Mapping[str, Counts]], column: str, measure: str) -> float:
    value = measured(row[2].get(column, row[1]), measure)
    return -1.0 if value is None else value
