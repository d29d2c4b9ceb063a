"""Questionnaires written by hand, and forms sent to them."""

from __future__ import annotations

from datetime import date

from consult.surveys.expressions.parsing import parse
from consult.surveys.questions import Choice, Expression, Kind, Question, Questionnaire, Section
from consult.surveys.reading.answers import Reading, read
from consult.text import Localized, localized

TODAY = date(2026, 11, 23)


def a_rule(source: str, **columns) -> Expression | None:
    return parse(source, **columns) if source else None


def a_question(name: str, kind: Kind = Kind.TEXT, **changes) -> Question:
    """Rules are given as the author writes them, choices as names."""
    columns = {"columns": {"commune", "name"}}
    for rule in ("relevant", "constraint", "required", "calculation"):
        changes[rule] = a_rule(changes.get(rule, ""))
    changes["choice_filter"] = a_rule(changes.get("choice_filter", ""), **columns)
    choices = changes.pop("choices", ())
    made = (choice if isinstance(choice, Choice) else Choice(choice, localized(choice)) for choice in choices)
    return Question(name, kind, localized(name), choices=tuple(made), **changes)


def a_section(*items, name: str = "section", **changes) -> Section:
    for rule in ("relevant", "repeat_count"):
        changes[rule] = a_rule(changes.get(rule, ""))
    return Section(name, items=items, **changes)


def a_questionnaire(*items) -> Questionnaire:
    """Questions given alone stand together in one section."""
    alone = [item for item in items if isinstance(item, Question)]
    sections = [item for item in items if isinstance(item, Section)]
    first = [a_section(*alone)] if alone else []
    return Questionnaire(Localized("Essai"), "essai", ("fr",), (*first, *sections))


def read_form(questionnaire, *fields, **single) -> Reading:
    return read(questionnaire, [*fields, *single.items()], today=TODAY)


def complaints(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.field, str(problem.message)) for problem in reading.problems]


def wrong_fields(reading: Reading) -> list[str]:
    return [problem.field for problem in reading.problems]
