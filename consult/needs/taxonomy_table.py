"""The table a taxonomy comes in: its columns, and all that is wrong with it, with the place. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from consult.errors import N_, TableFault
from consult.i18n import LANGUAGES
from consult.needs.evidence import BrokenRule, parse_rule
from consult.text import FRENCH

COLUMNS = ("code", "level", "parent", "label_fr", "definition_fr", "evidence_any", "evidence_strong",
           "free_text_cues_fr", "vulnerability_lens", "supply_or_context_indicator", "lead_actors")
NEEDED = ("code", "level", "parent", "label_fr")
FILLED = ("code", "level", "label_fr")
TRANSLATIONS = {f"label_{tag}": tag for tag in LANGUAGES if tag != FRENCH}
"""Columns that may be there: the label in each other language, and whether somebody read it again."""
REVIEWS = {f"{name}_reviewed": name for name in TRANSLATIONS}
HEADINGS = (*COLUMNS, *(name for label in TRANSLATIONS for name in (label, f"{label}_reviewed")))
RULES = ("evidence_any", "evidence_strong")
OF_DOMAINS = {"code", "level", "parent", "label_fr", "definition_fr", *TRANSLATIONS, *REVIEWS}
YES, NO = ("oui", "yes", "true", "1"), ("", "non", "no", "false", "0")
MOST_ROWS, LONGEST_CELL = 500, 2000
LONGEST = {"code": 40, "label_fr": 200, **dict.fromkeys(TRANSLATIONS, 200)}
_CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")

Row = Mapping[str, str]
Line = tuple[int, Row]
"""A row and its number in the file; the heading is 1."""


class BrokenTaxonomy(Exception):
    """The table cannot be taken in; nothing of it is."""

    def __init__(self, faults: Iterable[TableFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")


def cleaned(row: Row) -> dict[str, str]:
    """Every column there may be, without spaces around; empty where the row has none."""
    return {name: (row.get(name) or "").strip() for name in HEADINGS}


def heading_faults(headings: Iterable[str]) -> Iterator[TableFault]:
    """A column that is missing, or that nobody would read."""
    found = list(headings)
    for name in NEEDED:
        if name not in found:
            yield TableFault(1, name, N_("Il manque la colonne « %(column)s »."), {"column": name})
    for name in found:
        if name not in HEADINGS:
            yield TableFault(1, name, N_("La colonne « %(column)s » n’est pas connue. Corrigez son nom, ou "
                                         "enlevez-la."), {"column": name})


def faults_of(table: Sequence[Line]) -> list[TableFault]:
    """Everything wrong with these cleaned rows, in the order of the file."""
    cells = (fault for number, row in table for fault in cell_faults(number, row))
    found = [*_check_size(table), *cells, *_check_codes(table), *_check_parents(table)]
    return sorted(found, key=lambda fault: (fault.row, _place(fault.column)))


def _place(column: str) -> int:
    return HEADINGS.index(column)


def _check_size(table: Sequence[Line]) -> Iterator[TableFault]:
    if not any(row["parent"] for _number, row in table):
        yield TableFault(1, "code", N_("Ce tableau n’a aucun besoin."))
    if len(table) > MOST_ROWS:
        yield TableFault(table[MOST_ROWS][0], "code", N_("Ce tableau a trop de lignes."))


def cell_faults(number: int, row: Row) -> Iterator[TableFault]:
    """What is wrong with the cells of a row, whatever the others are."""
    for name in HEADINGS:
        fault = _cell_fault(number, name, row)
        if fault:
            yield fault


def _cell_fault(number: int, name: str, row: Row) -> TableFault | None:
    value = row[name]
    if not value:
        return TableFault(number, name, N_("Cette case est vide.")) if name in FILLED else None
    if value.startswith("="):
        return TableFault(number, name, N_("Cette case contient une formule."))
    if len(value) > LONGEST.get(name, LONGEST_CELL):
        return TableFault(number, name, N_("Cette case est trop longue."))
    if row["level"] == "1" and name not in OF_DOMAINS:
        return TableFault(number, name, N_("Cette case va avec un besoin, et la ligne est un domaine."))
    return _rule_fault(number, name, value) if name in RULES else _review_fault(number, name, row)


def _rule_fault(number: int, name: str, written: str) -> TableFault | None:
    try:
        parse_rule(written)
    except BrokenRule as problem:
        return TableFault(number, name, problem.fault.sentence, dict(problem.fault.values))
    return None


def _review_fault(number: int, name: str, row: Row) -> TableFault | None:
    if name not in REVIEWS:
        return None
    if row[name].lower() not in YES + NO:
        return TableFault(number, name, N_("Écrivez oui ou non."))
    if row[name].lower() in YES and not row[REVIEWS[name]]:
        return TableFault(number, name, N_("Il n’y a pas de texte à relire."))
    return None


def _check_codes(table: Sequence[Line]) -> Iterator[TableFault]:
    times = Counter(row["code"] for _number, row in table)
    for number, row in table:
        code = row["code"]
        if code and not _CODE.fullmatch(code):
            yield TableFault(number, "code", N_("Le code « %(code)s » doit ressembler à ACC-1."),
                             {"code": code[:40]})
        elif code and times[code] > 1:
            yield TableFault(number, "code", N_("Le code « %(code)s » est déjà pris."), {"code": code})


def _check_parents(table: Sequence[Line]) -> Iterator[TableFault]:
    """Two levels: domains without a parent, needs whose parent is a domain; so that no circle is possible."""
    domains = {row["code"] for _number, row in table if not row["parent"]}
    known = {row["code"] for _number, row in table}
    for number, row in table:
        parent, level = row["parent"], row["level"]
        if parent and parent not in known:
            yield TableFault(number, "parent", N_("Le domaine « %(parent)s » n’est pas dans le tableau."),
                             {"parent": parent[:40]})
        elif parent and parent not in domains:
            yield TableFault(number, "parent", N_("« %(parent)s » est lui-même dans un domaine, ou ils "
                                                  "tournent en rond."), {"parent": parent})
        elif level and level != ("2" if parent else "1"):
            yield TableFault(number, "level", N_("Le niveau est 1 pour un domaine, 2 pour un besoin."))
