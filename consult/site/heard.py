"""What was heard of each need, and what the town promised to do about it, as families read them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from consult.diagnostic.commitments import STATES, Promise, PromiseState, in_order
from consult.diagnostic.figures import Figure
from consult.diagnostic.snapshot import KeptNeed, Quote, Snapshot, Tier
from consult.errors import N_

TIERS = {
    Tier.A: (N_("D’abord"), N_("Les besoins auxquels il faut répondre en premier.")),
    Tier.B: (N_("Ensuite"), N_("Les besoins qui viennent après.")),
    Tier.C: (N_("Plus tard"), N_("Les besoins que l’on garde pour la suite."))}
IN_FULL = frozenset({Tier.A, Tier.B})
TOLD = (PromiseState.DONE, PromiseState.STARTED, PromiseState.PLANNED, PromiseState.BLOCKED,
        PromiseState.DROPPED)
"""In the order in which they are told."""


@dataclass(frozen=True)
class Heard:
    """How many families express a need, of how many who could say. None where it is withheld."""

    families: int | None = None
    base: int | None = None
    is_least: bool = False
    """Several needs are one here, and a family may express more than one: at least so many."""
    low: float | None = None
    high: float | None = None

    @property
    def share(self) -> float | None:
        return self.families / self.base if self.families is not None and self.base else None


@dataclass(frozen=True)
class PromiseShown:
    promise: Promise
    is_late: bool

    @property
    def words(self) -> str:
        return self.promise.words


@dataclass(frozen=True)
class Tally:
    """How many promises are in one state."""

    state: PromiseState
    words: str
    count: int


@dataclass(frozen=True)
class NeedShown:
    need: KeptNeed
    heard: Heard | None
    """None where this campaign asked nothing that can show it."""
    promises: tuple[PromiseShown, ...]

    @property
    def quote(self) -> Quote | None:
        """One is enough for a small screen: the first that people chose."""
        return next(iter(self.need.quotes), None)


@dataclass(frozen=True)
class Part:
    """The needs of one tier, in their order."""

    tier: Tier
    title: str
    hint: str
    needs: tuple[NeedShown, ...]

    @property
    def is_in_full(self) -> bool:
        return self.tier in IN_FULL


def heard_of(snapshot: Snapshot, slug: str, need: KeptNeed) -> Heard | None:
    """Where several needs are one, the one that the largest share of families expresses: a lower bound."""
    figures = [figure for code in need.codes if (figure := snapshot.figure(slug, code))]
    if not figures:
        return None

    def share(figure: Figure) -> float:
        return figure.share or 0
    shown = [figure for figure in figures if figure.share is not None]
    if not shown:
        return Heard()
    most, is_least = max(shown, key=share), len(need.codes) > 1
    if is_least:
        return Heard(most.expressing, most.base, is_least=True)
    return Heard(most.expressing, most.base, low=most.low, high=most.high)


def shown_in_order(promises: Iterable[Promise], on: date) -> tuple[PromiseShown, ...]:
    return tuple(PromiseShown(promise, promise.is_late(on)) for promise in in_order(promises, on=on))


def parts_of(snapshot: Snapshot, slug: str, promises: Iterable[Promise], on: date) -> Iterator[Part]:
    promised = list(promises)
    for tier, (title, hint) in TIERS.items():
        needs = tuple(
            NeedShown(need, heard_of(snapshot, slug, need),
                      shown_in_order((promise for promise in promised if promise.need == need.key), on))
            for need in snapshot.needs if need.tier is tier)
        if needs:
            yield Part(tier, title, hint, needs)


def tallies(promises: Iterable[PromiseShown]) -> tuple[Tally, ...]:
    """States in which no promise is are left out: at a glance, only what there is."""
    counts = Counter(shown.promise.state for shown in promises)
    return tuple(Tally(state, STATES[state], counts[state]) for state in TOLD if counts[state])
