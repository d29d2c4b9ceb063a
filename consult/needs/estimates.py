"""Estimates: for each need, of whom it is known and how many express it, everywhere and group by group. Pure.

A share is of those who could say yes or no (`base`). Who was not asked, and who did not answer, are counted
beside it and never inside. Unweighted figures always stand beside weighted ones; an interval is there only
where the sample was drawn by chance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from consult.needs.bits import Arrangement, Bits, arrange
from consult.needs.evidence import Rule, fitted, needs_named_by_choices
from consult.needs.expressed import Expressed, Witness, express, refusals
from consult.needs.intervals import Share, Strata, unweighted_strata, weighted_share
from consult.needs.profiles import Group, Profile
from consult.needs.taxonomy import Need, Taxonomy
from consult.responses.packing import Layout, Rows
from consult.surveys.questions import Questionnaire

PRIORITY_TOPIC = "priorité"
GROUPS = ("asked", "base", "expressing", "strong", "priority")


@dataclass(frozen=True)
class Sample:
    """The responses to one version of the questionnaire."""

    questionnaire: Questionnaire
    layout: Layout
    rows: Rows

    def __len__(self) -> int:
        return len(self.rows)


def hash_of(samples: Sequence[Sample]) -> str:
    """Of the answers alone, in whatever order they lie: the same ones, as nobody corrected them."""
    digest = hashlib.blake2b(digest_size=16)
    for sample in samples:
        if len(sample):
            digest.update(sample.questionnaire.content_hash.encode())
            octets = np.frombuffer(sample.rows.tobytes(), f"S{sample.rows.dtype.itemsize}")
            digest.update(np.sort(octets).tobytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Figures:
    """Of one need in one group of families: how many are in each state, and the share of the base."""

    asked: int
    base: int
    expressing: int
    strong: int
    priority: int
    weighted: Share | None = None
    """Where responses have weights, or the sample was drawn by chance."""
    has_interval: bool = False
    """Whether the interval of `weighted` means anything: the sample was drawn by chance."""

    @property
    def share(self) -> float | None:
        """In [0, 1]; None where nobody could say yes or no."""
        return self.expressing / self.base if self.base else None


@dataclass(frozen=True)
class Rules:
    """The evidence for a need as one questionnaire can give it."""

    evidence: Rule
    strong: Rule
    priority: Rule


def rules_for(need: Need, questionnaire: Questionnaire) -> Rules:
    """The taxonomy's rules and those written beside choices, without what this questionnaire lacks."""
    by_choice, strong_by_choice = needs_named_by_choices(questionnaire).get(need.code, (Rule(), Rule()))
    evidence = fitted(need.evidence | by_choice, questionnaire)
    strong = fitted(need.strong | strong_by_choice, questionnaire)
    asked_first = [question.name for question in questionnaire.questions()
                   if question.topic == PRIORITY_TOPIC]
    return Rules(evidence, strong, (evidence | strong).about(asked_first))


@dataclass(frozen=True)
class _Looked:
    """One version's rows, arranged by place and stratum."""

    witness: Witness
    places: Arrangement
    strata: int

    def table(self, bits: Bits, length: int) -> NDArray[np.int64]:
        """How many of the set in each place × stratum."""
        counts = np.zeros(length * self.strata, np.int64)
        counts[self.places.of_segments] = self.places.count(bits)
        return counts.reshape(length, self.strata)


@dataclass(frozen=True)
class Survey:
    """All that needs are read from: versions side by side, where families live, and what they weigh."""

    samples: Sequence[Sample]
    taxonomy: Taxonomy
    place: Profile | None
    profiles: Sequence[Profile] = ()
    strata: Strata | None = None
    """Of all rows, sample after sample; None where nothing is weighted."""
    has_intervals: bool = False
    """Only where the sample was drawn by chance."""
    _rules: dict[tuple[int, str], Rules] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return sum(map(len, self.samples))

    @cached_property
    def _strata(self) -> Strata:
        return self.strata or unweighted_strata(len(self))

    @cached_property
    def _looked(self) -> list[_Looked]:
        found, first = [], 0
        for sample in self.samples:
            strata = self._strata.of_rows[first:first + len(sample)]
            first += len(sample)
            codes = place_codes(sample, self.place) * len(self._strata) + strata
            rows, places = arrange(sample.rows, codes)
            witness = Witness(sample.layout, rows, refusals(sample.questionnaire))
            found.append(_Looked(witness, places, len(self._strata)))
        return found

    def rules(self, number: int, need: Need) -> Rules:
        key = (number, need.code)
        if key not in self._rules:
            self._rules[key] = rules_for(need, self.samples[number].questionnaire)
        return self._rules[key]

    def is_possible(self, need: Need) -> bool:
        """Whether any version asks something that is evidence for the need."""
        return any(self.rules(number, need).evidence for number in range(len(self.samples)))

    @cached_property
    def _length(self) -> int:
        """How many rows the table of places has: families who do not say come first."""
        return 1 + (len(self.place.groups) if self.place else 0)

    def asks(self, need: Need, what: str) -> bool:
        """Whether any version asks what shows a need `strong`, or a `priority`: elsewhere 0 says nothing."""
        return any(getattr(self.rules(number, need), what) for number in range(len(self.samples)))

    def _express(self, number: int, need: Need) -> Expressed:
        rules = self.rules(number, need)
        return express(self._looked[number].witness, evidence=rules.evidence, strong=rules.strong,
                       priority=rules.priority)

    def by_place(self, need: Need) -> dict[str, Figures]:
        """The figures of a need in each place, by its code."""
        tables = self._tables(need, None)
        codes = [group.code for group in self.place.groups] if self.place else []
        return {code: self._figures({name: table[place] for name, table in tables.items()})
                for place, code in enumerate(codes, 1)}

    def everywhere(self, need: Need) -> Figures:
        return self._figures({name: table.sum(axis=0) for name, table in self._tables(need, None).items()})

    def in_group(self, need: Need, profile: Profile, group: Group) -> Figures:
        """The figures of a need among the families of one group."""
        tables = self._tables(need, (profile, group))
        return self._figures({name: table.sum(axis=0) for name, table in tables.items()})

    def _tables(self, need: Need, among: tuple[Profile, Group] | None) -> dict[str, NDArray[np.int64]]:
        total = {name: np.zeros((self._length, len(self._strata)), np.int64) for name in GROUPS}
        for number, looked in enumerate(self._looked):
            found = self._express(number, need)
            inside = _inside(looked.witness, among)
            for name in GROUPS:
                bits: Bits = getattr(found, name)
                total[name] += looked.table(bits if inside is None else bits & inside, self._length)
        return total

    def _figures(self, by_stratum: Mapping[str, NDArray[np.int64]]) -> Figures:
        counts = {name: int(by_stratum[name].sum()) for name in GROUPS}
        weighted = None
        if self.strata is not None or self.has_intervals:
            weighted = weighted_share(self._strata, expressing=by_stratum["expressing"].astype(float),
                                      base=by_stratum["base"].astype(float))
        return Figures(**counts, weighted=weighted, has_interval=self.has_intervals)

    def groups(self) -> Iterator[tuple[Profile, Group]]:
        return ((profile, group) for profile in self.profiles for group in profile.groups)


def _inside(witness: Witness, among: tuple[Profile, Group] | None) -> Bits | None:
    if among is None:
        return None
    profile, group = among
    column = witness.layout.columns.get(profile.question)
    known = tuple(choice for choice in group.choices if column and choice in column.choices)
    return witness.chose_any(profile.question, known) if known else witness.nobody


def place_codes(sample: Sample, place: Profile | None) -> NDArray[np.intp]:
    """For each row, 0 where it names no place, then the places of the profile in their order."""
    column = sample.layout.columns.get(place.question) if place else None
    if place is None or column is None:
        return np.zeros(len(sample), np.intp)
    numbers = {choice: number for number, group in enumerate(place.groups, 1) for choice in group.choices}
    # Codes of a single choice: not asked, no answer, then the choices in their order.
    table = np.array([0, 0, *(numbers.get(choice, 0) for choice in column.choices)], np.intp)
    codes: NDArray[np.intp] = table[sample.rows[column.fields[0].name]]
    return codes
