"""Simulated families answer as real ones may."""

import random
from collections import Counter

import pytest

from consult.surveys.questions import ASKED, Choice, Kind
from consult.surveys.reading.answers import read
from consult.surveys.shipped import load_shipped
from consult.surveys.simulation import PROPOSALS, NoPlausibleFamily, plausible_fields
from consult.text import localized
from tests.surveys.forms import TODAY, a_question, a_questionnaire, a_section

NAMES = ("a", "b", "c")


def readings(questionnaire, *, count, seed=1):
    rng = random.Random(seed)
    return [read(questionnaire, plausible_fields(questionnaire, rng=rng, today=TODAY), today=TODAY)
            for _ in range(count)]


def test_every_kind_a_family_answers_can_be_simulated():
    assert set(PROPOSALS) == ASKED


def test_families_answer_the_shipped_questionnaire_without_a_problem():
    found = readings(load_shipped("besoins-petite-enfance"), count=200)

    assert not any(reading.problems for reading in found)
    agreed = [reading for reading in found if reading.answers["accord"] == "oui"]
    assert 180 <= len(agreed) < 200
    for name in ("garde_actuelle", "garde_souhaitee", "raisons_sans_accueil", "mot_libre", "aide_attendue"):
        assert any(reading.answers.get(name) for reading in agreed), name


def test_families_live_in_villages_by_their_population():
    found = readings(load_shipped("besoins-petite-enfance"), count=300)

    villages = Counter(reading.answers.get("village") for reading in found)
    assert villages["97611-kaweni"] > villages["97611-mamoudzou-centre"] > villages["97611-tsoundzou-1"] > 0


def test_contacts_are_fictitious():
    found = readings(load_shipped("besoins-petite-enfance"), count=150)

    numbers = [reading.contacts["contact_telephone"] for reading in found if reading.contacts]
    assert len(numbers) > 20
    assert all(number.startswith("063998") and len(number) == 10 for number in numbers)


def test_the_same_seed_gives_the_same_families():
    questionnaire = load_shipped("besoins-petite-enfance")

    once, again, other = (readings(questionnaire, count=5, seed=seed) for seed in (7, 7, 8))

    assert once == again
    assert once != other


def test_constraints_repeats_and_filters_are_obeyed():
    places = (Choice("kaweni", localized("Kawéni"), {"commune": "a"}),
              Choice("labattoir", localized("Labattoir"), {"commune": "b"}))
    questionnaire = a_questionnaire(
        a_section(
            a_question("children", Kind.INTEGER, constraint=". >= 1 and . <= 4", required="true()"),
            a_question("born", Kind.DATE, constraint=". <= today() and . > '2020-01-01'"),
            a_question("due", Kind.DATE, constraint=". > today()", required="true()"),
            a_question("at", Kind.TIME), a_question("size", Kind.DECIMAL), a_question("ok", Kind.ACKNOWLEDGE),
            a_question("mark", Kind.RANGE, parameters={"start": "0", "end": "1", "step": "0.25"}),
            a_question("order", Kind.RANK, choices=NAMES),
            a_question("commune", Kind.ONE, choices=("a", "b")),
            a_question("village", Kind.ONE, choices=places, choice_filter="commune = ${commune}"),
            a_question("code", constraint="regex(., '^[A-Z]{2}-[0-9]{3}$')", required="true()"),
            a_question("year", Kind.INTEGER, constraint=". > 1990 and . < 2020", required="true()"),
            a_question("care", Kind.MULTIPLE, choices=NAMES, or_other=True)),
        a_section(a_question("age", Kind.INTEGER, constraint=". < 6", required="true()"), name="child",
                  is_repeat=True, repeat_count="${children}"),
        a_section(a_question("pet", required="true()"), name="pets", is_repeat=True))

    found = readings(questionnaire, count=60)

    assert not any(reading.problems for reading in found)
    assert all(len(reading.answers["child"]) == reading.answers["children"] for reading in found)
    for name in ("born", "size", "mark", "order", "village", "care_other"):
        assert any(reading.answers.get(name) for reading in found), name
    assert {len(reading.answers["pets"]) for reading in found} >= {0, 1, 2}


def test_a_question_nobody_can_answer_is_named():
    questionnaire = a_questionnaire(a_question("stuck", constraint="false()", required="true()"))

    with pytest.raises(NoPlausibleFamily) as refused:
        plausible_fields(questionnaire, rng=random.Random(1), today=TODAY)

    assert "stuck" in str(refused.value)
