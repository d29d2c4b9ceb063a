"""What can be seen of the lists of choices, and of what a question says about its own list and values."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from consult.surveys.lint.findings import Finding, error, warning
from consult.surveys.lint.rows import CHOICE_NAME, LONG_LABEL, Line, broken_cells
from consult.surveys.questions import CHOOSING, OTHER, Kind
from consult.surveys.xlsform.columns import Table, text
from consult.surveys.xlsform.sheets import Row

Lists = Mapping[str, tuple[Row, ...]]
_DYNAMIC = re.compile(r"\$\{|\w\s*\(")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
PARAMETERS: Mapping[Kind, frozenset[str]] = {
    Kind.RANGE: frozenset({"start", "end", "step"}),
    Kind.TEXT: frozenset({"rows"}),
    **dict.fromkeys(CHOOSING, frozenset({"randomize", "seed"})),
}


def read_lists(choices: Table) -> tuple[Lists, list[Finding]]:
    """Rows of the choices sheet by list, and what is wrong with them."""
    lists: dict[str, list[Row]] = {}
    findings: list[Finding] = []
    for row in choices.rows:
        list_name = row.cells.get("list_name", "")
        if list_name:
            lists.setdefault(list_name, []).append(row)
            findings += _check_choice(choices, row, lists[list_name])
        elif row.cells.get("name") or text(row, "label"):
            findings.append(error("choices", row.number, choices.header("list_name"), "Le nom de la liste "
                                                                                      "manque."))
    return {name: tuple(rows) for name, rows in lists.items()}, findings


def _check_choice(choices: Table, row: Row, same_list: list[Row]) -> Iterator[Finding]:
    name, label = row.cells.get("name", ""), text(row, "label")
    where = ("choices", row.number, choices.header("name"))
    yield from broken_cells(choices, row)
    if not CHOICE_NAME.fullmatch(name):
        yield error(*where, "Le nom du choix manque." if not name else f"Le nom de choix « {name} » n’est "
                                                                       "pas valable : "
                    "ni espace, ni guillemet, ni virgule, 60 signes au plus.")
    elif any(other.cells.get("name") == name for other in same_list[:-1]):
        yield error(*where, f"Le choix « {name} » est deux fois dans la liste « {row.cells['list_name']} ».")
    if not label:
        yield error("choices", row.number, choices.header("label::fr"), "Le texte français du choix "
                                                                        f"« {name} » manque.")
    if len(label.french) > LONG_LABEL:
        yield warning("choices", row.number, choices.header("label::fr"),
                      f"Ce texte est long pour un choix : {len(label.french)} lettres.")


def check_lists(survey: Table, lines: list[Line], choices: Table, lists: Lists) -> Iterator[Finding]:
    """Lists that are named and not there, or there and never named."""
    used = {line.type.list_name for line in lines}
    for line in lines:
        name = line.type.list_name
        if name and name not in lists:
            yield error("survey", line.row.number, survey.header("type"),
                        f"La liste « {name} » n’est pas dans la feuille choices.")
        if line.type.or_other and any(row.cells.get("name") == OTHER for row in lists.get(name, ())):
            yield error("survey", line.row.number, survey.header("type"),
                        f"La liste « {name} » a déjà un choix « {OTHER} » : enlevez-le, ou enlevez "
                        "« or_other ».")
    for name in sorted(set(lists) - used):
        yield warning("choices", lists[name][0].number, choices.header("list_name"),
                      f"La liste « {name} » ne sert à aucune question.")


def parameters(line: Line) -> dict[str, str]:
    """`start=0 end=10` → {"start": "0", "end": "10"}; pairs are separated by spaces, commas or semicolons."""
    written = re.sub(r"\s*=\s*", "=", line.row.cells.get("parameters", ""))
    pairs = [pair.partition("=") for pair in re.split(r"[\s,;]+", written) if pair]
    return {name.lower(): value.lower() for name, _, value in pairs}


def check_values(survey: Table, line: Line, lists: Lists) -> Iterator[Finding]:
    """The default and the parameters of a question."""
    found, allowed = parameters(line), PARAMETERS.get(line.type.kind, frozenset())
    where = ("survey", line.row.number, survey.header("parameters"))
    for name in sorted(set(found) - allowed):
        yield error(*where, f"Le paramètre « {name} » n’est pas pris en charge pour « {line.type.kind} ».")
    for name in ("start", "end", "step", "seed", "rows"):
        if name in found and name in allowed and not _NUMBER.fullmatch(found[name]):
            yield error(*where, f"Le paramètre « {name} » doit être un nombre.")
    if found.get("randomize", "true") not in {"true", "false"}:
        yield error(*where, "Écrivez « randomize=true » ou « randomize=false ».")
    default = line.row.cells.get("default", "")
    if default and not _fits(line, default, lists):
        yield error("survey", line.row.number, survey.header("default"),
                    f"La valeur par défaut « {default} » ne convient pas à cette question.")


def _fits(line: Line, default: str, lists: Lists) -> bool:
    kind = line.type.kind
    if kind in CHOOSING:
        names = {row.cells.get("name", "") for row in lists.get(line.type.list_name, ())}
        return set(default.split()) <= names | ({OTHER} if line.type.or_other else set())
    if kind in {Kind.INTEGER, Kind.DECIMAL, Kind.RANGE}:
        return bool(_NUMBER.fullmatch(default))
    if kind is Kind.DATE:
        return _is_date(default)
    return bool(_TIME.fullmatch(default)) if kind is Kind.TIME else not _DYNAMIC.search(default)


def _is_date(written: str) -> bool:
    try:
        return bool(date.fromisoformat(written))
    except ValueError:
        return False
