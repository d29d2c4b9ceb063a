"""Weights that make the sample look like the population in the margins somebody knows. Pure.

Raking (iterative proportional fitting): each margin is matched in turn until all are. Checked against the
function `rake` of R's package `survey` (tests/needs/fixtures).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_ROUNDS = 500
CLOSE = 1e-12
"""Largest relative distance to a margin, once it is matched."""
SAME_TOTAL = 1e-6


class Fault(StrEnum):
    """Why a sample cannot be made to look like the margins."""

    NO_ANSWER = "no_answer"
    """The population has this category, and nobody of it answered."""
    ZERO_MARGIN = "zero_margin"
    """The population is said to have nobody of this category, and somebody answered."""
    UNEQUAL_TOTALS = "unequal_totals"
    """Two margins do not add up to the same population."""
    NO_END = "no_end"
    """The margins contradict each other for this sample: matching one undoes another."""
    NOBODY = "nobody"
    """No response has an answer to all the questions of the margins."""


class CannotRake(Exception):
    """`fault`, and where: the variable and the category, when there is one."""

    def __init__(self, fault: Fault, variable: str = "", category: str = "") -> None:
        self.fault, self.variable, self.category = fault, variable, category
        super().__init__(f"{fault.value} {variable} {category}".strip())


@dataclass(frozen=True)
class Margin:
    """How many of the population are in each category of a variable; for each response, its category's place.

    `codes` is -1 where the response does not say.
    """

    variable: str
    targets: Mapping[str, float]
    codes: NDArray[np.intp]

    @property
    def total(self) -> float:
        return float(sum(self.targets.values()))


@dataclass(frozen=True)
class Raked:
    """A weight for each response, 0 where it lacks a margin; they add up to the population."""

    weights: Floats
    is_weighted: NDArray[np.bool_]
    margins: tuple[Margin, ...]
    rounds: int

    @property
    def spread(self) -> "Spread":
        return spread(self.weights[self.is_weighted])


@dataclass(frozen=True)
class Spread:
    """How unequal weights are. `effective` is Kish's size: as many equal weights would tell as much."""

    count: int
    effective: float
    smallest: float
    median: float
    largest: float
    """The three last ones as multiples of the mean weight."""


def spread(weights: Floats) -> Spread:
    if not len(weights) or not weights.sum():
        return Spread(0, 0.0, 0.0, 0.0, 0.0)
    relative = weights / weights.mean()
    effective = float(weights.sum() ** 2 / np.square(weights).sum())
    return Spread(len(weights), effective, float(relative.min()), float(np.median(relative)),
                  float(relative.max()))


def _check(margins: Sequence[Margin], known: NDArray[np.bool_]) -> None:
    if not known.any():
        raise CannotRake(Fault.NOBODY)
    for margin in margins:
        if abs(margin.total - margins[0].total) > SAME_TOTAL * margins[0].total:
            raise CannotRake(Fault.UNEQUAL_TOTALS, margin.variable)
        _check_categories(margin, np.bincount(margin.codes[known], minlength=len(margin.targets)))


def _check_categories(margin: Margin, counts: NDArray[np.intp]) -> None:
    for (category, target), count in zip(margin.targets.items(), counts, strict=True):
        if target > 0 and not count:
            raise CannotRake(Fault.NO_ANSWER, margin.variable, category)
        if target <= 0 and count:
            raise CannotRake(Fault.ZERO_MARGIN, margin.variable, category)


@dataclass(frozen=True)
class _Cells:
    """Responses alike in all margins, that have one weight: a hundred cells say as much as a million rows.

    Sums over cells are also exact enough to be compared with `CLOSE`; over a million rows they are not.
    """

    of_rows: NDArray[np.intp]
    sizes: NDArray[np.intp]
    codes: tuple[NDArray[np.intp], ...]
    """For each margin, the category of each cell."""

    @classmethod
    def of(cls, codes: Sequence[NDArray[np.intp]]) -> "_Cells":
        of_rows = np.zeros(len(codes[0]), np.intp)
        for own in codes:
            joint = of_rows * (int(own.max()) + 1) + own
            # Numbered anew each time: the product of many margins would overflow.
            of_rows = (np.cumsum(np.bincount(joint) > 0) - 1)[joint]
        sizes = np.bincount(of_rows)
        one_of_each = np.empty(len(sizes), np.intp)
        one_of_each[of_rows] = np.arange(len(of_rows))
        return cls(of_rows, sizes, tuple(own[one_of_each] for own in codes))


def _distance(counts: Floats, margin: Margin, codes: NDArray[np.intp]) -> Floats:
    """What each category must be multiplied by; 1 for those nobody has and nobody should have."""
    targets = np.fromiter(margin.targets.values(), float)
    sums = np.bincount(codes, counts, minlength=len(targets))
    factors: Floats = np.divide(targets, sums, out=np.ones_like(targets), where=sums > 0)
    return factors


def rake(margins: Sequence[Margin]) -> Raked:
    """The weights. Raises CannotRake with the reason and its place."""
    known = np.logical_and.reduce([margin.codes >= 0 for margin in margins])
    _check(margins, known)
    cells = _Cells.of([margin.codes[known] for margin in margins])
    weights = np.full(len(cells.sizes), margins[0].total / known.sum())
    for rounds in range(1, MOST_ROUNDS + 1):
        for margin, own in zip(margins, cells.codes, strict=True):
            weights = weights * _distance(weights * cells.sizes, margin, own)[own]
        gap = max(float(np.abs(_distance(weights * cells.sizes, margin, own) - 1).max())
                  for margin, own in zip(margins, cells.codes, strict=True))
        if gap < CLOSE:
            everybody = np.zeros(len(known))
            everybody[known] = weights[cells.of_rows]
            return Raked(everybody, known, tuple(margins), rounds)
    raise CannotRake(Fault.NO_END, margins[-1].variable)


@dataclass(frozen=True)
class Gap:
    """A category of a margin: its share of the sample and of the population, in [0, 1]."""

    variable: str
    category: str
    count: int
    sample: float
    population: float


def gaps(margins: Sequence[Margin]) -> list[Gap]:
    """How far the sample is from the margins, before any weight, among responses that say."""
    found = []
    for margin in margins:
        counts = np.bincount(margin.codes[margin.codes >= 0], minlength=len(margin.targets))
        total = max(int(counts.sum()), 1)
        found += [Gap(margin.variable, category, int(count), int(count) / total, target / margin.total)
                  for (category, target), count in zip(margin.targets.items(), counts, strict=True)]
    return found
