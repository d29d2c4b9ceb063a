"""What can be seen line by line: types, names, groups, labels, formulas, defaults, parameters."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consult.surveys.lint.findings import Finding, error, note, warning
from consult.surveys.questions import ASKED, OTHER, Kind
from consult.surveys.xlsform.columns import Table, text
from consult.surveys.xlsform.sheets import Row
from consult.surveys.xlsform.types import RowType, Verb, read_type

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
CHOICE_NAME = re.compile(r"[^\s,;'\"<>]{1,60}")
RESERVED = frozenset({"meta", "instanceID", "instanceName"})
MOST_DEEP = 6
MOST_REPEATS = 2
LONG_LABEL = 200
EXPRESSIONS = ("relevant", "constraint", "required", "calculation", "choice_filter", "repeat_count")
_BROKEN = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_ASKS_ONLY = ("hint::fr", "constraint", "required", "default", "choice_filter", "topic", "number")
_KINDS = "note, text, integer, decimal, range, date, time, select_one, select_multiple, rank, acknowledge, " \
         "calculate, hidden, begin_group, begin_repeat"


@dataclass(frozen=True)
class Line:
    """A line of the survey sheet that means something."""

    row: Row
    type: RowType
    name: str

    @property
    def asks(self) -> bool:
        return self.type.verb is Verb.ASK


def read_lines(survey: Table) -> tuple[list[Line], list[Finding]]:
    """The lines of the survey sheet, and what is wrong with each."""
    lines, findings = [], []
    for row in survey.rows:
        written = row.cells.get("type", "")
        if not written:
            findings.append(_untyped(survey, row))
        elif read := read_type(written):
            lines.append(Line(row, read, row.cells.get("name", "") or _generated_name(row, read)))
        else:
            findings.append(error("survey", row.number, survey.header("type"), f"Le type « {written} » "
                                                                               "n’est pas pris "
                                  f"en charge. Types possibles : {_KINDS}."))
    findings += [finding for line in lines for finding in _check_line(survey, line)]
    findings += [*_names(survey, lines), *_nesting(survey, lines)]
    return lines, findings


def _generated_name(row: Row, read: RowType) -> str:
    """pyxform's own name for a note without one."""
    return f"generated_note_name_{row.number}" if (read.verb, read.kind) == (Verb.ASK, Kind.NOTE) else ""


def _untyped(survey: Table, row: Row) -> Finding:
    if row.cells.get("name") or text(row, "label"):
        return error("survey", row.number, survey.header("type"), "Le type manque.")
    return note("survey", row.number, "", "Cette ligne n’a ni type ni nom : elle n’est pas lue.")


def _check_line(survey: Table, line: Line) -> Iterator[Finding]:
    if line.type.verb is Verb.END:
        return
    yield from broken_cells(survey, line.row)
    if line.asks:
        yield from _label(survey, line)
        yield from _calculation(survey, line)
    else:
        for column in (column for column in _ASKS_ONLY if column in line.row.cells):
            yield note("survey", line.row.number, survey.header(column), "Cette cellule n’est pas lue sur "
                                                                         "un groupe.")


def broken_cells(table: Table, row: Row) -> Iterator[Finding]:
    """Formulas and Excel's error values: only what Excel last kept can be read."""
    for column in sorted(row.formulas):
        where = (table.name, row.number, table.header(column))
        if column in EXPRESSIONS or column not in row.cells:
            yield error(*where, "Cette cellule contient une formule Excel. Écrivez le texte lui-même "
                        "(une apostrophe devant « = » suffit).")
        else:
            yield warning(*where, "Cette cellule contient une formule Excel. Sa dernière valeur est lue.")
    for column, cell in row.cells.items():
        if cell in _BROKEN:
            yield error(table.name, row.number, table.header(column), "Cette cellule contient une erreur "
                                                                      f"Excel : {cell}")


def _label(survey: Table, line: Line) -> Iterator[Finding]:
    label, where = text(line.row, "label"), ("survey", line.row.number, survey.header("label::fr"))
    if line.type.kind in ASKED | {Kind.NOTE} and not label:
        yield error(*where, "Le texte français de la question manque.")
    if len(label.french) > LONG_LABEL:
        yield warning(*where, f"Ce texte est long : {len(label.french)} lettres. Sous {LONG_LABEL}, il se "
                              "lit d’un "
                      "coup d’œil sur un téléphone.")
    if line.type.or_other and "choice_filter" in line.row.cells:
        yield error("survey", line.row.number, survey.header("choice_filter"),
                    "« or_other » et un filtre de choix ne vont pas ensemble.")


def _calculation(survey: Table, line: Line) -> Iterator[Finding]:
    if line.type.kind is Kind.CALCULATE and not line.row.cells.get("calculation"):
        yield error("survey", line.row.number, survey.header("calculation"), "Le calcul manque.")


def _names(survey: Table, lines: list[Line]) -> Iterator[Finding]:
    named = [line for line in lines if line.type.verb is not Verb.END]
    counted = Counter(line.name for line in named)
    folded = Counter(name.lower() for name in counted)
    for line in named:
        where = ("survey", line.row.number, survey.header("name"))
        if message := _wrong_name(line.name, counted):
            yield error(*where, message)
        elif folded[line.name.lower()] > 1:
            yield warning(*where, f"« {line.name} » existe aussi avec d’autres majuscules : cela prête à "
                                  "confusion.")
        if line.type.or_other and f"{line.name}_{OTHER}" in counted:
            yield error(*where, f"Le nom « {line.name}_{OTHER} » est réservé au texte de « or_other ». "
                                "Changez le nom "
                        "de l’autre question.")


def _wrong_name(name: str, counted: Counter[str]) -> str:
    if not name:
        return "Le nom manque."
    if name.startswith("_") or name in RESERVED:
        return f"Le nom « {name} » est réservé. Choisissez un nom qui commence par une lettre."
    if not NAME.fullmatch(name):
        return (f"Le nom « {name} » n’est pas valable. Un nom s’écrit avec des lettres sans accent, des "
                "chiffres et "
                "« _ », commence par une lettre, et a 60 signes au plus.")
    return f"Le nom « {name} » est donné deux fois." if counted[name] > 1 else ""


def _nesting(survey: Table, lines: Iterable[Line]) -> Iterator[Finding]:
    header = survey.header("type")
    stack: list[Line] = []
    for line in lines:
        where = ("survey", line.row.number, header)
        if line.type.verb is Verb.BEGIN:
            stack.append(line)
            yield from _too_deep(stack, where)
        elif line.type.verb is Verb.END:
            if not stack or stack[-1].type.is_repeat != line.type.is_repeat:
                yield error(*where, f"« {line.type} » ne ferme rien : il manque le « begin » du même type.")
                return
            stack.pop()
    for line in stack:
        yield error("survey", line.row.number, header, f"« {line.name} » est ouvert ici et jamais fermé.")


def _too_deep(stack: list[Line], where: tuple[str, int, str]) -> Iterator[Finding]:
    if sum(line.type.is_repeat for line in stack) > MOST_REPEATS and stack[-1].type.is_repeat:
        yield error(*where, "Une répétition peut en contenir une autre, pas davantage.")
    if len(stack) > MOST_DEEP:
        yield error(*where, f"Les groupes sont emboîtés sur plus de {MOST_DEEP} niveaux.")
