"""XLSForm, the authoring and exchange format, read into a questionnaire with a report of what was found."""

import re
import unicodedata
from pathlib import PurePath

from consult.errors import N_
from consult.surveys.lint.choices import check_lists, check_values, read_lists
from consult.surveys.lint.expressions import check_circles, check_references, filter_columns, read_expressions
from consult.surveys.lint.findings import Finding, Report, Severity, in_order, note
from consult.surveys.lint.questionnaire import lint_questionnaire
from consult.surveys.lint.rows import broken_cells, read_lines
from consult.surveys.questions import Questionnaire, Section
from consult.surveys.xlsform.building import Material, build_sections, read_structure
from consult.surveys.xlsform.columns import Table, read_table, text
from consult.surveys.xlsform.sheets import Sheet, UnreadableWorkbook, Upload, Workbook
from consult.surveys.xlsform.workbooks import open_workbook
from consult.text import Localized

MOST_LINES = 1_000
MOST_OFFERED = 20_000
"""Lines of questions, and choices of all questions together: more takes longer to read than anybody waits."""
TITLE = ("form_title", "form_id")
OUR_CHOICE_COLUMNS = frozenset({"need", "refusal"})
"""Which needs a choice is evidence for; whether it means « I prefer not to say »."""


def check(upload: Upload) -> Report:
    """Read an upload: the questionnaire if nothing forbids it, and what was found on the way.

    Raises UnreadableWorkbook when the file itself cannot be opened.
    """
    workbook = open_workbook(upload)
    if not workbook.sheets.get("survey", Sheet("survey")).headers:
        raise UnreadableWorkbook(N_("Ce classeur n’a pas de feuille « survey », ou elle est vide. C’est "
                                    "elle qui "
                                    "contient les questions."))
    if len(workbook.sheets["survey"].rows) > MOST_LINES:
        raise UnreadableWorkbook(N_("La feuille « survey » a trop de lignes : 1 000 au plus."))
    return check_workbook(workbook, name=PurePath(upload.name).stem)


def check_workbook(workbook: Workbook, *, name: str) -> Report:
    """As `check`, for sheets already open; `name` stands in for a missing title."""
    tables, findings = _tables(workbook)
    survey, choices = tables["survey"], tables["choices"]
    lines, wrong_lines = read_lines(survey)
    lists, wrong_lists = read_lists(choices)
    if sum(len(lists.get(line.type.list_name, ())) for line in lines) > MOST_OFFERED:
        raise UnreadableWorkbook(N_("Les questions ont trop de choix : 20 000 au plus, toutes ensemble."))
    expressions, wrong_expressions = read_expressions(survey, lines, _extra_columns(workbook, choices))
    findings += [*wrong_lines, *wrong_lists, *wrong_expressions, *check_lists(survey, lines, choices, lists),
                 *check_references(survey, lines, expressions), *check_circles(survey, lines, expressions)]
    findings += [finding for line in lines if line.asks for finding in check_values(survey, line, lists)]
    filters = filter_columns(expressions) | OUR_CHOICE_COLUMNS
    findings += _unread_columns(workbook, choices, filters)
    material = Material({line.row.number: line for line in lines}, lists, expressions, filters)
    if _forbids(findings):
        return Report(None, in_order(findings))
    nodes, refused = read_structure(material)
    sections = build_sections(nodes, material)
    questionnaire = _questionnaire(tables, sections, name)
    findings += refused or lint_questionnaire(questionnaire, survey, choices, material)
    return Report(None if _forbids(findings) else questionnaire, in_order(findings))


def _forbids(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _tables(workbook: Workbook) -> tuple[dict[str, Table], list[Finding]]:
    tables, findings = {}, []
    for name in ("survey", "choices", "settings"):
        table, wrong = read_table(workbook.sheets.get(name, Sheet(name)))
        tables[name] = table
        findings += wrong
    for row in tables["settings"].rows:
        findings += broken_cells(tables["settings"], row)
    findings += [note(other, None, "", "Cette feuille n’est pas lue.") for other in workbook.others]
    return tables, findings


def _unread_columns(workbook: Workbook, choices: Table, filters: frozenset[str]) -> list[Finding]:
    return [note("choices", 1, header, "Cette colonne n’est pas lue : aucun « choice_filter » ne s’en sert.")
            for header in _extra_columns(workbook, choices) if header not in filters]


def _extra_columns(workbook: Workbook, choices: Table) -> list[str]:
    """Columns of the choices sheet that XLSForm leaves to the author."""
    headers = workbook.sheets["choices"].headers if "choices" in workbook.sheets else ()
    return [header for header in headers if header not in choices.headers.values()]


def _questionnaire(tables: dict[str, Table], sections: tuple[Section, ...], name: str) -> Questionnaire:
    languages = dict.fromkeys(tag for table in tables.values() for tag in table.languages)
    rows = tables["settings"].rows
    cells = rows[0].cells if rows else {}
    title = text(rows[0], "form_title") if rows else Localized()
    kept = {column: cell for column, cell in cells.items() if column.partition("::")[0] not in TITLE}
    return Questionnaire(title or Localized(name), cells.get("form_id") or identifier(name), tuple(languages),
                         sections, kept)


def identifier(name: str) -> str:
    """« Besoins des familles » → besoins_des_familles"""
    plain = unicodedata.normalize("NFKD", name.replace("’", " ")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "questionnaire"
