"""Two campaigns are set side by side only where the same words were asked and the same answers count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consult.needs.comparing import Obstacle, compare
from consult.needs.estimates import Survey
from consult.surveys.questions import Choice, Expression, Question, Questionnaire, Section
from consult.text import localized
from tests.needs.families import documents, sample_of
from tests.needs.test_estimates import NEEDS, QUESTIONNAIRE, a_survey

NEED = next(need for need in NEEDS if need.code == "ACC-1")


def with_question(name: str, change: Callable[[Question], Question]) -> Questionnaire:
    """The shipped questionnaire with one question changed."""
    def changed(section: Section) -> Section:
        return replace(section, items=tuple(
            change(item) if isinstance(item, Question) and item.name == name else item
            for item in section.items))
    return replace(QUESTIONNAIRE, sections=tuple(map(changed, QUESTIONNAIRE.sections)))


def asked(questionnaire: Questionnaire) -> Survey:
    return a_survey(samples=(sample_of(documents(40), questionnaire),))


def relabelled(question: Question, name: str) -> Question:
    return replace(question, choices=tuple(
        replace(choice, label=localized("Une place")) if choice.name == name else choice
        for choice in question.choices))


def test_the_same_questionnaire_can_be_compared() -> None:
    found = compare(NEED, a_survey(), a_survey())

    assert found.is_possible


@pytest.mark.parametrize(("change", "obstacle"), [
    (lambda question: replace(question, label=localized("Que voulez-vous ?")), Obstacle.WORDING),
    (lambda question: relabelled(question, "creche"), Obstacle.WORDING),
    (lambda question: replace(question, choices=(*question.choices, Choice("mam", localized("Une MAM")))),
     Obstacle.CHOICES),
    (lambda question: replace(question, relevant=Expression("${x} = 'a'", ["=", ["$", "x"], ["s", "a"]])),
     Obstacle.ASKED_OF)])
def test_what_was_asked_otherwise_cannot(
        change: Callable[[Question], Question], obstacle: Obstacle) -> None:
    other = asked(with_question("garde_souhaitee", change))

    assert compare(NEED, a_survey(), other).obstacles == (obstacle,)


def test_another_label_of_an_answer_that_does_not_count_changes_nothing() -> None:
    other = asked(with_question("garde_souhaitee", lambda question: relabelled(question, "nsp")))

    assert compare(NEED, a_survey(), other).is_possible


def test_other_answers_that_count_cannot_be_compared() -> None:
    marked: Callable[[Question], Any] = lambda question: replace(question, choices=tuple(  # noqa: E731
        replace(choice, filters={"need": "ACC-1"}) if choice.name == "halte" else choice
        for choice in question.choices))

    assert compare(NEED, a_survey(), asked(with_question("garde_souhaitee", marked))).obstacles == (
        Obstacle.RULES,)


def test_a_campaign_that_asks_nothing_cannot_be_compared() -> None:
    assert compare(NEED, a_survey(), a_survey(samples=())).obstacles == (Obstacle.NOT_ASKED,)
