"""The whole supply as one table: taken in whole, or refused with every fault and its place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from consult.errors import N_, TableFault
from consult.territories.figures import in_file
from consult.territories.gazetteer import Gazetteer
from consult.territories.supply import KINDS, Offer
from consult.territories.supply_cells import CHECKS, PLACE, line_faults, offer_of
from consult.text import folded

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "territory_code": ("code du lieu", "territory_code"), "place": ("lieu", "place"),
    "kind": ("type", "kind"), "name": ("nom", "name", "name_or_indicator"),
    "value": ("nombre", "value", "places"), "unit": ("unité", "unit"), "status": ("état", "status"),
    "year": ("année", "year"), "hours": ("horaires", "opening_hours"),
    "manager": ("gestionnaire", "manager"), "source_title": ("source", "source_title"),
    "source_url": ("adresse de la source", "source_url"), "note": ("remarque", "note")}
"""Names of each column; the first is what we write."""
NEEDED = ("kind", "name", "value", "source_title")
MOST_LINES = 2000
MISSING = N_("Il manque la colonne « %(column)s ».")
UNKNOWN = N_("La colonne « %(column)s » n’est pas connue. Corrigez son nom, ou enlevez-la.")
TWICE = N_("Deux colonnes disent la même chose : « %(column)s ». Gardez-en une.")
NOTHING = N_("Ce tableau n’a aucune ligne.")
TOO_MANY = N_("Ce tableau a trop de lignes : 2 000 au plus.")
DOUBLED = N_("Cette ligne est déjà à la ligne %(line)s : même lieu, même type, même nom, même année, même "
             "source.")


@dataclass(frozen=True)
class Line:
    """A line of a file: its number there, and its cells by heading."""

    row: int
    cells: Mapping[str, str]
    formulas: frozenset[str] = frozenset()
    """Headings of the cells that hold a formula."""


class BrokenSupply(Exception):
    """The table cannot be taken in; nothing of it is."""

    def __init__(self, faults: Iterable[TableFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")


@lru_cache(maxsize=256)
def _ours(heading: str) -> str | None:
    return next((ours for ours, names in HEADINGS.items() if folded(heading) in map(folded, names)), None)


def _heading_faults(headings: Sequence[str]) -> Iterator[TableFault]:
    found = [_ours(heading) for heading in headings]
    for place, (heading, ours) in enumerate(zip(headings, found, strict=True)):
        if ours is None:
            yield TableFault(1, heading, UNKNOWN, {"column": heading})
        elif ours in found[:place]:
            yield TableFault(1, heading, TWICE, {"column": HEADINGS[ours][0]})
    missing = [ours for ours in NEEDED if ours not in found]
    missing += [] if set(PLACE) & set(found) else [PLACE[0]]
    for ours in missing:
        yield TableFault(1, HEADINGS[ours][0], MISSING, {"column": HEADINGS[ours][0]})


def _renamed(line: Line) -> Line:
    """The line with its cells under our names of the columns, empty where it has none."""
    named = {heading: _ours(heading) or heading for heading in {*line.cells, *line.formulas}}
    cells = {**dict.fromkeys(CHECKS, ""), **{named[name]: cell for name, cell in line.cells.items()}}
    return Line(line.row, cells, frozenset(named[name] for name in line.formulas))


def _doubled(offers: Sequence[tuple[int, Offer]]) -> Iterator[TableFault]:
    seen: dict[object, int] = {}
    for row, offer in offers:
        if offer.identity in seen:
            yield TableFault(row, "name", DOUBLED, {"line": str(seen[offer.identity])})
        seen.setdefault(offer.identity, row)


def _as_written(faults: Iterable[TableFault], headings: Sequence[str]) -> list[TableFault]:
    """The faults, each under the heading that the file has."""
    written = {_ours(heading): heading for heading in headings}
    return [replace(fault, column=written.get(fault.column, HEADINGS[fault.column][0])) for fault in faults]


def _size_fault(lines: Sequence[Line]) -> TableFault | None:
    if not lines:
        return TableFault(1, "name", NOTHING)
    return TableFault(lines[MOST_LINES].row, "name", TOO_MANY) if len(lines) > MOST_LINES else None


def read_supply(headings: Sequence[str], lines: Sequence[Line], gazetteer: Gazetteer) -> list[Offer]:
    """The offers of a table. Raises BrokenSupply with every fault."""
    if faults := list(_heading_faults(headings)):
        raise BrokenSupply(faults)
    if fault := _size_fault(lines):
        raise BrokenSupply(_as_written([fault], headings))
    found: list[tuple[int, Offer]] = []
    for line in map(_renamed, lines):
        wrong = list(line_faults(line.row, line.cells, gazetteer, line.formulas))
        faults += wrong
        found += [] if wrong else [(line.row, offer_of(line.cells, gazetteer))]
    if faults := [*faults, *_doubled(found)]:
        raise BrokenSupply(sorted(_as_written(faults, headings), key=lambda fault: fault.row))
    return [offer for _row, offer in found]


def cells_of(offer: Offer, gazetteer: Gazetteer) -> dict[str, str]:
    """An offer as `offer_of` reads it back."""
    return {
        "territory_code": offer.territory_code, "place": gazetteer.name(offer.territory_code),
        "kind": KINDS.get(offer.kind, offer.kind), "name": offer.name,
        "value": "" if offer.value is None else in_file(offer.value), "unit": offer.unit,
        "status": offer.status, "year": offer.source.year, "hours": offer.hours, "manager": offer.manager,
        "source_title": offer.source.title, "source_url": offer.source.url, "note": offer.source.note}


def supply_lines(offers: Iterable[Offer], gazetteer: Gazetteer) -> Iterator[Sequence[str]]:
    """The table, its headings first; `read_supply` reads it back without a change."""
    yield [HEADINGS[column][0] for column in CHECKS]
    for offer in offers:
        cells = cells_of(offer, gazetteer)
        yield [cells[column] for column in CHECKS]
