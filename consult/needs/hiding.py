"""Which more counts to withhold, so that the small ones cannot be worked out from what is shown. Pure.

Counts are tied by sums: villages make a commune, age bands make everybody, one count stands in two tables.
Whoever reads a publication can solve these sums. For each withheld count we look for another publication
that would look the same and in which that count differs enough (a direction in the space of the sums, found
as a linear program), and withhold on the way what must move with it, as little as can be.

Source: the linear-programming heuristic for complementary suppression, J. Kelly, B. Golden, A. Assad,
« Cell suppression: disclosure protection for sensitive tabular data », Networks 22 (1992).
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from consult.needs.linear import INFINITE, Row, System

Key = Hashable
WIDTH = 3
"""A withheld count must have room for more values than one on each side of a guess."""
NEARLY = 1e-6


@dataclass(frozen=True)
class Sum:
    """A count that is the sum of others, all of them in the same publication."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class Sums:
    """Counts tied by sums, each known to be at least its floor once it is withheld, at most its ceiling."""

    counts: Mapping[Key, int]
    sums: Sequence[Sum]
    floors: Mapping[Key, int]
    """0 where a withheld count may be nothing; elsewhere 1, since nothing is shown as zero."""
    ceilings: Mapping[Key, int]
    """A base: nobody can be more than all who were asked, whether readers know how many from here or not."""

    def floor(self, key: Key) -> int:
        return self.floors.get(key, 1)

    def room_below(self, key: Key) -> float:
        return max(self.counts[key] - self.floor(key), 0)

    def room_above(self, key: Key) -> float:
        return self.ceilings[key] - self.counts[key] if key in self.ceilings else INFINITE

    @cached_property
    def twins(self) -> Mapping[Key, tuple[Key, ...]]:
        """For each count, those that are parts of the very same sums: one may rise while another falls."""
        parts: defaultdict[Key, list[int]] = defaultdict(list)
        for number, each in enumerate(self.sums):
            for part in each.parts:
                parts[part].append(number)
        totals = {each.total for each in self.sums}
        alike: defaultdict[tuple[int, ...], list[Key]] = defaultdict(list)
        for key, numbers in parts.items():
            if key not in totals:
                alike[tuple(numbers)].append(key)
        return {key: tuple(keys) for keys in alike.values() for key in keys}

    def only(self, keys: Iterable[Key]) -> "Sums":
        kept = set(keys)
        tied = [each for each in self.sums if each.total in kept or kept.intersection(each.parts)]
        return Sums({key: count for key, count in self.counts.items() if key in kept}, tied, self.floors,
                    self.ceilings)


def _equations(sums: Sequence[Sum], places: Mapping[Key, int], *, sides: tuple[int, int]) -> list[Row]:
    """Each sum as an equation between the moves of its counts: those up, and those down."""
    found: list[Row] = []
    for each in sums:
        row: dict[int, float] = {}
        for key, sign in [(each.total, -1.0), *((part, 1.0) for part in each.parts)]:
            if key in places:
                row[places[key] * 2 + sides[0]] = sign
                row[places[key] * 2 + sides[1]] = -sign
        if row:
            found.append(row)
    return found


def _price(count: int) -> float:
    """What it costs a reader to lose a count: each one counts, large ones a little more."""
    return 1.0 + log(1 + count)


@dataclass(frozen=True)
class _Moves:
    """How the counts of a publication could all move together and leave its look unchanged."""

    world: Sums
    withheld: frozenset[Key]

    def cheapest(self, key: Key, by: int) -> frozenset[Key] | None:
        """What else must be withheld so that `key` may have been `by` more (or less); None if it cannot."""
        keys = [each for each in self.world.counts if self._can_move(each)]
        places = {each: place for place, each in enumerate(keys)}
        if key not in places or (by < 0 and self.world.room_below(key) < -by):
            return None
        cost, upper = [], []
        for each in keys:
            price = NEARLY if each in self.withheld else _price(self.world.counts[each])
            cost += [price, price]
            upper += [self.world.room_above(each), self.world.room_below(each)]
        lower = [0.0] * len(upper)
        up, down = places[key] * 2, places[key] * 2 + 1
        lower[up], upper[up] = (by, by) if by > 0 else (0.0, 0.0)
        lower[down], upper[down] = (-by, -by) if by < 0 else (0.0, 0.0)
        if upper[up] > self.world.room_above(key):
            return None
        solved = System(lower, upper, _equations(self.world.sums, places, sides=(0, 1))).minimise(cost)
        if solved is None:
            return None
        moved = {each for each in keys if solved[places[each] * 2] + solved[places[each] * 2 + 1] > NEARLY}
        return frozenset(moved - self.withheld)

    def _can_move(self, key: Key) -> bool:
        # A zero is shown as zero: hiding it would tell that it is more.
        return key in self.withheld or self.world.counts[key] >= max(self.world.floor(key), 1)


def _has_room_among_twins(world: Sums, withheld: frozenset[Key], key: Key) -> bool:
    """The usual case, without a program: another withheld count of the same sums makes up for it."""
    others = [twin for twin in world.twins.get(key, ()) if twin in withheld and twin != key]
    rises = world.room_above(key) >= WIDTH and sum(map(world.room_below, others)) >= WIDTH
    falls = world.room_below(key) >= WIDTH and sum(map(world.room_above, others)) >= WIDTH
    return rises or falls


def _ways(world: Sums, withheld: frozenset[Key], key: Key) -> list[frozenset[Key]]:
    if _has_room_among_twins(world, withheld, key):
        return [frozenset()]
    moves = _Moves(world, withheld)
    return [extra for by in (WIDTH, -WIDTH) if (extra := moves.cheapest(key, by)) is not None]


def _cost(world: Sums, keys: Iterable[Key]) -> float:
    return sum(_price(world.counts[key]) for key in keys)


def _protect_each(world: Sums, withheld: frozenset[Key]) -> frozenset[Key]:
    """Withhold more until every withheld count has room; the hardest to hide, the largest, come first."""
    waiting = sorted(withheld, key=lambda key: (-world.counts[key], str(key)))
    while waiting:
        key = waiting.pop(0)
        ways = _ways(world, withheld, key)
        # Where nothing can give way, the whole of it goes: all that is tied together and not nothing.
        extra = min(ways, key=lambda keys: _cost(world, keys)) if ways else _everything(world) - withheld
        withheld |= extra
        waiting += sorted(extra, key=str)
    return withheld


def _everything(world: Sums) -> frozenset[Key]:
    return frozenset(key for key, count in world.counts.items() if count)


def _is_safe(world: Sums, withheld: frozenset[Key]) -> bool:
    return all(frozenset() in _ways(world, withheld, key) for key in withheld)


def _give_back(world: Sums, withheld: frozenset[Key], needed: frozenset[Key]) -> frozenset[Key]:
    """Show again what turned out not to be needed, the most useful counts first."""
    for key in sorted(withheld - needed, key=lambda key: (-world.counts[key], str(key))):
        if _is_safe(world, withheld - {key}):
            withheld -= {key}
    return withheld


def _components(sums: Sequence[Sum], keys: Iterable[Key]) -> list[set[Key]]:
    """The groups of counts that no sum ties to any other."""
    group_of: dict[Key, set[Key]] = {key: {key} for key in keys}
    for each in sums:
        for part in each.parts:
            larger, smaller = sorted((group_of[each.total], group_of[part]), key=len, reverse=True)
            if larger is not smaller:
                larger |= smaller
                group_of.update(dict.fromkeys(smaller, larger))
    return list({id(group): group for group in group_of.values()}.values())


def hide(world: Sums, needed: frozenset[Key]) -> frozenset[Key]:
    """`needed` must be withheld: all that must be, so that nothing of it can be worked out or narrowed down.

    Nothing withheld can be bounded within one of any guess by who knows the sums, that zeros are shown, and
    the bases; except where everything tied together is withheld, and there is nothing to work with.
    """
    withheld: set[Key] = set(needed)
    for group in _components(world.sums, world.counts):
        own = frozenset(group & needed)
        if own:
            part = world.only(group)
            withheld |= _give_back(part, _protect_each(part, own), own)
    return frozenset(withheld)
