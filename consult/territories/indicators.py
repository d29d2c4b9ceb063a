"""The indicators of a diagnostic, and what is known of each: every value with its year and its source. Pure.

Several sources may disagree: their values stand side by side, and none is chosen. A value that nobody found
stays unknown. A rate is worked out where both of its figures are known, and never otherwise.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from consult.territories.reference import Place
from consult.territories.supply import DATA, INDICATOR, KnownFigure, Offer, Source

POPULATION = "DEMO-0"
OURS = "plateforme"


@dataclass(frozen=True)
class Indicator:
    code: str
    family: str
    label: str
    definition: str
    numerator: str
    """Of a rate, what is counted; empty where the indicator is no rate or nobody said."""
    denominator: str
    unit: str
    producer: str
    availability: str
    """Who would have it, in words: « commune : à demander »."""

    @property
    def is_counted_here(self) -> bool:
        """Whether it comes from consultations, one by one, and not from somebody to be asked."""
        return self.producer.split(" ")[0] == OURS

    @property
    def is_rate(self) -> bool:
        return self.unit == "%" or " pour 100 " in self.unit


@dataclass(frozen=True)
class Value:
    """What one source says of an indicator, somewhere, for a year."""

    indicator: str
    territory_code: str
    numerator: float | None
    denominator: float | None
    value: float | None
    """As the source gives it; a rate may also come as its two figures."""
    unit: str
    nature: str
    source: Source
    key: UUID | None = None
    """Where it is kept; None for what another table says."""

    @property
    def figure(self) -> float | None:
        """What is shown: worked out of both figures, or else as the source says it."""
        if self.numerator is not None and self.denominator:
            return 100 * self.numerator / self.denominator
        return self.value

    @property
    def identity(self) -> tuple[object, ...]:
        return self.indicator, self.territory_code, self.source.year, self.figure, self.source.title


@dataclass(frozen=True)
class Known:
    """An indicator, and all that is known of it in some places."""

    indicator: Indicator
    values: tuple[Value, ...]
    """Place by place, the most recent first. None at all: unknown."""
    place: str

    @property
    def is_known_here(self) -> bool:
        """Whether there is a figure of the first place, and not only of those around it."""
        return any(value.figure is not None for value in self.values if value.territory_code == self.place)


@cache
def indicators() -> tuple[Indicator, ...]:
    """The indicators this release asks about, in their order."""
    with (DATA / "indicators.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(Indicator(
            row["code"], row["family"], row["label_fr"], row["definition_fr"], row["numerator"],
            row["denominator"], row["unit"], row["producer"], row["mayotte_availability"])
            for row in csv.DictReader(stream))


@cache
def _same() -> Mapping[tuple[str, str, str], str]:
    """Table, figure and group → the indicator that is exactly the same thing."""
    with (DATA / "indicator-figures.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["table"], row["figure"], row["group"]): row["indicator"]
                for row in csv.DictReader(stream)}


def values_of_figures(figures: Iterable[KnownFigure]) -> Iterator[Value]:
    """What census figures say of indicators; figures that are not exactly one of them are left out."""
    for figure in figures:
        indicator = _same().get(("census", figure.indicator, figure.group))
        if indicator and figure.value is not None:
            yield Value(indicator, figure.territory_code, None, None, figure.value, figure.unit,
                        figure.nature, figure.source)


def values_of_offers(offers: Iterable[Offer]) -> Iterator[Value]:
    """What the supply says of indicators."""
    for offer in offers:
        indicator = _same().get(("supply", offer.name, "")) if offer.kind == INDICATOR else None
        if indicator and offer.value is not None:
            yield Value(indicator, offer.territory_code, None, None, offer.value, offer.unit, offer.status,
                        offer.source)


def values_of_places(places: Iterable[Place]) -> Iterator[Value]:
    """Populations, as the list of places gives them."""
    for place in places:
        if place.population is not None and place.population_year:
            source = Source(place.source_title, place.source_url, str(place.population_year), place.note)
            yield Value(POPULATION, place.code, None, None, place.population, "personnes",
                        place.population_basis, source)


def figures_of_values(values: Iterable[Value]) -> Iterator[KnownFigure]:
    """The other way round, for whoever looks for a figure by its name: children of an age, for a rate."""
    names = {indicator: (name, group) for (table, name, group), indicator in _same().items()
             if table == "census"}
    for value in values:
        if value.indicator in names and value.figure is not None:
            name, group = names[value.indicator]
            yield KnownFigure(value.territory_code, "", name, group, value.figure, value.unit, value.nature,
                              value.source)


def once(values: Iterable[Value]) -> list[Value]:
    """The values, without those that say again what is said already."""
    return list({value.identity: value for value in reversed(list(values))}.values())[::-1]


def portrait(wanted: Iterable[Indicator], values: Sequence[Value], places: Sequence[str]) -> list[Known]:
    """What is known of each indicator in these places (codes, in order), the most recent first."""
    rank = {code: number for number, code in enumerate(places)}
    here = [value for value in values if value.territory_code in rank]
    here.sort(key=lambda value: (value.source.title, str(value.key)))
    here.sort(key=lambda value: value.source.year, reverse=True)
    here.sort(key=lambda value: rank[value.territory_code])
    return [Known(indicator, tuple(value for value in here if value.indicator == indicator.code), places[0])
            for indicator in wanted]
