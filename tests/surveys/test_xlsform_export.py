"""What is exported imports back equal, whatever the questionnaire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform import xls2xform

from consult.surveys.expressions.parsing import parse
from consult.surveys.questions import (
    Choice,
    Expression,
    Kind,
    Question,
    Questionnaire,
    Section,
    from_document,
)
from consult.surveys.shipped import load_shipped, shipped_questionnaires
from consult.surveys.xlsform.building import UNGROUPED
from consult.surveys.xlsform.exporting import export_xlsform
from consult.surveys.xlsform.importing import check
from consult.surveys.xlsform.sheets import Upload
from consult.text import Localized

CHARACTERS = st.characters(
    categories=("L", "N", "P", "S", "Zs"), include_characters="\n'’\"«»=+@", exclude_characters="$")
WRITTEN = st.text(CHARACTERS, min_size=1, max_size=30).map(str.strip).filter(
    lambda text: bool(text) and not text.startswith("#"))


@st.composite
def texts(draw: st.DrawFn) -> Localized:
    text = Localized(draw(WRITTEN))
    return text.with_translation("swb", draw(WRITTEN)) if draw(st.booleans()) else text


CHOICES = {
    "village": tuple(
        Choice(f"v{n}", Localized(f"Village {n}").with_translation("swb", f"(swb) {n}"),
               {"commune": f"c{n % 2}"}, {"audio::swb": f"v{n}.mp3"}) for n in range(4)),
    "oui_non": (Choice("oui", Localized("Oui")), Choice("non", Localized("Non, jamais"))),
}
RULES = st.sampled_from([None, *(parse(source) for source in (
    "true()", "today() > date('2026-01-01')", ". != ''",
    "string-length(.) <= 10 and starts-with(., 'à « côté »')"))])


def _expression(draw: st.DrawFn, known: list[str]) -> Expression | None:
    if not known or draw(st.booleans()):
        return None
    form = draw(st.sampled_from(("${%s} != ''", "not(${%s} = 3) or 1 > 2")))
    return parse(form % draw(st.sampled_from(known)))


@st.composite
def questions(draw: st.DrawFn, number: int, known: list[str]) -> Question:
    kind = draw(st.sampled_from(list(Kind)))
    question = Question(
        f"q{number}", kind, draw(texts()), draw(st.one_of(st.just(Localized()), texts())),
        relevant=_expression(draw, known), constraint=draw(RULES), constraint_message=draw(texts()),
        required=draw(st.sampled_from([None, parse("true()")])), required_message=draw(texts()),
        sensitivity=draw(st.sampled_from(["", "aucune", "santé (article 9 du RGPD)"])),
        topic=draw(st.sampled_from(["", "garde"])), number=draw(st.sampled_from(["", "10b", "7"])),
        appearance=draw(st.sampled_from(["", "minimal"])),
        media=draw(st.sampled_from([{}, {"audio::fr": "a.mp3"}])))
    if kind is Kind.CALCULATE:
        return replace(question, calculation=parse("1 + 1"))
    if kind is Kind.RANGE:
        return replace(question, parameters={"start": "0", "end": "20", "step": "2"}, default="4")
    return _choosing(draw, question) if kind in {Kind.ONE, Kind.MULTIPLE, Kind.RANK} else question


def _choosing(draw: st.DrawFn, question: Question) -> Question:
    name = draw(st.sampled_from(list(CHOICES)))
    question = replace(question, list_name=name, choices=CHOICES[name], randomize=draw(st.booleans()))
    if draw(st.booleans()):
        return replace(question, or_other=question.kind is not Kind.RANK)
    filtered = question.kind is Kind.ONE and name == "village"
    rule = parse("commune = 'c1'", columns=["commune"]) if filtered else None
    return replace(question, choice_filter=rule)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    known: list[str] = []
    sections: list[Section] = []
    made = 0
    for at in range(draw(st.integers(1, 4))):
        items: list[Question | Section] = [_item(draw, known) for _ in range(draw(st.integers(1, 3)))]
        if draw(st.booleans()) and not (sections and sections[-1].appearance == UNGROUPED):
            made += 1
            sections.append(Section(f"page_{made}", items=tuple(items), appearance=UNGROUPED))
            continue
        if draw(st.booleans()):
            inside = (_item(draw, known),)
            items.append(Section(f"dedans{at}", draw(texts()), inside, is_repeat=draw(st.booleans())))
        sections.append(Section(
            f"groupe{at}", draw(texts()), tuple(items), _expression(draw, known[:1]), draw(st.booleans()),
            appearance=draw(st.sampled_from(["", "field-list"]))))
    return _whole(draw, tuple(sections))


def _item(draw: st.DrawFn, known: list[str]) -> Question:
    question = draw(questions(len(known), known))
    known.append(question.name)
    return question


def _whole(draw: st.DrawFn, sections: tuple[Section, ...]) -> Questionnaire:
    asked = Question("accord", Kind.ONE, Localized("Oui ?"), list_name="oui_non", choices=CHOICES["oui_non"])
    # Filters are kept only where some question reads them.
    filtered = any(question.choice_filter for section in sections for question in _all(section))
    first = Section("debut", Localized("Début"), (asked,))
    whole = Questionnaire(draw(texts()), "essai", ("fr", "swb"), (first, *sections), {"version": "3"})
    return whole if filtered else _without_filters(whole)


def _all(section: Section) -> list[Question]:
    return list(Questionnaire(Localized(), "", (), (section,)).questions())


def _without_filters(whole: Questionnaire) -> Questionnaire:
    document = whole.to_document()
    for choice in _choices_of(document):
        choice.pop("filters", None)
    return from_document(document)


def _choices_of(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield from node.get("choices", ())
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _choices_of(inner)


SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(questionnaires())
def test_an_exported_questionnaire_imports_back_equal(questionnaire: Questionnaire) -> None:
    report = check(Upload("essai.xlsx", export_xlsform(questionnaire)))

    assert report.questionnaire, report.findings
    assert report.questionnaire.to_document() == questionnaire.to_document()
    assert report.questionnaire.content_hash == questionnaire.content_hash
    assert from_document(report.questionnaire.to_document()).content_hash == questionnaire.content_hash


@pytest.mark.parametrize("name", [shipped.name for shipped in shipped_questionnaires()])
def test_a_shipped_questionnaire_imports_back_equal_and_other_tools_take_it(name: str) -> None:
    questionnaire = load_shipped(name)

    exported = export_xlsform(questionnaire)

    imported = check(Upload("essai.xlsx", exported)).questionnaire
    assert imported
    assert imported.content_hash == questionnaire.content_hash
    assert "<h:html" in xls2xform.convert(exported, file_type=".xlsx", validate=False).xform


def test_the_same_questionnaire_gives_the_same_file() -> None:
    questionnaire = load_shipped("besoins-petite-enfance")

    assert export_xlsform(questionnaire) == export_xlsform(questionnaire)


def test_no_cell_of_the_file_is_a_formula_or_a_link() -> None:
    text = Localized("=HYPERLINK(\"http://exemple.yt\")")
    question = Question("q", Kind.TEXT, text, Localized("https://exemple.yt"))
    section = Section("s", Localized("@x"), (question,))
    questionnaire = Questionnaire(Localized("+1"), "essai", ("fr",), (section,))

    exported = export_xlsform(questionnaire)

    imported = check(Upload("essai.xlsx", exported)).questionnaire
    assert imported
    assert imported["q"].label == text
    assert imported["q"].hint.french == "https://exemple.yt"
