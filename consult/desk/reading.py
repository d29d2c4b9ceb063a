"""Answers as the desk reads them: all published versions of a campaign side by side, narrowed by filters."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from consult.campaigns.models import Campaign
from consult.desk.filters import NO_RELAY, Filters
from consult.exports.tables import Table as Columns
from consult.exports.tables import Variable, Version, tables_of
from consult.needs.profiles import place_question
from consult.responses.counting import chose, frequencies
from consult.responses.packing import Layout, layout
from consult.responses.service import Coded, Table, load_table
from consult.surveys.questions import Question, from_document
from consult.surveys.service import versions_of
from consult.territories.models import Territory
from consult.territories.service import places_in

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Part:
    """The responses to one version."""

    version: Version
    layout: Layout
    table: Table

    @property
    def number(self) -> int:
        return self.version.number

    def __len__(self) -> int:
        return len(self.table)


@dataclass(frozen=True)
class Answers:
    """The responses of a campaign, the newest version first."""

    parts: tuple[Part, ...]
    tables: tuple[Columns, ...]
    place: Question | None
    """The question that says where the family lives."""
    territories: Mapping[str, Territory]

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    @property
    def variables(self) -> Iterator[tuple[Columns, Variable]]:
        return ((table, variable) for table in self.tables for variable in table.variables)


def published(campaign: Campaign) -> tuple[Version, ...]:
    """The versions that families could answer, the newest first."""
    return tuple(
        Version(version.number, from_document(version.document), key=version.id)
        for version in versions_of(campaign.id) if version.published_at)


def load_answers(campaign: Campaign) -> Answers:
    """Everything that can be counted. Raises nothing: a campaign without questionnaire has no answers."""
    versions = published(campaign)
    territories = {place.code: place for place in places_in(campaign.territory_code)}
    questions = list(versions[0].questionnaire.questions()) if versions else []
    parts = [Part(version, packed, load_table(version.key, packed)) for version in versions
             if version.key and (packed := layout(version.questionnaire))]
    return Answers(tuple(parts), tables_of(versions), place_question(questions, territories), territories)


def _lives_in(part: Part, filters: Filters, place: Question | None) -> Mask:
    return _chose(part, place.name if place else "", filters.village)


def _chose(part: Part, question: str, choice: str) -> Mask:
    column = part.layout.columns.get(question)
    if column is None or choice not in column.choices:
        return np.zeros(len(part), dtype=bool)
    return chose(part.layout, part.table.rows, question, choice)


def _relayed(part: Part, filters: Filters, _place: Question | None) -> Mask:
    return part.table.relays.equals(None if filters.relais == NO_RELAY else filters.relay_id)


_TESTS: Mapping[str, Callable[[Part, Filters, Question | None], Mask]] = {
    "village": _lives_in,
    "langue": lambda part, filters, _: part.table.languages.equals(filters.langue),
    "mode": lambda part, filters, _: part.table.modes.equals(filters.mode),
    "relais": _relayed,
    "jour": lambda part, filters, _: np.asarray(part.table.days == np.datetime64(filters.jour)),
    "choix": lambda part, filters, _: _chose(part, *filters.choice),
    "version": lambda part, filters, _: np.full(len(part), part.number == filters.number),
}


def passing(answers: Answers, filters: Filters) -> list[Mask]:
    """Which rows of each part pass every filter."""
    masks = [np.ones(len(part), dtype=bool) for part in answers.parts]
    for part, mask in zip(answers.parts, masks, strict=True):
        for name in filters.query():
            mask &= _TESTS[name](part, filters, answers.place)
    return masks


def _narrowed(part: Part, mask: Mask) -> Part:
    return replace(part, table=part.table.only(mask))


def narrow(answers: Answers, filters: Filters) -> Answers:
    """The answers that pass every filter."""
    if not filters.query():
        return answers
    return replace(answers, parts=tuple(map(_narrowed, answers.parts, passing(answers, filters))))


def by_day(answers: Answers) -> dict[date, int]:
    """How many on each day that had some, in order."""
    counts: Counter[date] = Counter()
    for part in answers.parts:
        days, numbers = np.unique(part.table.days, return_counts=True)
        counts.update(dict(zip(days.tolist(), numbers.tolist(), strict=True)))
    return dict(sorted(counts.items()))


def _tally(codeds: Iterable[Coded]) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for coded in codeds:
        counts.update(coded.counts())
    return counts


def by_language(answers: Answers) -> Counter[str]:
    return _tally(part.table.languages for part in answers.parts)


def by_mode(answers: Answers) -> Counter[str]:
    return _tally(part.table.modes for part in answers.parts)


def by_relay(answers: Answers) -> Counter[UUID | None]:
    return _tally(part.table.relays for part in answers.parts)


def by_place(answers: Answers) -> dict[str, int]:
    """How many in each place that the questionnaire names, those of older versions included."""
    counts: Counter[str] = Counter()
    if answers.place is None:
        return counts
    for choice in answers.place.choices:
        counts[choice.name] = 0
    for part in answers.parts:
        if answers.place.name in part.layout.columns:
            counts.update(frequencies(part.layout, part.table.rows, answers.place.name).by_choice)
    return dict(counts)
