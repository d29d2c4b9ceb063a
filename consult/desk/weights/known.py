"""Populations published for the places of a question: offered with what is wrong with them. Pure.

They are inhabitants and not families, of different years and bounds. Nothing is computed from them before a
person has read that and said so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consult.surveys.questions import Question
from consult.territories.models import Territory
from consult.text import typeset

_TOO_WIDE = frozenset({"autre", "commune", "epci", "departement"})


@dataclass(frozen=True)
class KnownPlace:
    """A place of the questionnaire, and what is published of it; `number` is None where nothing was found."""

    choice: str
    name: str
    number: int | None
    year: int | None
    basis: str
    source: str
    note: str


def _place(choice: str, name: str, territory: Territory) -> KnownPlace:
    return KnownPlace(choice, typeset(name), territory.population, territory.population_year,
                      typeset(territory.population_basis), typeset(territory.source_title),
                      typeset(territory.note))


def known_places(question: Question, territories: Mapping[str, Territory]) -> list[KnownPlace]:
    """The places of a question; none where no population is known of any."""
    found = [_place(choice.name, str(choice.label) or choice.name, territories[choice.name])
             for choice in question.choices
             if choice.name in territories and territories[choice.name].kind not in _TOO_WIDE]
    return found if any(place.number is not None for place in found) else []


def _sources(places: list[KnownPlace]) -> Iterator[str]:
    by_source: dict[str, list[str]] = {}
    for place in places:
        if place.number is not None:
            by_source.setdefault(f"{place.source}, {place.year or 'année inconnue'}", []).append(place.name)
    return (f"{source} ({', '.join(names)})" for source, names in by_source.items())


def source_of(places: list[KnownPlace]) -> str:
    """What the margin says of itself, wherever it is shown."""
    warning = "Habitants, et non familles ; années et périmètres différents. "
    return warning + " ; ".join(_sources(places))
