"""What responses weigh: the margins somebody knows, met with packed rows. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from consult.needs.estimates import Sample
from consult.needs.expressed import refusals
from consult.needs.intervals import Strata, strata_of
from consult.needs.margins import BETWEEN, Population
from consult.needs.weighting import CannotRake, Margin, Raked, rake
from consult.responses.packing import FIRST, Store

Codes = NDArray[np.intp]
OUTSIDE, NO_ANSWER, UNKNOWN = -1, -2, -3
"""Why a response is in no category of a margin: it is not of the population, it does not say, or it gives a
choice that the margin does not have (a newer version's)."""


@dataclass(frozen=True)
class Lacking:
    """Responses that are in no category of a margin, by the reason."""

    outside: int
    no_answer: int
    unknown: int

    def __bool__(self) -> bool:
        return bool(self.outside or self.no_answer or self.unknown)


@dataclass(frozen=True)
class Weights:
    """The weights, or why there are none. `strata` is None where nothing is weighted."""

    populations: tuple[Population, ...]
    margins: tuple[Margin, ...]
    lacking: Mapping[str, Lacking]
    """By question of a margin."""
    count: int
    """Of all responses, those without a weight included."""
    raked: Raked | None = None
    refusal: CannotRake | None = None

    @cached_property
    def strata(self) -> Strata | None:
        """Of all rows, sample after sample."""
        return strata_of(self.raked) if self.raked else None

    @property
    def weighted(self) -> int:
        """How many responses have a weight."""
        return int(np.count_nonzero(self.raked.is_weighted)) if self.raked else 0

    def found(self, variable: str, category: str) -> int:
        """How many responses are in a category, those without another margin included."""
        margin = next(margin for margin in self.margins if margin.variable == variable)
        return int(np.count_nonzero(margin.codes == list(margin.targets).index(category)))


def _codes(population: Population, sample: Sample) -> Codes:
    """For each row, the place of its category, or why it is in none."""
    column = sample.layout.columns.get(population.question)
    if column is None or column.store is not Store.CODE:
        return np.full(len(sample), NO_ANSWER, np.intp)
    places = dict.fromkeys(population.left_out, OUTSIDE)
    places |= dict.fromkeys(refusals(sample.questionnaire).get(population.question, ()), NO_ANSWER)
    places |= {choice: place for place, key in enumerate(population.counted) for choice in key.split(BETWEEN)}
    table = np.full(FIRST + len(column.choices), NO_ANSWER, np.intp)
    table[FIRST:] = [places.get(choice, UNKNOWN) for choice in column.choices]
    codes: Codes = table[sample.rows[column.fields[0].name]]
    return codes


def _met(population: Population, samples: Sequence[Sample]) -> tuple[Margin, Lacking]:
    codes = np.concatenate([np.zeros(0, np.intp), *(_codes(population, sample) for sample in samples)])
    lacking = Lacking(*(int(np.count_nonzero(codes == why)) for why in (OUTSIDE, NO_ANSWER, UNKNOWN)))
    return Margin(population.question, population.counted, np.maximum(codes, -1)), lacking


def weights_of(populations: Sequence[Population], samples: Sequence[Sample]) -> Weights:
    """The weights of all responses, sample after sample; `refusal` says why there are none."""
    met = [_met(population, samples) for population in populations]
    margins = tuple(margin for margin, _ in met)
    lacking = {margin.variable: found for margin, found in met}
    known = Weights(tuple(populations), margins, lacking, sum(map(len, samples)))
    if not margins:
        return known
    try:
        raked, refusal = rake(margins), None
    except CannotRake as problem:
        raked, refusal = None, problem
    return Weights(known.populations, margins, lacking, known.count, raked, refusal)
