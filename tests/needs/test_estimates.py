"""Every figure of the needs table, worked out again in plain Python from the documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from consult.needs.bits import WORD, arrange, count, pack
from consult.needs.estimates import Figures, Survey
from consult.needs.evidence import Rule, parse_rule
from consult.needs.intervals import strata_of
from consult.needs.profiles import Group, place_profile, profiles_of
from consult.needs.taxonomy import Need, shipped_taxonomy
from consult.needs.weighting import Margin, rake
from consult.surveys.shipped import load_shipped
from consult.text import Localized
from tests.needs.families import NAME, Answers, documents, sample_of

FAMILIES = 300
QUESTIONNAIRE = load_shipped(NAME)
REFUSED = {question.name: {choice.name for choice in question.choices if choice.filters.get("refusal")}
           for question in QUESTIONNAIRE.questions()}


def given(answers: Answers, question: str) -> list[str]:
    """The choices a family gave; nothing for a refusal."""
    answer = answers.get(question)
    chosen = answer if isinstance(answer, list) else [answer] if answer else []
    return [choice for choice in chosen if choice not in REFUSED[question]]


def holds(rule: Rule, answers: Answers) -> bool:
    return any(all(set(term.choices) & set(given(answers, term.question)) for term in alternative)
               for alternative in rule.alternatives)


def worked_out(need: Need, families: list[Answers]) -> dict[str, int]:
    """The counts of a need, family by family."""
    counts = dict.fromkeys(("asked", "base", "expressing", "strong", "priority"), 0)
    for answers in families:
        evidence = need.evidence.alternatives
        asked = any(all(term.question in answers for term in alternative) for alternative in evidence)
        said = any(all(given(answers, term.question) for term in alternative) for alternative in evidence)
        expressing = holds(need.evidence, answers)
        first = [alternative for alternative in (*evidence, *need.strong.alternatives)
                 if all(term.question == "priorites" for term in alternative)]
        counts["asked"] += asked
        counts["base"] += said or expressing
        counts["expressing"] += expressing
        counts["strong"] += expressing and holds(need.strong, answers)
        counts["priority"] += expressing and holds(Rule(tuple(first)), answers)
    return counts


def counts_of(figures: Figures) -> dict[str, int]:
    return {name: getattr(figures, name) for name in ("asked", "base", "expressing", "strong", "priority")}


def a_survey(**changes: Any) -> Survey:
    taxonomy, place = shipped_taxonomy(), place_profile(QUESTIONNAIRE["village"])
    return replace(Survey((sample_of(documents(FAMILIES)),), taxonomy, place, profiles_of(QUESTIONNAIRE)),
                   **changes)


NEEDS = list(shipped_taxonomy().needs())


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.code)
def test_every_figure_of_a_need_is_what_the_documents_say(need: Need) -> None:
    survey, families = a_survey(), list(documents(FAMILIES))

    assert counts_of(survey.everywhere(need)) == worked_out(need, families)
    for village, figures in survey.by_place(need).items():
        assert counts_of(figures) == worked_out(
            need, [answers for answers in families if answers.get("village") == village])


@pytest.mark.parametrize("need", NEEDS[::5], ids=lambda need: need.code)
def test_every_profile_is_what_the_documents_say(need: Need) -> None:
    survey = a_survey()

    for profile, group in survey.groups():
        inside = [answers for answers in documents(FAMILIES)
                  if set(given(answers, profile.question)) & set(group.choices)]
        assert counts_of(survey.in_group(need, profile, group)) == worked_out(need, inside)


def test_the_simulated_families_express_something_of_most_needs() -> None:
    survey = a_survey()

    assert sum(survey.everywhere(need).expressing > 0 for need in NEEDS) > 30


def test_two_versions_are_counted_together() -> None:
    first, second = documents(FAMILIES)[:200], documents(FAMILIES)[200:]
    survey = a_survey(samples=(sample_of(first), sample_of(second)))

    assert survey.everywhere(NEEDS[0]) == a_survey().everywhere(NEEDS[0])


def test_a_version_that_asks_less_is_not_a_version_that_says_no() -> None:
    need = replace(NEEDS[0], evidence=parse_rule("nulle_part=oui"))
    survey = a_survey()

    assert not survey.is_possible(need)
    assert survey.everywhere(need) == Figures(0, 0, 0, 0, 0)
    assert survey.everywhere(need).share is None


def test_a_need_written_beside_a_choice_counts_like_a_rule() -> None:
    [question] = [question for question in QUESTIONNAIRE.questions() if question.name == "garde_souhaitee"]
    marked = tuple(replace(choice, filters={"need": "NEW-1!"}) if choice.name == "creche" else choice
                   for choice in question.choices)
    sections = tuple(replace(section, items=tuple(
        replace(question, choices=marked) if item == question else item for item in section.items))
        for section in QUESTIONNAIRE.sections)
    questionnaire = replace(QUESTIONNAIRE, sections=sections)
    survey = a_survey(samples=(sample_of(documents(FAMILIES), questionnaire),))
    need, same = Need("NEW-1", Localized("Une crèche")), parse_rule("garde_souhaitee=creche")

    assert counts_of(survey.everywhere(need)) == worked_out(
        replace(need, evidence=same, strong=same), list(documents(FAMILIES)))


def test_weighted_shares_are_sums_of_weights() -> None:
    families, codes = documents(FAMILIES), {"un": 0, "deux": 1, "trois_plus": 2}
    said = np.array([codes.get(answers.get("adultes") or "", -1) for answers in families])
    raked = rake([Margin("adultes", {"un": 500.0, "deux": 300.0, "trois_plus": 200.0}, said)])
    survey = a_survey(strata=strata_of(raked), has_intervals=True)
    need = NEEDS[0]

    found = survey.everywhere(need).weighted

    weights = dict(enumerate(raked.weights))
    base = [place for place, answers in enumerate(families)
            if any(all(given(answers, term.question) for term in alternative)
                   for alternative in need.evidence.alternatives) or holds(need.evidence, answers)]
    expressing = [place for place in base if holds(need.evidence, families[place])]
    assert found is not None
    assert found.value == pytest.approx(
        sum(weights[place] for place in expressing) / sum(weights[place] for place in base))
    assert found.low < found.value < found.high


def test_groups_of_a_single_choice_never_share_a_family() -> None:
    age = next(profile for profile in profiles_of(QUESTIONNAIRE) if profile.code == "age")
    languages = next(profile for profile in profiles_of(QUESTIONNAIRE) if profile.code == "langue")

    assert age.is_exclusive
    assert not languages.is_exclusive
    assert Group("seul", Localized("Un seul adulte"), ("un",), is_vulnerable=True) in profiles_of(
        QUESTIONNAIRE)[1].groups


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 1000])
def test_sets_are_counted_segment_by_segment(length: int) -> None:
    rng = np.random.default_rng(length)
    codes, mask = rng.integers(0, 5, length), rng.random(length) < 0.3
    arranged, places = arrange(mask, codes)

    counts = dict(zip(places.of_segments.tolist(), places.count(pack(arranged)).tolist(), strict=True))

    assert counts == {code: int(mask[codes == code].sum()) for code in np.unique(codes).tolist()}
    assert count(pack(arranged)) == mask.sum()
    assert len(arranged) % WORD == 0
