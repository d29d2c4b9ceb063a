"""A line of the supply as somebody typed it: a service or a figure, or all that is wrong with it. Pure."""

from collections.abc import Iterator, Mapping

from consult.errors import N_, TableFault
from consult.territories.cells import (
    Cells,
    Check,
    Problem,
    a_figure,
    a_year,
    an_address,
    any_text,
    faults_in,
    needed,
    read_value,
)
from consult.territories.gazetteer import Gazetteer
from consult.territories.supply import INDICATOR, KINDS, Offer, Source
from consult.text import folded

NO_KIND = N_("Écrivez ce que c’est : %(kinds)s.")
OTHER_KIND = N_("« %(kind)s » n’est pas un type connu. Les types sont : %(kinds)s.")
NO_NAME = N_("Écrivez le nom du service ou du chiffre.")
NO_SOURCE = N_("Écrivez d’où vient cette ligne. Seul un chiffre inconnu peut rester sans source.")
NO_PLACE = N_("Écrivez le lieu : son code ou son nom.")
OTHER_PLACE = N_("« %(place)s » n’est pas un lieu connu.")
NEAR_PLACE = N_("« %(place)s » n’est pas un lieu connu. Est-ce « %(near)s » ?")
SEVERAL_PLACES = N_("« %(place)s » peut être plusieurs lieux. Écrivez un de ces codes : %(codes)s.")
NOT_THE_SAME = N_("Le code du lieu et son nom ne disent pas le même lieu.")
PLACE = ("territory_code", "place")


def find_kind(written: str) -> str | None:
    """A kind by its code or in plain words."""
    known = {folded(name): code for code, label in KINDS.items() for name in (code, label)}
    return known.get(folded(written))


def _kind(written: str) -> Problem | None:
    kinds = ", ".join(KINDS.values())
    if not written:
        return NO_KIND, {"kinds": kinds}
    return None if find_kind(written) else (OTHER_KIND, {"kind": written[:80], "kinds": kinds})


CHECKS: Mapping[str, Check] = {
    "territory_code": any_text, "place": any_text, "kind": _kind, "name": needed(NO_NAME), "value": a_figure,
    "unit": any_text, "status": any_text, "year": a_year, "hours": any_text, "manager": any_text,
    "source_title": any_text, "source_url": an_address, "note": any_text}
"""Each column, in the order of a table."""


def _places(cells: Cells, gazetteer: Gazetteer) -> list[str]:
    """The codes of the places that both cells may be."""
    found = [gazetteer.find(cells[column]) for column in PLACE if cells.get(column)]
    return [code for code in found[0] if all(code in others for others in found)] if found else []


def _unknown_place(written: str, gazetteer: Gazetteer) -> Problem:
    near = gazetteer.near(written)
    values = {"place": written[:80]}
    return (NEAR_PLACE, {**values, "near": near}) if near else (OTHER_PLACE, values)


def _place_fault(row: int, cells: Cells, gazetteer: Gazetteer) -> TableFault | None:
    written = {column: cells[column] for column in PLACE if cells.get(column)}
    if not written:
        return TableFault(row, PLACE[0], NO_PLACE)
    for column, name in written.items():
        if not gazetteer.find(name):
            return TableFault(row, column, *_unknown_place(name, gazetteer))
    column, name = next(iter(written.items()))
    found = _places(cells, gazetteer)
    if len(found) > 1:
        return TableFault(row, column, SEVERAL_PLACES, {"place": name, "codes": ", ".join(found)})
    return None if found else TableFault(row, column, NOT_THE_SAME)


def _source_fault(row: int, cells: Cells) -> TableFault | None:
    is_unknown = find_kind(cells.get("kind", "")) == INDICATOR and not cells.get("value")
    return None if cells.get("source_title") or is_unknown else TableFault(row, "source_title", NO_SOURCE)


def line_faults(row: int, cells: Cells, gazetteer: Gazetteer,
                formulas: frozenset[str] = frozenset()) -> Iterator[TableFault]:
    """All that is wrong with a line, whatever the others are; one fault a cell."""
    found = {fault.column: fault for fault in faults_in(row, cells, CHECKS, formulas)}
    if not found.keys() & set(PLACE) and (fault := _place_fault(row, cells, gazetteer)):
        found[fault.column] = fault
    if "source_title" not in found and (fault := _source_fault(row, cells)):
        found[fault.column] = fault
    return (found[column] for column in CHECKS if column in found)


def offer_of(cells: Cells, gazetteer: Gazetteer) -> Offer:
    """What a line says that has no fault."""
    source = Source(cells["source_title"], cells["source_url"], cells["year"], cells["note"])
    return Offer(_places(cells, gazetteer)[0], find_kind(cells["kind"]) or "", cells["name"],
                 read_value(cells["value"]), cells["unit"], cells["status"], cells["hours"],
                 cells["manager"], source)
