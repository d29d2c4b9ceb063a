"""A value of an indicator as somebody typed it: the value, or all that is wrong with it. Pure."""

from collections.abc import Iterator, Mapping

from consult.errors import N_, TableFault
from consult.territories.cells import (
    Cells,
    Check,
    a_figure,
    a_year,
    an_address,
    any_text,
    faults_in,
    needed,
    read_value,
)
from consult.territories.figures import in_file
from consult.territories.gazetteer import Gazetteer
from consult.territories.indicators import Indicator, Value
from consult.territories.supply import Source

NO_YEAR = N_("Écrivez l’année que ce nombre décrit.")
NO_SOURCE = N_("Écrivez d’où vient ce nombre.")
NO_NUMBER = N_("Écrivez un nombre. Ce qui est inconnu reste sans ligne.")
NO_PLACE = N_("Choisissez un lieu.")
ZERO = N_("On ne peut pas diviser par zéro. Laissez vide ce qui est inconnu.")
BOTH = N_("Laissez cette case vide : la part est calculée avec les deux autres nombres.")
FIGURES = ("value", "numerator", "denominator")
CHECKS: Mapping[str, Check] = {
    "territory_code": any_text, "value": a_figure, "numerator": a_figure, "denominator": a_figure,
    "year": needed(NO_YEAR, a_year), "nature": any_text, "source_title": needed(NO_SOURCE),
    "source_url": an_address, "note": any_text}


def _figure_fault(cells: Cells) -> TableFault | None:
    """What is wrong with the figures together, where each by itself is right."""
    value, numerator, denominator = (read_value(cells.get(column, "")) for column in FIGURES)
    if value is None and numerator is None and denominator is None:
        return TableFault(1, "value", NO_NUMBER)
    if denominator == 0:
        return TableFault(1, "denominator", ZERO)
    if value is not None and numerator is not None and denominator is not None:
        return TableFault(1, "value", BOTH)
    return None


def value_faults(cells: Cells, gazetteer: Gazetteer) -> Iterator[TableFault]:
    """All that is wrong with a value; one fault a cell."""
    found = {fault.column: fault for fault in faults_in(1, cells, CHECKS)}
    if cells["territory_code"] not in gazetteer.names:
        found["territory_code"] = TableFault(1, "territory_code", NO_PLACE)
    if not found.keys() & set(FIGURES) and (fault := _figure_fault(cells)):
        found[fault.column] = fault
    return (found[column] for column in CHECKS if column in found)


def value_of(cells: Cells, indicator: Indicator) -> Value:
    """What cells say that have no fault."""
    value, numerator, denominator = (read_value(cells.get(column, "")) for column in FIGURES)
    source = Source(cells["source_title"], cells["source_url"], cells["year"], cells["note"])
    return Value(indicator.code, cells["territory_code"], numerator, denominator, value, indicator.unit,
                 cells["nature"], source)


def cells_of_value(value: Value) -> dict[str, str]:
    """A value as `value_of` reads it back."""
    figures = {column: getattr(value, column) for column in FIGURES}
    source = value.source
    return {"territory_code": value.territory_code, "year": source.year, "nature": value.nature,
            "source_title": source.title, "source_url": source.url, "note": source.note,
            **{column: "" if figure is None else in_file(figure) for column, figure in figures.items()}}
