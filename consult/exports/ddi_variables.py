"""The variables of a DDI codebook: one for each column of the files of codes. Pure.

The order of the children is that of the published schema.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from consult.exports.columns import Holds
from consult.exports.ddi_columns import Described, described
from consult.exports.ddi_elements import add_spoken, element, elements
from consult.exports.extract import Extract
from consult.exports.tables import Table
from consult.exports.values import NO_ANSWER
from consult.surveys.questions import Kind, Question
from consult.surveys.reading.values import bounds
from consult.text import FRENCH

ABSENCES = {NO_ANSWER: "Question posée, sans réponse", "": "Question non posée"}
_COUNTED = {Holds.WHOLE, Holds.DECIMAL}
_NATURES = {Holds.CHOICE: "nominal", Holds.BOX: "nominal", Holds.PLACE: "ordinal"}
_REPRESENTED = {
    Holds.CHOICE: "code", Holds.BOX: "code", Holds.PLACE: "numeric", Holds.WHOLE: "numeric",
    Holds.DECIMAL: "numeric", Holds.TEXT: "text", Holds.DAY: "datetime", Holds.TIME: "datetime"}
_DOMAINS: Mapping[Kind, str] = {
    Kind.TEXT: "text", Kind.INTEGER: "numeric", Kind.DECIMAL: "numeric", Kind.RANGE: "numeric",
    Kind.DATE: "datetime", Kind.TIME: "datetime", Kind.ONE: "category", Kind.MULTIPLE: "multiple",
    Kind.RANK: "multiple", Kind.ACKNOWLEDGE: "category"}
"""What is calculated or hidden is asked of nobody."""
_CHARACTERS = {Holds.CHOICE: "", Holds.TEXT: "", Holds.DAY: "date", Holds.TIME: "time"}
_SPELLED = {Holds.DAY: "AAAA-MM-JJ", Holds.TIME: "HH:MM"}


def _words(made: Element, column: Described, identity: str) -> None:
    add_spoken(made, "labl", column.label)
    if column.variable is None or column.is_choice:
        return
    question = column.variable.question
    elements(made, [("security", question.sensitivity)])
    if question.kind in _DOMAINS:
        asked = element(made, "qstn", ID=identity, seqNo=question.number,
                        responseDomainType=_DOMAINS[question.kind])
        add_spoken(asked, "qstnLit", column.text)
        add_spoken(asked, "postQTxt", column.hint)


def _range(question: Question) -> dict[str, str]:
    start, end, _ = bounds(question)
    return {"min": f"{min(start, end):.15g}", "max": f"{max(start, end):.15g}"}


def _values(made: Element, column: Described) -> None:
    """Which values are answers, and which are absences."""
    is_range = column.variable and column.variable.question.kind is Kind.RANGE
    if column.codes or is_range:
        valid = element(made, "valrng")
        for code in column.codes:
            element(valid, "item", VALUE=code)
        if column.variable and is_range:
            element(valid, "range", **_range(column.variable.question))
    if column.variable:
        invalid = element(made, "invalrng")
        for code in ABSENCES:
            element(invalid, "item").set("VALUE", code)


def _categories(made: Element, column: Described) -> None:
    for code, words in column.codes.items():
        category = element(made, "catgry")
        element(category, "catValu", code)
        add_spoken(category, "labl", words)
    for code, label in ABSENCES.items() if column.variable else ():
        category = element(made, "catgry", missing="Y")
        element(category, "catValu", code)
        add_spoken(category, "labl", {FRENCH: label})


def _finish(made: Element, column: Described) -> None:
    variable = column.variable
    elements(made, [("concept", variable.question.topic if variable else "")])
    element(made, "varFormat", _SPELLED.get(column.holds, ""), category=_CHARACTERS.get(column.holds, ""),
            type="character" if column.holds in _CHARACTERS else "numeric")
    if variable:
        numbers = ", ".join(str(number) for number in sorted(variable.versions))
        element(made, "notes", f"Versions du questionnaire qui l’ont posée : {numbers}.")


def add_variables(parent: Element, table: Table, extract: Extract, *, file: str) -> int:
    """The variables of a file, under its own identity; how many there are."""
    asked, place = "", 0
    for place, column in enumerate(described(table, extract), 1):
        asked = asked if column.is_choice else f"{file}Q{place}"
        made = element(
            parent, "var", ID=f"{file}V{place}", name=column.name, files=file,
            intrvl="contin" if column.holds in _COUNTED else "discrete",
            nature=_NATURES.get(column.holds, ""), representationType=_REPRESENTED[column.holds],
            qstn=asked if column.is_choice else "")
        _words(made, column, asked)
        _values(made, column)
        add_spoken(made, "universe", {FRENCH: column.universe})
        _categories(made, column)
        _finish(made, column)
    return place
