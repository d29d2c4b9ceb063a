"""Villages as points, each with a circle as large as its count: numbers only, a template draws them. Pure.

The same counts always stand in a table beside it: a circle is seen, a number is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from consult.text import Localized

WIDTH, TALLEST = 320, 400
LARGEST, SMALLEST, WITHHELD = 26.0, 3.0, 7.0
"""Radii: of the largest count, of any other that is not zero, and of those that are withheld."""
MARGIN = LARGEST + 18
LETTER, LINE = 7.6, 16.0
"""Room that a letter and a line take, rather too much than too little."""
FURTHEST_BAR = 90
KM_PER_DEGREE = 111.2
STEPS_KM = (20, 10, 5, 2, 1)


@dataclass(frozen=True)
class Located:
    """A village whose position is known. Its count is None where it is withheld."""

    label: Localized
    count: int | None
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (self.left < other.right and other.left < self.right
                and self.top < other.bottom and other.top < self.bottom)


@dataclass(frozen=True)
class Name:
    """Where a label stands: `anchor` is SVG's."""

    x: float
    y: float
    anchor: str
    box: Box


@dataclass(frozen=True)
class Point:
    label: Localized
    count: int | None
    x: float
    y: float
    radius: float
    name: Name

    @property
    def is_withheld(self) -> bool:
        return self.count is None


@dataclass(frozen=True)
class VillageMap:
    points: tuple[Point, ...]
    """The largest circle first, so that it hides none."""
    height: int
    bar: float
    """Length of the scale, for so many kilometres."""
    bar_km: int
    width: int = WIDTH

    @property
    def has_withheld(self) -> bool:
        return any(point.is_withheld for point in self.points)


def radius_of(count: int | None, most: int) -> float:
    """Areas are as counts are: four times as many families, twice as wide."""
    if count is None:
        return WITHHELD
    return max(SMALLEST, LARGEST * sqrt(count / most)) if count else SMALLEST


@dataclass(frozen=True)
class _Frame:
    """Degrees as units of the drawing, north on top, the same scale both ways."""

    west: float
    north: float
    narrowing: float
    scale: float
    left: float
    height: int

    @classmethod
    def around(cls, villages: Sequence[Located]) -> _Frame:
        latitudes, longitudes = [v.latitude for v in villages], [v.longitude for v in villages]
        narrowing = cos(radians(sum(latitudes) / len(latitudes)))
        wide = (max(longitudes) - min(longitudes)) * narrowing
        tall = max(latitudes) - min(latitudes)
        scale = min((WIDTH - 2 * MARGIN) / (wide or 1e-9), (TALLEST - 2 * MARGIN) / (tall or 1e-9))
        return cls(min(longitudes), max(latitudes), narrowing, scale, (WIDTH - wide * scale) / 2,
                   round(tall * scale + 2 * MARGIN))

    def place(self, village: Located) -> tuple[float, float]:
        return (round(self.left + (village.longitude - self.west) * self.narrowing * self.scale, 1),
                round(MARGIN + (self.north - village.latitude) * self.scale, 1))

    def length(self, kilometres: float) -> float:
        return round(kilometres / KM_PER_DEGREE * self.scale, 1)


def _names(x: float, y: float, radius: float, letters: int) -> Iterator[Name]:
    """Where a label may stand: on the right, on the left, then below and above, centred or not."""
    long, gap = letters * LETTER, radius + 3
    yield Name(x + gap, y + 5, "start", Box(x + gap, y - LINE / 2, x + gap + long, y + LINE / 2))
    yield Name(x - gap, y + 5, "end", Box(x - gap - long, y - LINE / 2, x - gap, y + LINE / 2))
    for top in (y + gap, y - gap - LINE):
        for start, anchor, left in ((x, "middle", x - long / 2), (x - radius, "start", x - radius),
                                    (x + radius, "end", x + radius - long)):
            yield Name(start, top + 12, anchor, Box(left, top, left + long, top + LINE))


def _outside(box: Box, height: int) -> bool:
    return box.left < 0 or box.right > WIDTH or box.top < 0 or box.bottom > height


def _letters(village: Located) -> int:
    """Of the label, and of the number after it."""
    return len(str(village.label)) + (0 if village.count is None else 1 + len(str(village.count)))


def _freest(names: Iterable[Name], others: Sequence[Box], height: int) -> Name:
    """The place that meets the fewest circles and labels; the first one, where several are free."""
    def trouble(name: Name) -> int:
        # A label over a circle can still be read; one that leaves the drawing cannot.
        return sum(name.box.meets(box) for box in others) + len(others) * _outside(name.box, height)
    return min(names, key=trouble)


def _points(villages: Sequence[Located], frame: _Frame) -> Iterator[Point]:
    most = max((village.count or 0 for village in villages), default=0) or 1
    circles = [(*frame.place(village), radius_of(village.count, most)) for village in villages]
    rounds = [Box(x - radius, y - radius, x + radius, y + radius) for x, y, radius in circles]
    labels: list[Box] = []
    for number, (village, (x, y, radius)) in enumerate(zip(villages, circles, strict=True)):
        others = [*rounds[:number], *rounds[number + 1:], *labels]
        name = _freest(_names(x, y, radius, _letters(village)), others, frame.height)
        labels.append(name.box)
        yield Point(village.label, village.count, x, y, round(radius, 1), name)


def village_map(villages: Iterable[Located]) -> VillageMap | None:
    """None where fewer than two positions are known: one point is no map."""
    ordered = sorted(villages, key=lambda village: -(village.count or 0))
    if len({(village.latitude, village.longitude) for village in ordered}) < 2:
        return None
    frame = _Frame.around(ordered)
    kilometres = next((km for km in STEPS_KM if frame.length(km) <= FURTHEST_BAR), STEPS_KM[-1])
    return VillageMap(tuple(_points(ordered, frame)), frame.height, frame.length(kilometres), kilometres)
