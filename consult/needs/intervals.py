"""Shares, and what is not certain about them. Pure.

The standard error is that of a ratio of weighted sums, linearised, its residuals taken around the margins
that the weights were raked to (Deville and Särndal 1992; R's `survey` does the same, margin after margin).
The interval is Wilson's with the effective size, so that it stays inside [0, 1] at both ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from consult.needs.weighting import Floats, Margin, spread

Z_95 = 1.959963984540054
"""The normal quantile of an interval that holds the truth 95 times in 100."""


@dataclass(frozen=True)
class Share:
    """A weighted share, its standard error, and an interval at 95 %; all in [0, 1]."""

    value: float
    error: float
    low: float
    high: float


def _residuals(values: Floats, margins: Sequence[Margin]) -> Floats:
    """What the margins do not explain of the values, by least squares on their categories.

    Weighted as the sample was drawn, before raking, which is equally.
    """
    if not margins:
        return values
    columns = [margin.codes[:, None] == np.arange(len(margin.targets)) for margin in margins]
    categories = np.hstack(columns).astype(float)
    # The categories of several margins are tied (each margin adds up to everybody): least squares, not solve.
    fitted, *_rest = np.linalg.lstsq(categories.T @ categories, categories.T @ values, rcond=None)
    return np.asarray(values - categories @ fitted)


def standard_error(expressing: NDArray[np.bool_], base: NDArray[np.bool_], weights: Floats,
                   margins: Sequence[Margin] = ()) -> float:
    """Of the weighted share of `expressing` in `base`; rows without a weight are left out."""
    kept = weights > 0
    own = [Margin(margin.variable, margin.targets, margin.codes[kept]) for margin in margins]
    weight, inside = weights[kept], base[kept].astype(float)
    total = float(weight @ inside)
    if not total or kept.sum() < 2:
        return 0.0
    share = float(weight @ (inside * expressing[kept])) / total
    influence = inside * (expressing[kept] - share) / total
    scores = weight * _residuals(influence, own)
    count = len(scores)
    return sqrt(count / (count - 1) * float(np.square(scores - scores.mean()).sum()))


def wilson(share: float, size: float, z: float = Z_95) -> tuple[float, float]:
    """Wilson's score interval for a share seen in a sample of this (effective) size."""
    if size <= 0:
        return 0.0, 1.0
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return max(0.0, middle - half), min(1.0, middle + half)


def weighted_share(expressing: NDArray[np.bool_], base: NDArray[np.bool_], weights: Floats,
                   margins: Sequence[Margin] = ()) -> Share | None:
    """The share with its interval; None where nobody in the base has a weight."""
    total = float(weights[base].sum())
    if not total:
        return None
    value = float(weights[base & expressing].sum()) / total
    error = standard_error(expressing, base, weights, margins)
    # At both ends nothing varies: what the unequal weights leave of the size stands in for it.
    flat = spread(weights[base & (weights > 0)]).effective
    size = min(value * (1 - value) / error ** 2, float(base.sum())) if error > 0 else flat
    return Share(value, error, *wilson(value, size))
