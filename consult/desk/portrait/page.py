"""The portrait of a place as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from consult.campaigns.forms.choices import TERRITORY_KINDS
from consult.campaigns.service import list_campaigns
from consult.exports.values import Cell
from consult.territories import service
from consult.territories.indicators import Known, Value, indicators, portrait
from consult.territories.models import Territory

UNKNOWN = "inconnu"
HEADINGS = ("code", "famille", "indicateur", "définition", "unité", "code du lieu", "lieu", "valeur",
            "numérateur", "dénominateur", "année", "nature", "source", "adresse de la source", "remarque")


@dataclass(frozen=True)
class Portrait:
    places: Sequence[Territory]
    """The place itself, those it lies in, those that lie in it."""
    known: Sequence[Known]

    @property
    def place(self) -> Territory:
        return self.places[0]

    @property
    def names(self) -> dict[str, str]:
        return {place.code: place.name for place in self.places}

    @property
    def families(self) -> list[tuple[str, list[Known]]]:
        return [(family, list(each))
                for family, each in groupby(self.known, key=lambda known: known.indicator.family)]


def usual_place() -> str:
    """The territory of the newest consultation, or else the largest there is; empty where there is none."""
    if campaigns := list_campaigns():
        return campaigns[0].territory_code
    return next((place.code for place in service.list_territories() if place.parent_code is None), "")


def places_by_kind() -> list[tuple[str, list[Territory]]]:
    """Every place to choose from, under the name of its kind."""
    known = service.list_territories()
    named = {kind: [place for place in known if place.kind == kind] for kind in dict.fromkeys(
        (*TERRITORY_KINDS, *(place.kind for place in known)))}
    return [(str(TERRITORY_KINDS.get(kind, kind)), each) for kind, each in named.items() if each]


def load_portrait(code: str) -> Portrait:
    """Raises NotFound."""
    places = service.around(code)
    codes = [place.code for place in places]
    return Portrait(places, portrait(indicators(), service.values_in(codes), codes))


def _cells(known: Known, place: str, name: str, value: Value | None) -> Sequence[Cell]:
    asked = known.indicator
    head = (asked.code, asked.family, asked.label, asked.definition, asked.unit, place, name)
    if value is None:
        return (*head, UNKNOWN, *[None] * 7)
    source = value.source
    return (*head, UNKNOWN if value.figure is None else value.figure, value.numerator, value.denominator,
            source.year, value.nature, source.title, source.url, source.note)


def portrait_table(shown: Portrait) -> Iterator[Sequence[Cell]]:
    """A line for each value, and one for what is not known of the place itself."""
    yield HEADINGS
    for known in shown.known:
        if not any(value.territory_code == known.place for value in known.values):
            yield _cells(known, known.place, shown.place.name, None)
        for value in known.values:
            yield _cells(known, value.territory_code, shown.names[value.territory_code], value)
