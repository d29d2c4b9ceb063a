"""Where answers are still missing: places with few of them, by a rule that the page states. Pure.

Populations stand beside the counts and are never added up or turned into shares: the sources give them for
different years and different bounds (a village here, a priority district there).
"""

from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 30
"""Below this many answers hardly anything can be said of a place."""


@dataclass(frozen=True)
class Inhabitants:
    """A published population, and the year it tells of."""

    number: int
    year: int | None


@dataclass(frozen=True)
class Place:
    """A place, the answers it gave, and what is known of its size."""

    code: str
    name: str
    count: int
    inhabitants: Inhabitants | None = None

    @property
    def has_few(self) -> bool:
        return self.count < FEWEST


def coverage(counts: Mapping[str, int], names: Mapping[str, str],
             inhabitants: Mapping[str, Inhabitants | None]) -> list[Place]:
    """Every place that the questionnaire names and the territory knows, the fewest answers first."""
    places = [Place(code, names.get(code, code), count, inhabitants[code])
              for code, count in counts.items() if code in inhabitants]
    return sorted(places, key=lambda place: (place.count, place.name))
