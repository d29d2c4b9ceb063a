"""pyxform's reading of an XLSForm made into our frozen questionnaire.

pyxform gives the structure and the last word on what an XLSForm may be. Texts come from the cells themselves:
pyxform straightens quotes and drops the non-breaking spaces that French needs.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import get_xlsform

from consult.surveys.lint.choices import Lists, parameters
from consult.surveys.lint.expressions import Expressions
from consult.surveys.lint.findings import Finding, error
from consult.surveys.lint.rows import EXPRESSIONS, Line
from consult.surveys.questions import CHOOSING, Choice, Kind, Question, Section
from consult.surveys.xlsform.columns import media, text
from consult.surveys.xlsform.sheets import Row
from consult.surveys.xlsform.types import Verb

UNGROUPED = "ungrouped"
"""Appearance of a section made here for questions that stand in no group; export writes no group for it."""
RANGE = {"start": "1", "end": "10", "step": "1"}
_ROW = "consult_row"
_TEXTS = ("label", "hint", "constraint_message", "required_message")
_RULES = ("relevant", "constraint", "required", "calculation", "choice_filter")
_PLAIN = ("default", "appearance", "sensitivity", "topic", "number")
_FED = ("name", "label", *EXPRESSIONS, "appearance", "parameters")


@dataclass(frozen=True)
class Material:
    """What a questionnaire is built from, each part checked."""

    lines: Mapping[int, Line]
    """By row number."""
    lists: Lists
    expressions: Expressions
    filters: frozenset[str]
    """Columns of the choices sheet that some choice_filter reads."""


def read_structure(material: Material) -> tuple[list[dict[str, Any]], list[Finding]]:
    """pyxform's tree of the lines, each node with the number of its row, or what pyxform refuses."""
    rows = [_fed(line) for line in material.lines.values()]
    choices = [(row, {"list_name": name, "name": row.cells["name"], "label": row.cells["label::fr"]})
               for name, same in material.lists.items() for row in same]
    sheets = {
        "sheet_names": ["survey", "choices"],
        "survey": rows, "survey_header": [dict.fromkeys(("type", *_FED, _ROW))],
        "choices": [fed for _row, fed in choices],
        "choices_header": [dict.fromkeys(("list_name", "name", "label"))]}
    try:
        return workbook_to_json(get_xlsform(sheets), warnings=[])["children"], []
    except PyXFormError as refusal:
        return [], [_refused(str(refusal), [*material.lines], [row.number for row, _fed in choices])]


def _fed(line: Line) -> dict[str, str]:
    if line.type.verb is Verb.END:
        return {"type": str(line.type)}
    cells = {"name": line.name, "label": line.row.cells.get("label::fr", "")}
    cells |= {column: line.row.cells.get(column, "") for column in _FED[2:]}
    filled = {name: cell for name, cell in cells.items() if cell}
    return {"type": str(line.type), **filled, _ROW: str(line.row.number)}


def _refused(message: str, survey: list[int], choices: list[int]) -> Finding:
    sheet, numbers = ("choices", choices) if "'choices' sheet" in message else ("survey", survey)
    place = re.search(r"\[row ?: ?(\d+)\]", message)
    index = int(place.group(1)) - 2 if place else -1
    row = numbers[index] if 0 <= index < len(numbers) else None
    return error(sheet, row, "", "Le lecteur de XLSForm refuse ce fichier. Il dit, en anglais : "
                                 f"{message[:500]}")


def build_sections(nodes: list[dict[str, Any]], material: Material) -> tuple[Section, ...]:
    """The sections of a questionnaire; top-level questions get sections of their own, named in order."""
    taken = {line.name for line in material.lines.values()}
    sections: list[Section] = []
    made = 0
    for item in _items(nodes, material):
        if isinstance(item, Section):
            sections.append(item)
        elif sections and sections[-1].appearance == UNGROUPED:
            last = sections.pop()
            sections.append(Section(last.name, items=(*last.items, item), appearance=UNGROUPED))
        else:
            made += 1
            while f"page_{made}" in taken:
                made += 1
            sections.append(Section(f"page_{made}", items=(item,), appearance=UNGROUPED))
    return tuple(sections)


def _items(nodes: list[dict[str, Any]], material: Material) -> Iterator[Question | Section]:
    for node in nodes:
        # Nodes without a row are pyxform's own additions (meta, counts of repeats, the text of or_other).
        if _ROW in node:
            line = material.lines[int(node[_ROW])]
            children = node.get("children", [])
            yield _question(line, material) if line.asks else _section(line, children, material)


def _section(line: Line, children: list[dict[str, Any]], material: Material) -> Section:
    cells, at = line.row.cells, line.row.number
    appearance = "" if cells.get("appearance") == UNGROUPED else cells.get("appearance", "")
    return Section(
        line.name, text(line.row, "label"), tuple(_items(children, material)),
        material.expressions.get((at, "relevant")), line.type.is_repeat,
        material.expressions.get((at, "repeat_count")) if line.type.is_repeat else None,
        appearance, cells.get("sensitivity", ""))


def _question(line: Line, material: Material) -> Question:
    cells, kind = line.row.cells, line.type.kind
    rules: dict[str, Any] = {column: material.expressions.get((line.row.number, column)) for column in _RULES}
    texts: dict[str, Any] = {column: text(line.row, column) for column in _TEXTS}
    plain: dict[str, Any] = {column: cells.get(column, "") for column in _PLAIN}
    read = parameters(line)
    randomize = read.pop("randomize", "") == "true"
    return Question(
        line.name, kind, **texts, **rules, **plain, media=media(line.row),
        list_name=line.type.list_name, choices=_choices(line, material),
        or_other=line.type.or_other, randomize=randomize,
        parameters={**RANGE, **read} if kind is Kind.RANGE else read)


def _choices(line: Line, material: Material) -> tuple[Choice, ...]:
    if line.type.kind not in CHOOSING:
        return ()
    return tuple(_choice(row, material) for row in material.lists[line.type.list_name])


def _choice(row: Row, material: Material) -> Choice:
    filters = {column: row.cells[column] for column in sorted(material.filters) if column in row.cells}
    return Choice(row.cells["name"], text(row, "label"), filters, media(row))
