"""Raking and its standard errors, against R's package `survey` (fixtures/raking.R made the fixtures)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from consult.needs.intervals import standard_error, strata_of, unweighted_strata, weighted_share, wilson
from consult.needs.weighting import CannotRake, Fault, Margin, gaps, rake, spread

FIXTURE = Path(__file__).parent / "fixtures" / "raking.json"
SAMPLES = json.loads(FIXTURE.read_text(encoding="utf-8"))["samples"]
VARIABLES = ("village", "age", "single")


def a_margin(variable: str, targets: dict[str, float], values: list[str]) -> Margin:
    places = {category: place for place, category in enumerate(targets)}
    return Margin(variable, targets, np.array([places.get(value, -1) for value in values]))


def margins_of(sample: dict[str, Any]) -> list[Margin]:
    return [a_margin(name, sample["targets"][name], sample[name]) for name in VARIABLES]


@pytest.mark.parametrize("name", SAMPLES)
def test_weights_are_those_of_r(name: str) -> None:
    sample = SAMPLES[name]

    raked = rake(margins_of(sample))

    assert raked.weights == pytest.approx(np.array(sample["weights"]), rel=1e-9)
    assert raked.weights.sum() == pytest.approx(sum(sample["targets"]["village"].values()))


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(("figure", "column", "village_only"), [
    ("y_all", "y", False), ("rare_all", "rare", False), ("y_first", "y", True)])
def test_shares_and_standard_errors_are_those_of_r(
        name: str, figure: str, column: str, village_only: bool) -> None:
    sample, margins = SAMPLES[name], margins_of(SAMPLES[name])
    expressing = np.array(sample[column], dtype=bool)
    base = margins[0].codes == 0 if village_only else np.ones(len(expressing), dtype=bool)
    value, error = sample[figure]

    strata = strata_of(rake(margins))
    share = weighted_share(strata, expressing=strata.count(expressing & base), base=strata.count(base))

    assert share is not None
    assert share.value == pytest.approx(value, rel=1e-9)
    assert share.error == pytest.approx(error, rel=1e-6)
    assert 0 <= share.low < share.value < share.high <= 1


@pytest.mark.parametrize("name", SAMPLES)
def test_without_raking_the_error_is_that_of_equal_weights(name: str) -> None:
    sample = SAMPLES[name]
    expressing = np.array(sample["y"], dtype=bool)
    strata = unweighted_strata(len(expressing))

    error = standard_error(strata, expressing=strata.count(expressing), base=strata.sizes)

    assert error == pytest.approx(sample["y_unraked"][1], rel=1e-9)


@pytest.mark.parametrize(("targets", "values", "fault", "category"), [
    ({"a": 5, "b": 5}, ["a", "a"], Fault.NO_ANSWER, "b"),
    ({"a": 10, "b": 0}, ["a", "b"], Fault.ZERO_MARGIN, "b"),
    ({"a": 5, "b": 5}, ["?", "?"], Fault.NOBODY, "")])
def test_what_cannot_be_raked_is_said_with_its_place(
        targets: dict[str, float], values: list[str], fault: Fault, category: str) -> None:
    with pytest.raises(CannotRake) as refusal:
        rake([a_margin("village", targets, values)])

    assert (refusal.value.fault, refusal.value.category) == (fault, category)


def test_margins_of_different_populations_are_refused() -> None:
    values = ["a", "b", "a"]

    with pytest.raises(CannotRake) as refusal:
        rake([a_margin("village", {"a": 5, "b": 5}, values), a_margin("age", {"a": 6, "b": 5}, values)])

    assert (refusal.value.fault, refusal.value.variable) == (Fault.UNEQUAL_TOTALS, "age")


def test_margins_that_contradict_each_other_are_refused() -> None:
    values = ["a", "b"]

    with pytest.raises(CannotRake) as refusal:
        rake([a_margin("village", {"a": 5, "b": 5}, values), a_margin("age", {"a": 6, "b": 4}, values)])

    assert refusal.value.fault is Fault.NO_END


def test_a_response_that_lacks_a_margin_has_no_weight() -> None:
    raked = rake([a_margin("village", {"a": 6, "b": 2}, ["a", "b", "?", "a"])])

    assert raked.weights.tolist() == [3, 2, 0, 3]
    assert raked.is_weighted.tolist() == [True, True, False, True]


def test_rows_without_a_weight_change_nothing() -> None:
    sample = SAMPLES["small"]
    unsaid = {**sample, **{name: [*sample[name], "?"] for name in VARIABLES}}
    expressing = np.array(sample["y"], dtype=bool)
    figures = []

    for known, answers in ((sample, expressing), (unsaid, np.append(expressing, True))):
        strata = strata_of(rake(margins_of(known)))
        base = strata.count(np.ones(len(answers), dtype=bool))
        figures.append(weighted_share(strata, expressing=strata.count(answers), base=base))

    assert figures[0] == figures[1]


def test_unequal_weights_tell_less_than_their_number() -> None:
    found = spread(np.array([1.0, 1.0, 4.0]))

    assert found.effective == pytest.approx(2.0)
    assert (found.smallest, found.median, found.largest) == (0.5, 0.5, 2.0)
    assert found.count / found.effective == pytest.approx(1.5)


def test_how_far_the_sample_is_from_the_margins() -> None:
    [first, second] = gaps([a_margin("village", {"a": 75, "b": 25}, ["a", "b", "?"])])

    assert (first.count, first.sample, first.population) == (1, 0.5, 0.75)
    assert (second.sample, second.population) == (0.5, 0.25)


@pytest.mark.parametrize("expressing", [False, True])
def test_an_interval_at_either_end_stays_inside_and_is_not_nothing(expressing: bool) -> None:
    strata = unweighted_strata(40)

    share = weighted_share(strata, expressing=strata.count(np.full(40, expressing)), base=strata.sizes)

    assert share is not None
    assert 0 <= share.low <= share.value <= share.high <= 1
    assert share.high - share.low > 0.05


def test_wilson_s_interval_is_that_of_r() -> None:
    # R 4.2.2: prop.test(3, 20, correct = FALSE)$conf.int and prop.test(0, 40, correct = FALSE)$conf.int
    assert wilson(3 / 20, 20) == pytest.approx((0.0523687458962, 0.3604188647408), rel=1e-9)
    assert wilson(0.0, 40) == pytest.approx((0.0, 0.0876216011973), rel=1e-9)
