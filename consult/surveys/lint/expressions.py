"""Expressions of the survey sheet: parsed with their place, and every name they use looked up."""

import re
from collections.abc import Collection, Iterator, Mapping

from consult.surveys.expressions.parsing import ExpressionError, columns_used, parse, references
from consult.surveys.lint.findings import Finding, error
from consult.surveys.lint.rows import EXPRESSIONS, Line
from consult.surveys.questions import Expression
from consult.surveys.xlsform.columns import SPOKEN, Table
from consult.surveys.xlsform.types import Verb

Expressions = Mapping[tuple[int, str], Expression]
"""By row number and column."""
_YES = frozenset({"yes", "true", "true()", "oui", "vrai"})
_NO = frozenset({"no", "false", "false()", "non", "faux"})
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_REFERENCE = re.compile(r"\$\{([^}]*)\}?")


def read_expressions(survey: Table, lines: list[Line],
                     columns: Collection[str]) -> tuple[Expressions, list[Finding]]:
    """Every expression; `columns` are those of the choices sheet, which a choice_filter may read."""
    found: dict[tuple[int, str], Expression] = {}
    findings = []
    for line in lines:
        for column in EXPRESSIONS if line.type.verb is not Verb.END else ():
            source, where = _source(line, column), (line.row.number, column)
            try:
                if source:
                    found[where] = _parse(source, columns if column == "choice_filter" else ())
            except ExpressionError as wrong:
                message = f"Expression illisible au signe {wrong.column}. {wrong.message} {_quoted(source)}"
                findings.append(error("survey", where[0], survey.header(column), message))
    return found, findings


def _source(line: Line, column: str) -> str:
    written = line.row.cells.get(column, "")
    if column != "required":
        return written
    return "true()" if written.lower() in _YES else "" if written.lower() in _NO else written


def _parse(source: str, columns: Collection[str]) -> Expression:
    """Excel makes quotes typographic as one types: they are turned back where nothing else can be read."""
    try:
        return parse(source, columns=columns)
    except ExpressionError:
        if source.translate(_STRAIGHT) == source:
            raise
        return parse(source.translate(_STRAIGHT), columns=columns)


def _quoted(source: str) -> str:
    return f"La cellule contient\u00a0: {source if len(source) <= 200 else source[:200] + '…'}"


def check_references(survey: Table, lines: list[Line], expressions: Expressions) -> Iterator[Finding]:
    """Every `${name}`, in expressions and in texts, is the name of a question."""
    known = {line.name for line in lines if line.type.verb is not Verb.END}
    used = [(row, column, references(expression.tree)) for (row, column), expression in expressions.items()]
    used += [(line.row.number, column, set(_REFERENCE.findall(cell))) for line in lines
             for column, cell in line.row.cells.items() if column.partition("::")[0] in SPOKEN]
    for row, column, names in used:
        for name in sorted(names - known):
            yield error("survey", row, survey.header(column),
                        f"Aucune question ne s’appelle «\u00a0{name}\u00a0».")


def check_circles(survey: Table, lines: list[Line], expressions: Expressions) -> Iterator[Finding]:
    """A question shown or computed from itself, directly or through others, has no answer."""
    needs: dict[str, set[str]] = {}
    for line in lines:
        used = [expressions.get((line.row.number, column)) for column in ("relevant", "calculation")]
        needs[line.name] = {name for one in used if one for name in references(one.tree)}
    for line in lines:
        if line.name in _reached(needs, line.name):
            yield error("survey", line.row.number, survey.header("relevant"),
                        f"« {line.name} » dépend d’elle-même, directement ou par d’autres questions.")


def _reached(needs: Mapping[str, set[str]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = list(needs.get(start, ()))
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += needs.get(name, ())
    return reached


def filter_columns(expressions: Expressions) -> frozenset[str]:
    """Columns of the choices sheet that some choice_filter reads."""
    return frozenset(column for rule in expressions.values() for column in columns_used(rule.tree))
