"""Where the columns of a chart stand: numbers only, a template draws them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 720, 180
LEFT, BOTTOM, TOP = 40, 24, 8
MOST_COLUMNS = 92
"""Beyond three months a column is a week."""
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Column:
    """A bar over a day, or over the week that begins on it."""

    day: date
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Tick:
    place: float
    label: int | date


@dataclass(frozen=True)
class Chart:
    columns: tuple[Column, ...]
    lines: tuple[Tick, ...]
    """Horizontal, by their height."""
    days: tuple[Tick, ...]
    is_weekly: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT

    @property
    def floor(self) -> int:
        return HEIGHT - BOTTOM


def _step(most: int) -> int:
    """A round number that cuts the height in four at most."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * 4 >= most:
                return step * power
        power *= 10


def _by_week(counts: Mapping[date, int]) -> dict[date, int]:
    weeks: dict[date, int] = {}
    for day, count in counts.items():
        monday = day - timedelta(days=day.weekday())
        weeks[monday] = weeks.get(monday, 0) + count
    return weeks


def _every(counts: Mapping[date, int], step: int) -> dict[date, int]:
    """From the first to the last, days without answers included: a gap must show."""
    if not counts:
        return {}
    first, last = min(counts), max(counts)
    days = [first + timedelta(days=number) for number in range(0, (last - first).days + 1, step)]
    return {day: counts.get(day, 0) for day in days}


def _few(days: list[date], places: list[float]) -> tuple[Tick, ...]:
    """At most six names under the columns, evenly spread."""
    gap = max(1, -(-len(days) // 6))
    return tuple(Tick(place, day) for day, place in list(zip(days, places, strict=True))[::gap])


def columns_by_day(counts: Mapping[date, int]) -> Chart:
    """How many answers came each day; by week when there are too many days to tell apart."""
    is_weekly = len(_every(counts, 1)) > MOST_COLUMNS
    shown = _every(_by_week(counts), 7) if is_weekly else _every(counts, 1)
    step = _step(max(shown.values(), default=1))
    top = max(1, -(-max(shown.values(), default=1) // step)) * step
    unit, slot = (HEIGHT - BOTTOM - TOP) / top, (WIDTH - LEFT) / max(len(shown), 14)
    floor = HEIGHT - BOTTOM
    columns = tuple(
        Column(day, count, round(LEFT + place * slot + slot * .1, 1), round(floor - count * unit, 1),
               round(slot * .8, 1), round(count * unit, 1))
        for place, (day, count) in enumerate(shown.items()))
    lines = tuple(Tick(round(floor - value * unit, 1), value) for value in range(0, top + 1, step))
    middles = [round(column.x + column.width / 2, 1) for column in columns]
    return Chart(columns, lines, _few(list(shown), middles), is_weekly)


@dataclass(frozen=True)
class Bar:
    """A bar over a step of something that is no day; `middle` is where its name stands."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    lines: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


def bars(counts: Mapping[str, int]) -> Bars:
    """A bar for each step, in order, those that hold nothing included."""
    step = _step(max(counts.values(), default=1))
    top = max(1, -(-max(counts.values(), default=1) // step)) * step
    unit, slot, floor = (HEIGHT - BOTTOM - TOP) / top, (WIDTH - LEFT) / max(len(counts), 1), HEIGHT - BOTTOM
    drawn = tuple(
        Bar(label, count, round(LEFT + place * slot + slot * .1, 1), round(floor - count * unit, 1),
            round(slot * .8, 1), round(count * unit, 1))
        for place, (label, count) in enumerate(counts.items()))
    lines = (Tick(round(floor - value * unit, 1), value) for value in range(0, top + 1, step))
    return Bars(drawn, tuple(lines))
