"""The grammar of evidence rules, and what they are checked against."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.needs.evidence import (
    LONGEST,
    BrokenRule,
    Rule,
    Term,
    check_rule,
    countable,
    in_words,
    needs_named_by_choices,
    parse_rule,
)
from consult.surveys.questions import Choice, Kind, Question, Questionnaire, Section
from consult.text import Localized

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,8}", fullmatch=True)
CHOICES = st.lists(st.from_regex(r"[A-Za-z0-9_.-]{1,8}", fullmatch=True), min_size=1, max_size=3)
TERMS = st.builds(Term, NAMES, CHOICES.map(tuple))
ALTERNATIVES = st.lists(TERMS, min_size=1, max_size=3).map(tuple)
RULES = st.builds(Rule, st.lists(ALTERNATIVES, max_size=4).map(tuple))
JOURS = Question("jours", Kind.MULTIPLE, Localized("Quels jours ?"), number="7", choices=(
    Choice("samedi", Localized("Le samedi"), {"need": "HOR-2!;HOR-3"}),
    Choice("dimanche", Localized("Le dimanche"))))
AGE = Question("age", Kind.INTEGER, Localized("Quel âge ?"))
ENFANT = Question("ecole", Kind.ONE, choices=(Choice("oui", Localized("Oui")),))
ASKED = Questionnaire(Localized("Essai"), "essai", ("fr",), (
    Section("garde", items=(JOURS, AGE)), Section("enfants", items=(ENFANT,), is_repeat=True),
    Section("joindre", items=(replace(ENFANT, name="rappeler"),), sensitivity="contact")))


@given(RULES)
def test_a_rule_is_read_back_as_it_was_written(rule: Rule) -> None:
    assert parse_rule(str(rule)) == rule


@pytest.mark.parametrize(("written", "canonical"), [
    ("", ""), (" ; ;", ""), (" jours = samedi | dimanche ", "jours=samedi|dimanche"),
    ("a=1&b=2; c=3;", "a=1&b=2;c=3"), ("prix=moins_50\n;\nprix=zero", "prix=moins_50;prix=zero")])
def test_spaces_and_empty_alternatives_mean_nothing(written: str, canonical: str) -> None:
    assert str(parse_rule(written)) == canonical
    assert bool(parse_rule(written)) is bool(canonical)


@pytest.mark.parametrize(("written", "piece", "words"), [
    ("jours", "jours", "question=choix"), ("a=1;=samedi", "=samedi", "question=choix"),
    ("a=1&", "", "question=choix"), ("jours=", "jours=", "choix vide"),
    ("a=1;jours=samedi|", "jours=samedi|", "choix vide"),
    ("jours=sam edi", "jours=sam edi", "mal écrit"), ("a=1;jours==samedi", "jours==samedi", "mal écrit"),
    ("jours=sam,dim", "jours=sam,dim", "mal écrit"), ("7=samedi", "7=samedi", "question=choix"),
    ("a=1;" * LONGEST, ("a=1;" * LONGEST)[:40], "trop longue")])
def test_a_broken_rule_says_which_piece_is(written: str, piece: str, words: str) -> None:
    with pytest.raises(BrokenRule) as broken:
        parse_rule(written)

    assert broken.value.fault.piece == piece
    assert words in broken.value.fault.sentence


@given(st.text(alphabet="ab=|&; \n.-é\"'", max_size=40))
def test_whatever_is_typed_is_a_rule_or_a_fault(written: str) -> None:
    try:
        rule = parse_rule(written)
    except BrokenRule as broken:
        fault = broken.fault
        said = fault.sentence % dict(fault.values)
    else:
        said = str(parse_rule(str(rule)))
        assert said == str(rule)
    assert "%" not in said


@pytest.mark.parametrize(("written", "said"), [
    ("jours=samedi", []), ("jours=samedi;jour=lundi", [("jour=lundi", {"question": "jour"})]),
    ("jours=samedi|lundi", [("jours=samedi|lundi", {"question": "jours", "choice": "lundi"})]),
    ("age=3", [("age=3", {"question": "age"})]), ("ecole=oui", [("ecole=oui", {"question": "ecole"})]),
    ("rappeler=oui", [("rappeler=oui", {"question": "rappeler"})])])
def test_what_the_questionnaire_does_not_have_is_told_with_its_piece(
        written: str, said: list[tuple[str, dict[str, str]]]) -> None:
    faults = check_rule(parse_rule(written), ASKED)

    assert [(fault.piece, dict(fault.values)) for fault in faults] == said
    assert all(fault.sentence % dict(fault.values) for fault in faults)


def test_only_what_is_asked_once_of_each_family_can_be_evidence() -> None:
    assert list(countable(ASKED)) == ["jours"]


def test_a_rule_is_said_in_the_words_of_the_questionnaire() -> None:
    [[reading]] = in_words(parse_rule("jours=samedi|dimanche"), ASKED)

    assert (reading.number, reading.question, reading.answers) == (
        "7", "Quels jours ?", ("Le samedi", "Le dimanche"))


def test_needs_can_be_named_beside_the_choices() -> None:
    named = needs_named_by_choices(ASKED)

    assert {code: tuple(map(str, rules)) for code, rules in named.items()} == {
        "HOR-2": ("jours=samedi", "jours=samedi"), "HOR-3": ("jours=samedi", "")}
