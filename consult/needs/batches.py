"""Figures move in batches: what is seen before and after one more answer tells nothing of that answer. Pure.

Seen twice, two figures of the same families differ by those who came or left in between. So what anybody but
the coordinator sees is counted up to a day, and that day moves on only by a whole batch of families. While
families may still answer a whole batch is held back as well: the last state then has everybody in it, and
still differs from the one before by a batch.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from consult.needs.disclosure import PLAIN, Rule


@dataclass(frozen=True)
class Batch:
    """A day, and how many families had answered by its end."""

    until: date
    families: int


def is_apart(families: int, published: Collection[int], rule: Rule = PLAIN) -> bool:
    """Whether so many families differ by a batch from every number that was published before.

    It is the numbers that are compared, not who came: where some left and as many came, nothing moves.
    """
    return all(abs(families - known) >= rule.minimum_base for known in (0, *published))


def _complete(by_day: Mapping[date, int], on: date) -> Iterator[Batch]:
    """Each day that is over and had answers, with all who had answered by then."""
    days = sorted(day for day in by_day if day < on)
    for day, families in zip(days, accumulate(by_day[day] for day in days), strict=True):
        yield Batch(day, families)


def next_batch(by_day: Mapping[date, int], published: Collection[int], *, on: date, is_over: bool,
               since: date | None = None, rule: Rule = PLAIN) -> Batch | None:
    """Up to which day families may be counted now; None where the figures stay as they are.

    `published` are the numbers of families behind figures that somebody saw, `since` the day they were
    counted up to; `is_over` says that nobody can answer any more: then nothing is held back.
    """
    held_back = 0 if is_over else rule.minimum_base
    everybody = sum(by_day.values())
    possible = [batch for batch in _complete(by_day, on) if since is None or batch.until >= since]
    if is_over:
        possible = possible[-1:]
    return next((batch for batch in reversed(possible) if everybody - batch.families >= held_back
                 and is_apart(batch.families, published, rule)), None)
