"""Shares, and what is not certain about them. Pure.

The standard error is that of a ratio of weighted sums, linearised, its residuals taken around the margins
that the weights were raked to (Deville and Särndal 1992; R's `survey` gives the same figures). The interval
is Wilson's with the effective size, so that it stays inside [0, 1] at both ends.

Rows that are alike in all margins have one weight. They are counted together, as strata: what is computed
here costs the same for a thousand responses and for a million.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from consult.needs.weighting import Floats, Margin, Raked

Z_95 = 1.959963984540054
"""The normal quantile of an interval that holds the truth 95 times in 100."""


@dataclass(frozen=True)
class Share:
    """A weighted share, its standard error, and an interval at 95 %; all in [0, 1]."""

    value: float
    error: float
    low: float
    high: float


@dataclass(frozen=True)
class Strata:
    """Rows alike in all margins, counted together. The first stratum is of rows without a weight."""

    of_rows: NDArray[np.uint32]
    """For each row, the place of its stratum."""
    sizes: Floats
    weights: Floats
    categories: Floats
    """Which categories of the margins each stratum is in: strata × categories, 0 or 1."""

    def __len__(self) -> int:
        return len(self.sizes)

    def count(self, mask: NDArray[np.bool_]) -> Floats:
        return np.bincount(self.of_rows[mask], minlength=len(self)).astype(float)


def unweighted_strata(rows: int) -> Strata:
    """One stratum of equal weights."""
    sizes, weights = np.array([0.0, rows]), np.array([0.0, 1.0])
    return Strata(np.ones(rows, np.uint32), sizes, weights, np.array([[0.0], [1.0]]))


def strata_of(raked: Raked) -> Strata:
    """The strata of a raked sample."""
    code = np.zeros(len(raked.weights), np.intp)
    for margin in raked.margins:
        code = code * (len(margin.targets) + 1) + margin.codes + 1
    code[~raked.is_weighted] = -1
    _codes, first, of_rows = np.unique(np.append(-1, code), return_index=True, return_inverse=True)
    sizes = np.bincount(of_rows[1:], minlength=len(first)).astype(float)
    rows = np.maximum(first - 1, 0)
    columns = [_dummies(margin, rows) for margin in raked.margins]
    weights, categories = raked.weights[rows].copy(), np.hstack(columns)
    weights[0], categories[0] = 0.0, 0.0
    return Strata(of_rows[1:].astype(np.uint32), sizes, weights, categories)


def _dummies(margin: Margin, rows: NDArray[np.intp]) -> Floats:
    dummies: Floats = (margin.codes[rows][:, None] == np.arange(len(margin.targets))).astype(float)
    return dummies


def _fitted(strata: Strata, sums: Floats) -> Floats:
    """What the margins explain, in each stratum, of values whose sums by stratum are these.

    Least squares, weighted as the sample was drawn, before raking: equally.
    """
    sized = strata.categories * strata.sizes[:, None]
    # The categories of several margins are tied (each adds up to everybody): least squares, not solve.
    found, *_rest = np.linalg.lstsq(strata.categories.T @ sized, strata.categories.T @ sums, rcond=None)
    return np.asarray(strata.categories @ found)


def standard_error(strata: Strata, *, expressing: Floats, base: Floats) -> float:
    """Of the weighted share of `expressing` in `base`, both counted by stratum."""
    weights = strata.weights
    count, total = float(strata.sizes[1:].sum()), float(weights @ base)
    if not total or count < 2:
        return 0.0
    share = float(weights @ expressing) / total
    fitted = _fitted(strata, np.where(weights > 0, expressing - share * base, 0.0) / total)
    # Rows of a stratum are of three kinds: expressing, in the base only, outside of it.
    kinds = ((expressing, (1 - share) / total), (base - expressing, -share / total),
             (strata.sizes - base, 0.0))
    scores = [(number, weights * (value - fitted)) for number, value in kinds]
    mean = sum(float(number @ score) for number, score in scores) / count
    squares = sum(float(np.where(weights > 0, number, 0.0) @ np.square(score - mean))
                  for number, score in scores)
    return sqrt(count / (count - 1) * squares)


def wilson(share: float, size: float, z: float = Z_95) -> tuple[float, float]:
    """Wilson's score interval for a share seen in a sample of this (effective) size."""
    if size <= 0:
        return 0.0, 1.0
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return max(0.0, middle - half), min(1.0, middle + half)


def effective_size(weights: Floats, counts: Floats) -> float:
    """Kish's: as many equal weights would tell as much."""
    squares = float(np.square(weights) @ counts)
    return float(weights @ counts) ** 2 / squares if squares else 0.0


def weighted_share(strata: Strata, *, expressing: Floats, base: Floats) -> Share | None:
    """The share with its interval, both counted by stratum; None where nobody in the base has a weight."""
    total = float(strata.weights @ base)
    if not total:
        return None
    value = min(float(strata.weights @ expressing) / total, 1.0)
    error = standard_error(strata, expressing=expressing, base=base)
    # At both ends nothing varies: what the unequal weights leave of the size stands in for it.
    flat = effective_size(strata.weights, base)
    size = min(value * (1 - value) / error ** 2, float(base[1:].sum())) if error > 0 else flat
    return Share(value, error, *wilson(value, size))
