"""What became of each need, beside its figures and what the rule suggests. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult.diagnostic.figures import EVERYWHERE, PLACE, Figure
from consult.diagnostic.measuring import Measured
from consult.diagnostic.models import DecidedNeed, Decision
from consult.diagnostic.snapshot import Tier
from consult.diagnostic.tiers import Suggestion, pressing, suggest
from consult.needs.taxonomy import Need, Taxonomy

TIERS: Sequence[Tier | None] = (Tier.A, Tier.B, Tier.C, None)


@dataclass(frozen=True)
class Line:
    """A need of the diagnostic, or one that waits for a decision."""

    needs: tuple[Need, ...]
    """Of the taxonomy; the first one names it."""
    figures: tuple[Figure, ...]
    """Of all families: each campaign and each of its needs."""
    suggestion: Suggestion
    row: DecidedNeed | None

    @property
    def code(self) -> str:
        return self.needs[0].code

    @property
    def share(self) -> float:
        """The highest of its shares; below 0 where there is none, so that it comes last."""
        return max((figure.share for figure in self.figures if figure.share is not None), default=-1.0)


@dataclass(frozen=True)
class Board:
    kept: Mapping[Tier | None, tuple[Line, ...]]
    """By tier; None those that have none yet. Empty ones are absent."""
    waiting: tuple[Line, ...]
    """The most frequent ones first."""
    set_aside: tuple[Line, ...]


class Figures:
    """The published figures of some campaigns, by their slugs."""

    def __init__(self, measured: Mapping[str, Measured]) -> None:
        self.measured = measured

    def of(self, codes: Iterable[str], profile: str = EVERYWHERE) -> tuple[Figure, ...]:
        """In the order of codes, then of campaigns."""
        return tuple(figure for code in codes for found in self.measured.values()
                     for figure in found.figures if figure.need == code and figure.profile == profile)

    def pressing(self, code: str, places: Iterable[str]) -> list[str]:
        """Places where a need presses more than everywhere, by the first campaign that tells."""
        known = list(places)
        for figure in self.of([code]):
            by_place = [each for each in self.of([code], PLACE) if each.campaign == figure.campaign]
            if found := pressing(by_place, figure, known):
                return found
        return []


def line(needs: Sequence[Need], figures: Figures, row: DecidedNeed | None = None) -> Line:
    found = figures.of(need.code for need in needs)
    return Line(tuple(needs), found, suggest(found), row)


def _needs_of(row: DecidedNeed, known: Mapping[str, Need]) -> list[Need]:
    return [known[code] for code in row.codes if code in known]


def board(taxonomy: Taxonomy, rows: Sequence[DecidedNeed], figures: Figures) -> Board:
    """Every need once. One that the taxonomy has lost is not here: `missing` says so."""
    known = taxonomy.by_code()
    lines = [line(needs, figures, row) for row in rows if (needs := _needs_of(row, known))]
    taken = {code for row in rows for code in row.codes}
    waiting = [line([need], figures) for need in taxonomy.needs() if need.code not in taken]
    kept = {tier: tuple(each for each in lines if each.row and each.row.decision is Decision.KEPT
                        and each.row.tier is tier) for tier in TIERS}
    return Board(
        {tier: found for tier, found in kept.items() if found},
        tuple(sorted(waiting, key=lambda each: (-each.share, each.code))),
        tuple(each for each in lines if each.row and each.row.decision is Decision.SET_ASIDE))
