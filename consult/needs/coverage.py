"""What is offered where a need is expressed: services, and places for 100 children where known. Pure.

Which services answer a need is data (`data/coverage.csv`). A need without a line there, or without a service
in the territory, has no known offer: that is what is said, never « none ».
"""

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from consult.territories.supply import INDICATOR, KnownFigure, Offer

DATA = Path(__file__).parent / "data" / "coverage.csv"
CHILDREN = "Enfants"


@dataclass(frozen=True)
class Answering:
    """The services that answer a need, the indicator that counts them, and the children they are for."""

    kinds: tuple[str, ...]
    indicator: str
    group: str


@dataclass(frozen=True)
class Rate:
    """Places for 100 children, with both figures it is made of."""

    offer: Offer
    children: KnownFigure
    per_hundred: float


@dataclass(frozen=True)
class Coverage:
    """What is known of the offer in some places. Several sources may disagree: they stand side by side."""

    services: tuple[Offer, ...]
    figures: tuple[Offer, ...]
    rates: tuple[Rate, ...]
    has_line: bool
    """Whether anybody said which services answer this need."""

    @property
    def is_known(self) -> bool:
        return bool(self.services or any(figure.value is not None for figure in self.figures))


def read_answering(rows: Iterable[Mapping[str, str]]) -> dict[str, Answering]:
    return {row["need"]: Answering(
        tuple(filter(None, row["kinds"].split("|"))), row["indicator"], row["group"]) for row in rows}


@cache
def answering() -> dict[str, Answering]:
    with DATA.open(encoding="utf-8", newline="") as stream:
        return read_answering(csv.DictReader(stream))


def _rates(figures: Iterable[Offer], known: Iterable[KnownFigure], group: str) -> Iterable[Rate]:
    children = [figure for figure in known
                if figure.indicator == CHILDREN and figure.group == group and figure.value]
    for offer in figures:
        for figure in children:
            if offer.value is not None and figure.value and offer.territory_code == figure.territory_code:
                yield Rate(offer, figure, 100 * offer.value / figure.value)


def coverage(need: str, *, places: Collection[str], offers: Sequence[Offer],
             known: Sequence[KnownFigure]) -> Coverage:
    """What is offered for a need in these territories (codes)."""
    line = answering().get(need)
    if line is None:
        return Coverage((), (), (), has_line=False)
    here = [offer for offer in offers if offer.territory_code in places]
    figures = tuple(offer for offer in here if offer.kind == INDICATOR and offer.name == line.indicator)
    services = tuple(offer for offer in here if offer.kind in line.kinds)
    return Coverage(services, figures, tuple(_rates(figures, known, line.group)), has_line=True)
