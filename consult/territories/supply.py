"""What is known of childcare and of populations, as files tell it: one line each, with its source.

An empty value means « not found », never zero.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from consult.errors import N_
from consult.text import folded

DATA = Path(__file__).parent / "data"
INDICATOR = "indicateur"
"""A figure of a whole territory, rather than one place where children go."""
KINDS: Mapping[str, str] = {
    "creche": N_("Crèche"), "micro-creche": N_("Micro-crèche"), "halte-garderie": N_("Halte-garderie"),
    "jardin-enfants": N_("Jardin d’enfants"), "mam": N_("Maison d’assistants maternels"),
    "rpe": N_("Relais petite enfance"), "laep": N_("Lieu d’accueil enfants-parents"),
    "ludotheque": N_("Ludothèque"), "autre": N_("Autre service"), INDICATOR: N_("Chiffre du territoire")}
"""What there may be, in plain words."""


@dataclass(frozen=True)
class Source:
    title: str
    url: str
    year: str
    note: str = ""


@dataclass(frozen=True)
class Offer:
    """A crèche, a relay, a place to play; or a figure of all of them in a territory."""

    territory_code: str
    kind: str
    name: str
    value: float | None
    unit: str
    status: str
    hours: str
    manager: str
    source: Source

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells a line from the others: two sources may disagree, one does not say the same twice."""
        return (self.territory_code, self.kind, folded(self.name), self.source.year,
                folded(self.source.title), self.source.url)


@dataclass(frozen=True)
class KnownFigure:
    """A population, births, families: whose, of what age, in what year."""

    territory_code: str
    theme: str
    indicator: str
    group: str
    value: float | None
    unit: str
    nature: str
    source: Source


def _value(cell: str) -> float | None:
    return float(cell.replace(",", ".")) if cell.strip() else None


def _source(row: Mapping[str, str]) -> Source:
    return Source(row["source_title"], row["source_url"], row["year"], row["note"])


def read_offers(rows: Iterable[Mapping[str, str]]) -> list[Offer]:
    return [Offer(row["territory_code"], row["kind"], row["name_or_indicator"], _value(row["value"]),
                  row["unit"], row["status"], row["opening_hours"], row["manager"], _source(row))
            for row in rows]


def read_figures(rows: Iterable[Mapping[str, str]]) -> list[KnownFigure]:
    return [KnownFigure(row["territory_code"], row["theme"], row["indicator"], row["population_or_age_group"],
                        _value(row["value"]), row["unit"], row["nature"], _source(row))
            for row in rows]


@cache
def offers() -> tuple[Offer, ...]:
    """What this release knows of childcare in Mayotte."""
    with (DATA / "childcare-supply.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(read_offers(csv.DictReader(stream)))


@cache
def known_figures() -> tuple[KnownFigure, ...]:
    """What this release knows of populations in Mayotte."""
    with (DATA / "census-margins.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(read_figures(csv.DictReader(stream)))
