"""Needs as lines of a table: plain for who works on the figures, protected for everybody else. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from consult.needs.coverage import Coverage
from consult.needs.estimates import Figures, Survey
from consult.needs.intervals import Share
from consult.needs.profiles import Group, Profile
from consult.needs.tables import EVERYWHERE, Published, Shown
from consult.needs.taxonomy import Need
from consult.needs.vulnerability import Ratio, vulnerability
from consult.text import spelling
from consult.web.sorting import Order, in_order

UNKNOWN_LAST = -1.0


@dataclass(frozen=True)
class Counts:
    """The counts of a need in a group; None is withheld."""

    asked: int | None
    base: int | None
    expressing: int | None
    strong: int | None
    priority: int | None
    weighted: Share | None = None
    has_interval: bool = False
    asks_strong: bool = True
    """False where no question can show it strongly: then `strong` says nothing."""
    asks_priority: bool = True

    @property
    def share(self) -> float | None:
        return self.expressing / self.base if self.base and self.expressing is not None else None

    @property
    def intensity(self) -> float | None:
        if not self.asks_strong or not self.expressing or self.strong is None:
            return None
        return self.strong / self.expressing

    @property
    def is_withheld(self) -> bool:
        return self.base is None or self.expressing is None


def plain(figures: Figures) -> Counts:
    return Counts(figures.asked, figures.base, figures.expressing, figures.strong, figures.priority,
                  figures.weighted, figures.has_interval)


def protected(shown: Shown) -> Counts:
    """Who was asked without an answer is not published: it would be one more count to protect."""
    return Counts(None, shown.base.count, shown.expressing.count, shown.strong.count, shown.priority.count)


@dataclass(frozen=True)
class Line:
    need: Need
    counts: Counts
    ratio: Ratio | None
    """Of the group asked for; None in what anybody may see, whose shares are on the need's own page."""
    coverage: Coverage


class Figured:
    """Where figures come from: counted, or published."""

    def __init__(self, survey: Survey, published: Published | None = None) -> None:
        self.survey, self.published = survey, published

    def counts(self, need: Need, profile: str = EVERYWHERE, group: str = "") -> Counts:
        return self._with_what_is_asked(need, self._counts(need, profile, group))

    def _with_what_is_asked(self, need: Need, counts: Counts) -> Counts:
        return replace(counts, asks_strong=self.survey.asks(need, "strong"),
                       asks_priority=self.survey.asks(need, "priority"))

    def _counts(self, need: Need, profile: str, group: str) -> Counts:
        if self.published:
            return protected(self.published.figures(need.code, profile, group))
        if profile == EVERYWHERE:
            return plain(self.survey.everywhere(need))
        if self.survey.place and profile == self.survey.place.code:
            return plain(self.survey.by_place(need)[group])
        found = next(each for each in self.survey.profiles if each.code == profile)
        return plain(self.survey.in_group(
            need, found, next(each for each in found.groups if each.code == group)))

    def by_place(self, need: Need) -> dict[str, Counts]:
        if self.survey.place is None:
            return {}
        if self.published:
            return {group.code: self.counts(need, self.survey.place.code, group.code)
                    for group in self.survey.place.groups}
        return {code: self._with_what_is_asked(need, plain(figures))
                for code, figures in self.survey.by_place(need).items()}


def lines_of(figured: Figured, needs: Iterable[Need], *, coverage_of: Callable[[Need], Coverage],
             group: tuple[Profile, Group] | None) -> list[Line]:
    """Each need with its four axes. `coverage_of` tells what is offered for it in the territory."""
    return [Line(need, figured.counts(need),
                 vulnerability(figured.survey, need, *group) if group and not figured.published else None,
                 coverage_of(need))
            for need in needs]


def _or_last(value: float | None) -> float:
    return UNKNOWN_LAST if value is None else value


COLUMNS: Mapping[str, Callable[[Line], object]] = {
    "nom": lambda line: spelling(str(line.need.label)),
    "code": lambda line: line.need.code,
    "frequence": lambda line: _or_last(line.counts.share),
    "nombre": lambda line: _or_last(line.counts.expressing),
    "intensite": lambda line: _or_last(line.counts.intensity),
    "priorite": lambda line: _or_last(line.counts.priority if line.counts.asks_priority else None),
    "vulnerabilite": lambda line: _or_last(line.ratio.value if line.ratio else None),
    # What nobody is known to offer comes first where the largest does.
    "offre": lambda line: -float(len(line.coverage.services) + len(line.coverage.figures)),
}


def sorted_lines(lines: list[Line], order: Order) -> list[Line]:
    return in_order(lines, order, COLUMNS)
