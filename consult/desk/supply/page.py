"""The supply as a page: a table for each place that has something, the smallest places first. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult.territories.models import KnownOffer, Territory
from consult.territories.supply import KINDS
from consult.text import spelling
from consult.web.sorting import Order, in_order

SMALLEST_FIRST = ("quartier", "village", "autre", "commune", "epci", "departement")
NEAR = ("quartier", "village")
UNKNOWN_LAST = -1.0
WORDS = ("nom", "type", "horaires", "gestionnaire", "etat")


@dataclass(frozen=True)
class Section:
    place: Territory
    within: str
    """The name of the place it lies in."""
    rows: Sequence[KnownOffer]


COLUMNS: Mapping[str, Callable[[KnownOffer], object]] = {
    "nom": lambda row: spelling(row.name),
    "type": lambda row: spelling(KINDS.get(row.kind, row.kind)),
    "nombre": lambda row: UNKNOWN_LAST if row.value is None else row.value,
    "horaires": lambda row: spelling(row.opening_hours),
    "gestionnaire": lambda row: spelling(row.manager),
    "etat": lambda row: spelling(row.status),
    "annee": lambda row: row.year or UNKNOWN_LAST,
}


def _rank(place: Territory) -> tuple[int, str]:
    known = place.kind in SMALLEST_FIRST
    return SMALLEST_FIRST.index(place.kind) if known else len(SMALLEST_FIRST), spelling(place.name)


def sections_of(rows: Iterable[KnownOffer], places: Iterable[Territory], order: Order) -> list[Section]:
    """The places that have a line, each with its own sorted."""
    known, found = {place.code: place for place in places}, dict[str, list[KnownOffer]]()
    for row in rows:
        found.setdefault(row.territory_code, []).append(row)
    return [Section(place, known[place.parent_code].name if place.parent_code else "",
                    in_order(found[place.code], order, COLUMNS))
            for place in sorted((known[code] for code in found), key=_rank)]


def silent(rows: Iterable[KnownOffer], places: Iterable[Territory]) -> list[str]:
    """The villages and quarters of which nobody knows any offer, by name."""
    spoken = {row.territory_code for row in rows}
    near = (place for place in places if place.kind in NEAR and place.code not in spoken)
    return [place.name for place in sorted(near, key=lambda place: spelling(place.name))]
