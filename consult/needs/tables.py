"""The needs of a survey as tables that may be published together: one door for all of them. Pure.

For each need: who could say, who expresses it, how strongly, how often among the priorities; everywhere, in
each place, in each profile. All these counts are tied by sums, so they are protected in one go.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from consult.needs.disclosure import PLAIN, Cell, Publication, Reason, Rule, Tables, publish
from consult.needs.estimates import Figures, Survey
from consult.needs.evidence import countable
from consult.needs.hiding import Sum
from consult.needs.profiles import PLACE
from consult.needs.taxonomy import Need

EVERYWHERE = "all"
RESPONSES = "responses"
"""Everybody who took part, whatever they answered; no need's count, so that its need is empty."""
REST = "rest"
"""Families who are in no group of a profile, or not in this one of several."""
COUNTS = ("base", "expressing", "strong", "priority")
WHOLE = {"expressing": "base", "strong": "expressing", "priority": "expressing"}
"""What each count is a part of."""
_SENSITIVE = ("santé", "article 9")


Ways = Mapping[str, Mapping[str, int]]
"""How many took part, by a way of telling them apart (places under PLACE) and a code."""


class Name(NamedTuple):
    """A count of a publication."""

    need: str
    profile: str
    group: str
    what: str


@dataclass(frozen=True)
class Shown:
    """The figures of a need in a group as they may be published."""

    base: Cell
    expressing: Cell
    strong: Cell
    priority: Cell

    @property
    def share(self) -> float | None:
        """In [0, 1]; None where either count is withheld, or nobody could say."""
        base, expressing = self.base.count, self.expressing.count
        return expressing / base if base and expressing is not None else None


def is_sensitive(survey: Survey, need: Need) -> bool:
    """Whether any evidence for the need is of a special category: it is then shown at no smaller scale."""
    return any(any(word in countable(sample.questionnaire)[term.question].sensitivity for word in _SENSITIVE)
               for number, sample in enumerate(survey.samples)
               for term in survey.rules(number, need).evidence.terms())


class _Ledger:
    """Counts and sums, written down need by need."""

    def __init__(self) -> None:
        self.counts: dict[Hashable, int] = {}
        self.sums: list[Sum] = []
        self.bases: dict[Hashable, Hashable] = {}
        self.refused: dict[Hashable, Reason] = {}

    def add(self, need: str, profile: str, group: str, figures: dict[str, int], *, refused: bool) -> None:
        for name in COUNTS:
            key = Name(need, profile, group, name)
            self.counts[key] = figures[name]
            if name in WHOLE:
                self.bases[key] = Name(need, profile, group, WHOLE[name])
            if refused:
                self.refused[key] = Reason.SENSITIVE

    def tie(self, need: str, profile: str, groups: list[str]) -> None:
        for name in COUNTS:
            parts = tuple(Name(need, profile, group, name) for group in groups)
            self.sums.append(Sum(Name(need, EVERYWHERE, "", name), parts))


def _numbers(figures: Figures) -> dict[str, int]:
    return {name: getattr(figures, name) for name in COUNTS}


def _less(whole: Figures, *parts: Figures) -> dict[str, int]:
    return {name: getattr(whole, name) - sum(getattr(part, name) for part in parts) for name in COUNTS}


def _write_places(ledger: _Ledger, survey: Survey, need: Need, whole: Figures) -> None:
    refused, places = is_sensitive(survey, need), survey.by_place(need)
    for code, figures in places.items():
        ledger.add(need.code, PLACE, code, _numbers(figures), refused=refused)
    ledger.add(need.code, PLACE, REST, _less(whole, *places.values()), refused=refused)
    ledger.tie(need.code, PLACE, [*places, REST])


def _write_profiles(ledger: _Ledger, survey: Survey, need: Need, whole: Figures) -> None:
    for profile in survey.profiles:
        found = {group.code: survey.in_group(need, profile, group) for group in profile.groups}
        for code, figures in found.items():
            ledger.add(need.code, profile.code, code, _numbers(figures), refused=False)
        # Groups that share families add up to nothing; each is tied to those who are not in it.
        sets = [list(found)] if profile.is_exclusive else [[code] for code in found]
        for groups in sets:
            rest = REST if profile.is_exclusive else f"{REST} {groups[0]}"
            ledger.add(need.code, profile.code, rest, _less(whole, *(found[code] for code in groups)),
                       refused=False)
            ledger.tie(need.code, profile.code, [*groups, rest])


@dataclass(frozen=True)
class Published:
    """A survey's needs, as they may be shown to anybody."""

    publication: Publication

    def figures(self, need: str, profile: str = EVERYWHERE, group: str = "") -> Shown:
        return Shown(*(self.publication[Name(need, profile, group, name)] for name in COUNTS))

    def responses(self, way: str = EVERYWHERE, code: str = "") -> Cell:
        """How many took part, or did in one of the ways they are told apart."""
        return self.publication[Name("", way, code, RESPONSES)]

    def withheld(self) -> Iterator[Hashable]:
        return (key for key, cell in self.publication.cells.items() if cell.is_withheld)


def _write_responses(ledger: _Ledger, total: int, told_apart: Ways) -> None:
    whole = Name("", EVERYWHERE, "", RESPONSES)
    ledger.counts[whole] = total
    for way, counts in told_apart.items():
        parts: dict[Hashable, int] = {Name("", way, code, RESPONSES): count for code, count in counts.items()}
        parts[Name("", way, REST, RESPONSES)] = total - sum(counts.values())
        ledger.counts |= parts
        ledger.bases |= dict.fromkeys(parts, whole)
        ledger.sums.append(Sum(whole, tuple(parts)))


def publish_needs(survey: Survey, needs: list[Need], rule: Rule = PLAIN, *,
                  told_apart: Ways | None = None) -> Published:
    """All tables of these needs, protected together, with those of who took part where they are given."""
    ledger = _Ledger()
    if told_apart is not None:
        _write_responses(ledger, len(survey), told_apart)
    for need in needs:
        whole = survey.everywhere(need)
        ledger.add(need.code, EVERYWHERE, "", _numbers(whole), refused=False)
        if survey.place:
            _write_places(ledger, survey, need, whole)
        _write_profiles(ledger, survey, need, whole)
    return Published(publish(Tables(ledger.counts, ledger.sums, ledger.bases, ledger.refused), rule))
