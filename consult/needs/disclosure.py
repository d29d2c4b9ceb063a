"""Which counts may be shown to somebody who must not recognise a family. Pure.

A small base is withheld whole, a small count is withheld, and where the withheld counts could be worked out
from the total, the smallest other one is too. Withheld is never zero: "nobody here" would read as a finding.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from consult.needs.hiding import Key, Sum, Sums, hide


class Reason(StrEnum):
    """Why a count is withheld."""

    SMALL_BASE = "small_base"
    SMALL_COUNT = "small_count"
    COMPLEMENT = "complement"
    SENSITIVE = "sensitive"
    """Health and the like, for a place smaller than the commune."""


@dataclass(frozen=True)
class Rule:
    minimum_base: int = 11
    """A table of fewer answers shows nothing at all."""
    minimum_count: int = 5
    """A count from 1 to one less is withheld."""

    def is_small(self, count: int) -> bool:
        return 0 < count < self.minimum_count

    def is_small_base(self, total: int) -> bool:
        return 0 < total < self.minimum_base


PLAIN = Rule()
"""The thresholds used where nobody set others."""


@dataclass(frozen=True)
class Cell:
    """A count as it may be shown: None is withheld, for the reason given."""

    count: int | None
    reason: Reason | None = None

    @property
    def is_withheld(self) -> bool:
        return self.count is None


@dataclass(frozen=True)
class Protected:
    """A table of one dimension that may be shown, and the rule that made it so."""

    cells: Mapping[str, Cell]
    total: Cell
    rule: Rule

    def __iter__(self) -> Iterator[tuple[str, Cell]]:
        return iter(self.cells.items())

    @property
    def reasons(self) -> frozenset[Reason]:
        return frozenset(cell.reason for cell in (self.total, *self.cells.values()) if cell.reason)


def _give_away(withheld: Mapping[str, int], rule: Rule) -> bool:
    """Whether the total, and knowing the rule, would tell exactly what is withheld."""
    hidden, many = sum(withheld.values()), len(withheld)
    return many == 1 or hidden in {many, many * (rule.minimum_count - 1)}


def _complement(counts: Mapping[str, int], withheld: Mapping[str, int]) -> list[str]:
    """The smallest count still shown; a zero would hide nothing, so it stays."""
    shown = {name: count for name, count in counts.items() if count and name not in withheld}
    # Equals go together: taking the first of them by name would tell which one the small count is.
    return [name for name, count in shown.items() if count == min(shown.values())]


def protect(counts: Mapping[str, int], rule: Rule = PLAIN) -> Protected:
    """The table, with what could point at a family withheld. Counts add up to the total that is shown."""
    total = sum(counts.values())
    nothing = Cell(None, Reason.SMALL_BASE)
    if rule.is_small_base(total):
        return Protected(dict.fromkeys(counts, nothing), nothing, rule)
    withheld = {name: count for name, count in counts.items() if rule.is_small(count)}
    cells = {name: Cell(None, Reason.SMALL_COUNT) if name in withheld else Cell(count)
             for name, count in counts.items()}
    if withheld and _give_away(withheld, rule):
        more = _complement(counts, withheld)
        if not more:
            return Protected(dict.fromkeys(counts, nothing), nothing, rule)
        cells |= dict.fromkeys(more, Cell(None, Reason.COMPLEMENT))
    return Protected(cells, Cell(total), rule)


def protect_total(count: int, rule: Rule = PLAIN) -> Cell:
    """A count that stands alone."""
    return Cell(None, Reason.SMALL_BASE) if rule.is_small_base(count) else Cell(count)


@dataclass(frozen=True)
class Tables:
    """Everything that is published together: counts by name, and how they are tied.

    `bases` gives for a count the name of the count it is a part of: who was asked. `refused` are counts that
    are not for publication whatever their size.
    """

    counts: Mapping[Key, int]
    sums: Sequence[Sum] = ()
    bases: Mapping[Key, Key] = field(default_factory=dict)
    refused: Mapping[Key, Reason] = field(default_factory=dict)

    @cached_property
    def _wholes(self) -> frozenset[Key]:
        return frozenset(self.bases.values())

    def reason(self, key: Key, rule: Rule) -> Reason | None:
        """Why a count is withheld by itself, whatever else is published."""
        if key in self.refused:
            return self.refused[key]
        count, base = self.counts[key], self.counts.get(self.bases.get(key, None))
        # Who expresses a need is a base for how strongly, but first a count among those who were asked.
        is_base = key in self._wholes and key not in self.bases
        if rule.is_small_base(base or 0) or (is_base and rule.is_small_base(count)):
            return Reason.SMALL_BASE
        # « All but two » points at two families as surely as « two » does.
        is_small = rule.is_small(count) or (base is not None and rule.is_small(base - count))
        return Reason.SMALL_COUNT if is_small else None


@dataclass(frozen=True)
class Loss:
    """What protecting cost: of so many counts that are not nothing, how many are withheld, and for what."""

    counts: int
    small: int
    complements: int


@dataclass(frozen=True)
class Publication:
    """Counts that may be shown together."""

    cells: Mapping[Key, Cell]
    rule: Rule
    loss: Loss

    def __getitem__(self, key: Key) -> Cell:
        return self.cells[key]


def publish(tables: Tables, rule: Rule = PLAIN) -> Publication:
    """All that may be shown of tables that share counts; `hiding` says what cannot be worked out from it."""
    reasons = {key: reason for key in tables.counts if (reason := tables.reason(key, rule))}
    # Who reads that nobody is in the whole knows it of the parts: there is nothing left to withhold.
    known = {part for each in tables.sums if not tables.counts[each.total] and each.total not in reasons
             for part in each.parts}
    reasons = {key: reason for key, reason in reasons.items() if key not in known}
    # Under a withheld base, or refused, a count may be nothing at all; elsewhere nothing is shown as zero.
    floors = {key: 0 for key, reason in reasons.items() if reason is not Reason.SMALL_COUNT}
    # How many answered is no secret: where five took part, it is published. What they answered is one.
    ceilings = {key: count for key, base in tables.bases.items()
                if (count := tables.counts[base]) >= rule.minimum_count}
    world = Sums(tables.counts, tables.sums, floors, ceilings)
    withheld = hide(world, frozenset(reasons))
    cells = {key: Cell(None, reasons.get(key, Reason.COMPLEMENT)) if key in withheld else Cell(count)
             for key, count in tables.counts.items()}
    not_nothing = sum(count > 0 for count in tables.counts.values())
    return Publication(cells, rule, Loss(not_nothing, len(reasons), len(withheld) - len(reasons)))
