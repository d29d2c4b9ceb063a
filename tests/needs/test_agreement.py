"""Cohen's kappa: figures worked out by hand, and what is said where there are none."""

from __future__ import annotations

import random

import pytest

from consult.needs.agreement import WHY, Agreement, NoKappa, Pair, agreement, agreements, identical


def pairs(both: int, first_only: int, second_only: int, neither: int) -> list[Pair]:
    return [({"A"}, {"A"})] * both + [({"A"}, set())] * first_only \
        + [(set(), {"A"})] * second_only + [({"B"}, {"B"})] * neither


def test_kappa_is_what_cohen_s_formula_gives() -> None:
    found = agreement("A", pairs(20, 5, 10, 15))

    # Observed 35/50; by chance 25/50 × 30/50 + 25/50 × 20/50 = 0.5; (0.7 − 0.5) / 0.5.
    assert (found.texts, found.observed) == (50, pytest.approx(0.7))
    assert found.kappa == pytest.approx(0.4)
    assert found.words == "accord faible"


def test_kappa_is_that_of_an_independent_computation() -> None:
    luck = random.Random(4)
    for _ in range(200):
        made: list[Pair] = [({"A"} if luck.random() < 0.4 else set(), {"A"} if luck.random() < 0.5 else set())
                            for _ in range(luck.randint(2, 40))]
        found = agreement("A", made)
        same = sum(("A" in first) == ("A" in second) for first, second in made) / len(made)
        chance = sum(
            (sum(("A" in first) == value for first, _ in made) / len(made))
            * (sum(("A" in second) == value for _, second in made) / len(made)) for value in (True, False))
        if found.kappa is not None:
            assert found.kappa == pytest.approx((same - chance) / (1 - chance))
            assert -1 <= found.kappa <= 1


@pytest.mark.parametrize(("counts", "words"), [
    ((10, 0, 0, 10), "accord presque parfait"), ((9, 1, 1, 9), "accord bon"), ((8, 2, 2, 8), "accord moyen"),
    ((6, 4, 4, 6), "accord faible"), ((0, 10, 10, 0), "accord faible")])
def test_kappa_is_said_in_words(counts: tuple[int, int, int, int], words: str) -> None:
    assert agreement("A", pairs(*counts)).words == words


@pytest.mark.parametrize(("shown", "words"), [
    (0.4, "accord faible"), (0.41, "accord moyen"), (0.6, "accord moyen"), (0.61, "accord bon"),
    (0.8, "accord bon"), (0.81, "accord presque parfait")])
def test_the_words_follow_the_figure_that_is_shown(shown: float, words: str) -> None:
    # Half of the texts have the code on both sides: kappa is then 1 − 2 × the share they differ on.
    texts = 10_000
    apart = round(texts * (1 - shown) / 4)
    found = Agreement("A", texts, texts // 2 - apart, apart, apart)

    assert found.shown == shown
    assert found.words == words


@pytest.mark.parametrize(("counts", "reason"), [
    ((0, 0, 0, 0), NoKappa.NO_TEXT), ((0, 0, 0, 9), NoKappa.NEVER), ((0, 3, 0, 6), NoKappa.ONE_ONLY),
    ((0, 0, 3, 6), NoKappa.ONE_ONLY), ((9, 0, 0, 0), NoKappa.ALWAYS), ((5, 4, 0, 0), NoKappa.ALWAYS)])
def test_where_chance_explains_all_there_is_no_kappa_and_it_is_said_why(
        counts: tuple[int, int, int, int], reason: NoKappa) -> None:
    found = agreement("A", pairs(*counts))

    assert (found.kappa, found.shown, found.no_kappa) == (None, None, reason)
    assert found.words == WHY[reason]


def test_without_a_text_nothing_is_observed() -> None:
    assert agreement("A", []).observed is None


def test_every_code_has_its_line_and_the_same_reading_is_counted() -> None:
    both = [({"A", "B"}, {"B", "A"}), ({"A"}, set()), (set(), set())]

    lines = agreements(("A", "B", "C"), both)

    assert [(line.code, line.both) for line in lines] == [("A", 1), ("B", 1), ("C", 0)]
    assert identical(both) == 2
