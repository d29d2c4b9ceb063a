"""Places as a file tells them: one line each, with the source of every figure."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data" / "territories.csv"


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    kind: str
    parent_code: str | None = None
    other_names: str = ""
    population: int | None = None
    """Unknown stays unknown, never zero."""
    population_year: int | None = None
    population_basis: str = ""
    source_title: str = ""
    source_url: str = ""
    note: str = ""


def _number(cell: str) -> int | None:
    return int(cell) if cell.strip() else None


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        code=row["code"], name=row["name"], kind=row["kind"], parent_code=row["parent"] or None,
        other_names=row["name_alt"], population=_number(row["population"]),
        population_year=_number(row["year"]), population_basis=row["population_basis"],
        source_title=row["source_title"], source_url=row["source_url"], note=row["note"])


def read_places(lines: Iterable[str]) -> list[Place]:
    """The places of a CSV file with the columns of `data/territories.csv`."""
    return [_place(row) for row in csv.DictReader(lines)]


def places() -> list[Place]:
    """The places this release ships: Mayotte, its communes, Mamoudzou's villages."""
    with DATA.open(encoding="utf-8", newline="") as stream:
        return read_places(stream)
