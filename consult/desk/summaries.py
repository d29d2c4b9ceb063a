"""Numbers, days and hours said in a few: quartiles, and how many in each of a handful of steps. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
MOST_STEPS = 15
_ROUND = (1, 2, 5, 10)


@dataclass(frozen=True)
class Spread:
    smallest: float
    first_quarter: float
    middle: float
    third_quarter: float
    largest: float


@dataclass(frozen=True)
class Step:
    """Values from `start` to less than `end`; the very value where both are the same."""

    start: float
    end: float
    count: int


def spread(values: Values) -> Spread | None:
    """Quartiles of the answers; nothing where there is none."""
    if not len(values):
        return None
    low, first, middle, third, high = np.percentile(values, [0, 25, 50, 75, 100]).tolist()
    return Spread(low, first, middle, third, high)


def _width(size: float) -> float:
    """A round width that makes at most ten steps or so."""
    power = 10.0 ** np.floor(np.log10(size / 10))
    return float(next(step * power for step in _ROUND if step * power * 10 >= size))


def _each_whole(values: Values) -> Iterator[Step]:
    low, high = int(values.min()), int(values.max())
    counts = np.bincount((values - low).astype(np.int64), minlength=high - low + 1)
    yield from (Step(low + place, low + place, int(count)) for place, count in enumerate(counts))


def distribution(values: Values) -> list[Step]:
    """Each whole number where there are few of them, else ten or so equal steps."""
    if not len(values):
        return []
    low, size = float(values.min()), float(values.max() - values.min())
    if size < MOST_STEPS and bool(np.all(values == np.round(values))):
        return list(_each_whole(values))
    if size == 0:
        return [Step(low, low, len(values))]
    width = _width(size)
    start = float(np.floor(low / width)) * width
    places = np.floor((values - start) / width + 1e-9).astype(np.int64)
    return [Step(start + place * width, start + (place + 1) * width, int(count))
            for place, count in enumerate(np.bincount(places))]


def by_month(days: NDArray[np.int64]) -> list[tuple[date, int]]:
    """Days, as ordinals, counted by month; each month is given by its first day."""
    months = [date.fromordinal(day).replace(day=1) for day in days.tolist()]
    return [(month, months.count(month)) for month in sorted(set(months))]


def by_hour(minutes: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Minutes of the day counted by hour, from the first hour given to the last."""
    if not len(minutes):
        return []
    hours = minutes // 60
    span = range(int(hours.min()), int(hours.max()) + 1)
    return [(hour, int(np.count_nonzero(hours == hour))) for hour in span]
