"""When a question is asked, in words."""

from __future__ import annotations

import pytest

from consult.exports.conditions import conditions
from consult.surveys.expressions.parsing import parse
from consult.surveys.questions import Kind, Question, Questionnaire, Section
from consult.text import localized
from tests.exports.collected import choices

CARE = Question("garde", Kind.MULTIPLE, localized("Qui garde ?"), choices=choices(creche="Crèche", mam="MAM"))
VILLAGE = Question("village", Kind.ONE, localized("Quel village ?"), choices=choices(kaweni="Kawéni"))
AGE = Question("age", Kind.INTEGER, localized("Quel âge ?"))


def asked_if(source: str, *, outer: str = "", or_other: bool = False) -> dict[str, str]:
    question = Question("q", Kind.ONE, localized("Q ?"), relevant=parse(source) if source else None,
                        choices=choices(a="A"), or_other=or_other)
    section = Section("s", items=(CARE, VILLAGE, AGE, Section(
        "dedans", items=(question,), relevant=parse(outer) if outer else None)))
    return conditions(Questionnaire(localized("Essai"), "essai", ("fr",), (section,)))


@pytest.mark.parametrize(("source", "words"), [
    ("${village} = 'kaweni'", "la réponse à « Quel village ? » est « Kawéni »"),
    ("not(${village} = 'kaweni')", "la réponse à « Quel village ? » n’est pas « Kawéni »"),
    ("${village} != ''", "« Quel village ? » a une réponse"),
    ("${village} = ''", "« Quel village ? » est sans réponse"),
    ("selected(${garde}, 'creche')", "« Crèche » est choisi à « Qui garde ? »"),
    ("not(selected(${garde}, 'mam'))", "« MAM » n’est pas choisi à « Qui garde ? »"),
    ("${age} < 3", "la réponse à « Quel âge ? » est inférieure à 3"),
    ("${age} >= 2.5", "la réponse à « Quel âge ? » est au moins 2,5"),
    ("${age} > 1 and (${age} < 3 or ${village} = 'kaweni')",
     "la réponse à « Quel âge ? » est supérieure à 1 et (la réponse à « Quel âge ? » est inférieure à 3 ou "
     "la réponse à « Quel village ? » est « Kawéni »)"),
])
def test_a_condition_is_said_in_words(source: str, words: str) -> None:
    assert asked_if(source)["q"].replace("\u00a0", " ") == f"Question posée si {words}."


@pytest.mark.parametrize("source", [
    "${age} < ${age}", "not(${age} < 3)", "count-selected(${garde}) > 1", "3 > ${age}", "true()",
    "${village} = true()", "${inconnue} = 1"])
def test_what_has_no_words_stays_as_it_was_written(source: str) -> None:
    assert asked_if(source)["q"] == f"Question posée si {source}."


def test_all_the_parts_around_a_question_count() -> None:
    said = asked_if("${age} < 3", outer="${village} = 'kaweni' or ${age} > 1", or_other=True)

    both = ("(la réponse à « Quel village ? » est « Kawéni » ou la réponse à « Quel âge ? » est supérieure "
            "à 1) et la réponse à « Quel âge ? » est inférieure à 3")
    assert {name: words.replace("\u00a0", " ") for name, words in said.items()} == {
        "q": f"Question posée si {both}.",
        "q_other": f"Question posée si {both} et « Autre » est choisi à « Q ? »."}
