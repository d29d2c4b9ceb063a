"""What responses weigh, against plain Python over the documents; and why they weigh nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from consult.needs.estimates import Sample
from consult.needs.margins import Categories, Population, Target, categories_of
from consult.needs.no_weights import why_no_weights
from consult.needs.weighting import Fault, Margin, rake
from consult.needs.weights import Lacking, Weights, weights_of
from consult.surveys.questions import Choice, Question, Questionnaire
from consult.surveys.shipped import load_shipped
from consult.text import localized
from tests.needs.families import NAME, Answers, documents, sample_of
from tests.needs.test_margins import ADULTS, VILLAGE, a_questionnaire

FAMILIES = 300
QUESTIONNAIRE = load_shipped(NAME)
Numbers = Mapping[str, float | None]
ADULTS_KNOWN: Numbers = {"un": 3300, "deux|trois_plus": 6700, "nsp": None}
ROLES: Numbers = {"mere": 5000, "pere|grand_parent|autre_adulte|futur_parent": 5000}


def a_population(question: str, numbers: Numbers) -> Population:
    targets = (Target(tuple(key.split("|")), number) for key, number in numbers.items())
    return Population(question, tuple(targets), "Insee, 2025")


def group_of(answers: Answers, question: str, numbers: Numbers) -> str | None:
    """The group of the population a family is in."""
    return next((key for key, number in numbers.items()
                 if number is not None and answers.get(question) in key.split("|")), None)


def raked_by_hand(families: tuple[Answers, ...], margins: Mapping[str, Numbers]) -> list[float]:
    """A weight for each family: one margin after the other, until nothing moves."""
    groups = [{question: group_of(answers, question, numbers) for question, numbers in margins.items()}
              for answers in families]
    weights = [0.0 if None in group.values() else 1.0 for group in groups]
    for _ in range(200):
        for question, numbers in margins.items():
            sums: dict[str | None, float] = defaultdict(float)
            for weight, group in zip(weights, groups, strict=True):
                sums[group[question]] += weight
            factors = {key: (number or 0) / sums[key] for key, number in numbers.items() if sums[key]}
            weights = [weight and weight * factors[str(group[question])]
                       for weight, group in zip(weights, groups, strict=True)]
    return weights


def a_sample(villages: list[str | None], adults: list[str | None] | None = None,
             questionnaire: Questionnaire | None = None) -> Sample:
    """Families of the small questionnaire; None is no answer."""
    said = adults or ["un"] * len(villages)
    answers = tuple({"village": village, "adultes": number}
                    for village, number in zip(villages, said, strict=True))
    return sample_of(answers, questionnaire or a_questionnaire(VILLAGE, ADULTS))


def reason(weights: Weights, categories: Categories | None = None) -> str:
    found = why_no_weights(weights, categories or categories_of([a_questionnaire(VILLAGE, ADULTS)]))
    assert found is not None
    assert weights.raked is None
    assert weights.strata is None
    return (found.sentence % found.values).replace("\u00a0", " ").replace("\u202f", " ")


def test_weights_are_those_worked_out_family_by_family() -> None:
    families, margins = documents(FAMILIES), {"adultes": ADULTS_KNOWN, "role": ROLES}
    samples = [sample_of(families[:180]), sample_of(families[180:])]

    weights = weights_of([a_population(*margin) for margin in margins.items()], samples)

    assert weights.raked is not None
    expected = raked_by_hand(families, margins)
    assert weights.raked.weights == pytest.approx(np.array(expected), rel=1e-9)
    assert weights.weighted == sum(weight > 0 for weight in expected) < weights.count == FAMILIES
    assert weights.raked.weights.sum() == pytest.approx(10_000)


def test_strata_give_each_family_its_weight() -> None:
    weights = weights_of([a_population("adultes", ADULTS_KNOWN)], [sample_of(documents(FAMILIES))])

    assert weights.strata is not None
    assert weights.raked is not None
    assert weights.strata.weights[weights.strata.of_rows] == pytest.approx(weights.raked.weights)


def test_without_margins_nothing_is_weighted() -> None:
    weights = weights_of([], [a_sample(["kaweni"])])

    assert (weights.raked, weights.refusal, weights.strata, weights.count) == (None, None, None, 1)
    assert why_no_weights(weights, Categories()) is None


def test_responses_without_a_place_in_a_margin_are_counted_by_the_reason() -> None:
    newer = replace(VILLAGE, choices=(*VILLAGE.choices, Choice("doujani", localized("Doujani"))))
    samples = [a_sample(["kaweni", "ailleurs", "ailleurs", None, "cavani"]),
               a_sample(["doujani", "kaweni"], questionnaire=a_questionnaire(newer, ADULTS)),
               sample_of(({"adultes": "un"},), a_questionnaire(ADULTS))]

    weights = weights_of(
        [a_population("village", {"kaweni": 5, "cavani": 5, "vahibe": 0, "ailleurs": None})], samples)

    assert weights.lacking == {"village": Lacking(outside=2, no_answer=2, unknown=1)}
    assert weights.raked is not None
    assert weights.raked.weights == pytest.approx([2.5, 0, 0, 0, 5, 0, 2.5, 0])


def test_a_refusal_is_counted_as_no_answer() -> None:
    weights = weights_of([a_population("adultes", {"un": 5, "deux": 5, "nsp": None})],
                         [a_sample(["kaweni"] * 4, ["un", "deux", "nsp", None])])

    assert weights.lacking == {"adultes": Lacking(outside=0, no_answer=2, unknown=0)}


def test_a_village_that_nobody_answered_from_is_named_with_what_to_do() -> None:
    weights = weights_of([a_population("village", {"kaweni": 5, "vahibe": 5})], [a_sample(["kaweni"])])

    assert weights.refusal is not None
    assert weights.refusal.fault is Fault.NO_ANSWER
    assert reason(weights) == ("Personne de Vahibé n’a répondu : regroupez ce lieu avec un autre, ou retirez "
                               "cette marge.")


def test_an_answer_that_nobody_gave_is_named_with_its_question() -> None:
    weights = weights_of([a_population("adultes", {"un": 5, "deux": 5})], [a_sample(["kaweni"])])

    assert reason(weights).startswith("Personne n’a répondu « Deux ou plus » à « Combien d’adultes ? » : "
                                      "regroupez ce choix avec un autre")


def test_families_lost_to_another_margin_are_not_said_to_be_nobody() -> None:
    weights = weights_of(
        [a_population("village", {"kaweni": 5, "vahibe": 5}), a_population("adultes", {"un": 10})],
        [a_sample(["kaweni", "vahibe"], ["un", None])])

    assert "« Vahibé »" in reason(weights)
    assert "ne répondent pas aux questions des autres marges" in reason(weights)


def test_a_zero_that_answers_contradict_is_named() -> None:
    weights = weights_of(
        [a_population("village", {"kaweni": 5, "vahibe": 0})], [a_sample(["kaweni", "vahibe"])])

    assert reason(weights).startswith("La marge dit que personne ne répond « Vahibé » à « Votre village ? »")
    assert "donnez un nombre, regroupez ce choix avec un autre, ou écrivez « hors »" in reason(weights)


def test_totals_that_differ_are_both_said() -> None:
    # Margins are checked when they come in; two that were kept before the law would still be said.
    weights = weights_of([a_population("village", {"kaweni": 5}), a_population("adultes", {"un": 1234})],
                         [a_sample(["kaweni"])])

    assert reason(weights) == ("La marge « Combien d’adultes ? » fait 1 234 en tout, et la marge « Votre "
                               "village ? » fait 5 : corrigez l’une des deux, ou retirez-la.")


def test_margins_that_contradict_each_other_are_said() -> None:
    weights = weights_of(
        [a_population("village", {"kaweni": 5, "vahibe": 5}), a_population("adultes", {"un": 6, "deux": 4})],
        [a_sample(["kaweni", "vahibe"], ["un", "deux"])])

    assert reason(weights).startswith("Les marges se contredisent pour ces réponses")


@pytest.mark.parametrize("samples", [[], [a_sample([None])]])
def test_where_nobody_says_what_the_margins_ask_it_is_said(samples: list[Sample]) -> None:
    weights = weights_of([a_population("village", {"kaweni": 5})], samples)

    assert reason(weights).startswith("Aucune réponse ne dit tout ce que les marges demandent")


def test_a_margin_about_a_question_that_is_gone_is_named_by_its_code() -> None:
    weights = weights_of([a_population("quartier", {"nord|sud": 5})], [a_sample(["kaweni"])])

    assert weights.lacking == {"quartier": Lacking(0, 1, 0)}
    assert categories_of([a_questionnaire(VILLAGE)]).label("quartier", "nord|sud") == "nord ou sud"


def test_groups_are_said_in_words() -> None:
    categories = categories_of([a_questionnaire(VILLAGE)])

    assert categories.label("village", "kaweni|cavani") == "Kawéni ou Cavani"
    assert categories.title("village") == "Votre village\u00a0?"


def test_a_million_rows_are_raked_as_exactly_as_a_few() -> None:
    rng = np.random.default_rng(976)
    codes = [rng.integers(0, size, 1_000_000) for size in (11, 3, 5)]
    margins = [Margin(str(size), {str(code): (code + 1) / (size * (size + 1)) for code in range(size)}, own)
               for own, size in zip(codes, (11, 3, 5), strict=True)]

    raked = rake(margins)

    for margin in margins:
        sums = np.bincount(margin.codes, raked.weights)
        assert sums == pytest.approx(np.array(list(margin.targets.values())), rel=1e-9)


def test_many_margins_do_not_confuse_their_categories() -> None:
    rng = np.random.default_rng(1)
    codes = [rng.integers(0, 30, 4000) for _ in range(16)]
    numbers = [np.bincount(own, minlength=30) for own in codes]
    margins = [Margin(str(place), {str(code): float(count) for code, count in enumerate(counts)}, own)
               for place, (own, counts) in enumerate(zip(codes, numbers, strict=True))]

    # The population is the sample: every weight is 1, unless cells were taken for each other.
    assert rake(margins).weights == pytest.approx(np.ones(4000))


def test_every_question_of_one_choice_may_have_a_margin() -> None:
    categories = categories_of([QUESTIONNAIRE])

    assert {"village", "adultes", "role", "age_plus_jeune"} <= categories.questions.keys()
    assert categories.unfit.keys() >= {"langues_maison", "contact_langue"}
    assert categories.refused["adultes"] == {"nsp"}
    assert isinstance(categories.questions["village"], Question)
