"""What readers see moves by whole batches of families, whatever comes and goes."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.needs.batches import Batch, is_apart, next_batch
from consult.needs.disclosure import PLAIN

FIRST = date(2026, 11, 1)
LEAST = PLAIN.minimum_base


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def days(*counts: int) -> dict[date, int]:
    return {day(number): count for number, count in enumerate(counts) if count}


@pytest.mark.parametrize(("counts", "published", "is_over", "expected"), [
    ((11, 11), (), False, 0),
    ((10, 1, 11), (), False, 1),
    ((11, 10), (), False, None),
    ((10, 30), (), False, None),
    ((30, 30), (), False, 0),
    ((11, 5), (), True, 1),
    ((10,), (), True, None),
    ((100, 10, 11), (100,), False, None),
    ((100, 11, 11), (100,), False, 1),
    ((100, 5), (100,), True, None),
    ((100, 11), (100,), True, 1),
    ((100, 11, 20), (100, 115), False, None),
    ((0,), (), True, None)])
def test_figures_move_by_a_batch_and_hold_one_back(
        counts: tuple[int, ...], published: tuple[int, ...], is_over: bool, expected: int | None) -> None:
    found = next_batch(days(*counts), published, on=day(len(counts)), is_over=is_over)

    assert (found.until if found else None) == (None if expected is None else day(expected))


def test_today_is_never_counted() -> None:
    assert next_batch(days(0, 50), (), on=day(1), is_over=False) is None
    assert next_batch(days(11, 50), (), on=day(1), is_over=False) == Batch(day(0), 11)


def test_figures_never_go_back_to_an_earlier_day() -> None:
    assert next_batch(days(50, 30, 30), (), on=day(3), is_over=False, since=day(2)) is None


def test_a_batch_that_left_is_a_batch_too() -> None:
    assert is_apart(89, [100])
    assert not is_apart(90, [100])
    assert next_batch(days(60), (71,), on=day(1), is_over=True, since=day(0)) == Batch(day(0), 60)


came_and_went = st.lists(st.tuples(st.integers(0, 30), st.lists(st.integers(0, 10**6), max_size=6)),
                         min_size=1, max_size=25)


@settings(deadline=None, max_examples=200)
@given(came_and_went)
def test_two_states_that_somebody_saw_differ_by_a_batch(story: list[tuple[int, list[int]]]) -> None:
    """Families come and take their answers back, day after day; the site closes at the end."""
    by_day: Counter[date] = Counter()
    seen: list[Batch] = []
    for number, (came, left) in enumerate([*story, (0, [])]):
        is_over = number == len(story)
        found = next_batch(by_day, [batch.families for batch in seen], on=day(number), is_over=is_over,
                           since=seen[-1].until if seen else None)
        if found:
            assert found.until < day(number)
            assert found.families == sum(count for when, count in by_day.items() if when <= found.until)
            assert is_over or sum(by_day.values()) - found.families >= LEAST
            seen.append(found)
        by_day[day(number)] += came
        for turn in left:
            # One of those who answered is chosen, whoever it is.
            answered = sorted(by_day.elements())
            if answered:
                by_day[answered[turn % len(answered)]] -= 1

    sizes = [0, *(batch.families for batch in seen)]
    assert all(abs(one - other) >= LEAST for place, one in enumerate(sizes) for other in sizes[:place])


@settings(deadline=None, max_examples=200)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=25))
def test_where_nobody_leaves_everybody_is_counted_in_the_end(story: list[int]) -> None:
    by_day: Counter[date] = Counter()
    seen: list[Batch] = []
    for number, came in enumerate([*story, 0]):
        found = next_batch(by_day, [batch.families for batch in seen], on=day(number),
                           is_over=number == len(story), since=seen[-1].until if seen else None)
        seen += [found] if found else []
        by_day[day(number)] += came

    everybody = sum(story)
    assert (seen[-1].families if seen else 0) == (everybody if everybody >= LEAST else 0)
