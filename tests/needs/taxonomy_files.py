"""Tables of needs for tests, made row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from consult.needs.taxonomy_table import COLUMNS, HEADINGS
from tests.surveys.xlsform_files import a_csv, an_xlsx

DOMAIN = {"code": "ACC", "level": "1", "label_fr": "Accueil"}
NEED = {"code": "ACC-1", "level": "2", "parent": "ACC", "label_fr": "Une place",
        "evidence_any": "garde_souhaitee=creche", "evidence_strong": "priorites=place"}
Rows = Iterable[Mapping[str, str]]


def cells(rows: Rows, headings: Iterable[str] = HEADINGS) -> list[list[str]]:
    return [list(headings), *([row.get(name, "") for name in headings] for row in rows)]


def as_csv(*rows: Mapping[str, str], headings: Iterable[str] = COLUMNS, separator: str = ",") -> bytes:
    return a_csv(cells(rows, headings), separator=separator)


def as_xlsx(*rows: Mapping[str, str], sheet: str = "Besoins") -> bytes:
    return an_xlsx(**{sheet: cells(rows)})
