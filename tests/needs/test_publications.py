"""Tables that share counts are attacked as a reader with a computer would: nothing withheld comes back."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest
from scipy.optimize import linprog

from consult.needs.disclosure import PLAIN, Cell, Loss, Publication, Reason, Tables, publish
from consult.needs.hiding import WIDTH, Key, Sum

COUNTS = (0, 0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 20, 40)


def _total(counts: dict[Key, int], total: Key, parts: list[Key]) -> Sum:
    counts[total] = sum(counts[part] for part in parts)
    return Sum(total, tuple(parts))


def a_shared_total(rng: random.Random) -> Tables:
    """The same families by village and by age: two tables with one total."""
    villages = {("village", place): rng.choice(COUNTS) for place in range(rng.randint(2, 7))}
    counts: dict[Key, int] = dict(villages)
    sums, left = [_total(counts, "all", list(villages))], sum(villages.values())
    ages: list[Key] = [("age", place) for place in range(rng.randint(2, 5))]
    for age in ages[:-1]:
        counts[age] = rng.randint(0, left)
        left -= counts[age]
    counts[ages[-1]] = left
    return Tables(counts, [*sums, Sum("all", tuple(ages))])


def a_cross_table(rng: random.Random, *, zones: bool = False) -> Tables:
    """Villages × ages with all margins; villages may make zones, and zones the commune."""
    places, ages = list(range(rng.randint(4, 6))), list(range(rng.randint(2, 4)))
    counts: dict[Key, int] = {(place, age): rng.choice(COUNTS) for place in places for age in ages}
    sums = [_total(counts, (place, "all"), [(place, age) for age in ages]) for place in places]
    halves = {"north": places[:2], "south": places[2:]} if zones else {}
    for zone, inside in halves.items():
        sums += [_total(counts, (zone, age), [(place, age) for place in inside]) for age in [*ages, "all"]]
    parts: list[Key] = list(halves) or list(places)
    sums += [_total(counts, ("commune", age), [(part, age) for part in parts]) for age in [*ages, "all"]]
    tops = [*halves, "commune"]
    return Tables(counts, [*sums, *(Sum((top, "all"), tuple((top, age) for age in ages)) for top in tops)])


def a_need_by_village(rng: random.Random) -> Tables:
    """Who answered, and who expresses a need, in each village and everywhere."""
    villages = range(rng.randint(3, 7))
    counts: dict[Key, int] = {("base", place): rng.choice(COUNTS) for place in villages}
    counts |= {("need", place): rng.randint(0, counts["base", place]) for place in villages}
    sums = [_total(counts, (what, "all"), [(what, place) for place in villages]) for what in ("base", "need")]
    return Tables(counts, sums, {("need", place): ("base", place) for place in [*villages, "all"]})


def some_publications(seed: int) -> Iterator[Tables]:
    rng = random.Random(seed)
    for _number in range(8):
        yield a_shared_total(rng)
        yield a_cross_table(rng)
        yield a_cross_table(rng, zones=True)
        yield a_need_by_village(rng)


Rows = list[list[int]]


def _what_is_known(tables: Tables, shown: Publication, unknown: list[Key]) -> tuple[Rows, list[int]]:
    """The sums as equations between withheld counts, from what is shown alone."""
    rows, constants = [], []
    for each in tables.sums:
        signs = {each.total: -1, **dict.fromkeys(each.parts, 1)}
        row = [signs.get(key, 0) for key in unknown]
        if any(row):
            rows.append(row)
            constants.append(-sum(sign * (shown[key].count or 0) for key, sign in signs.items()))
    return rows, constants


def _most(tables: Tables, key: Key) -> int | None:
    """Who took part in a place is published from five on: nobody expresses a need more often than that."""
    base = tables.counts.get(tables.bases.get(key, None))
    return None if base is None or PLAIN.is_small(base) else base


def attack(tables: Tables, shown: Publication) -> dict[Key, tuple[float, float]]:
    """The least and the most each withheld count can be, for who knows sums, bases, and zeros."""
    unknown = [key for key, cell in shown.cells.items() if cell.is_withheld]
    rows, constants = _what_is_known(tables, shown, unknown)
    # Zeros are shown, except under a base too small or where everything is refused.
    floors = [int(shown[key].reason in {None, Reason.SMALL_COUNT, Reason.COMPLEMENT}) for key in unknown]
    most = [_most(tables, key) for key in unknown]
    bounds = {}
    for place, key in enumerate(unknown):
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(unknown))
            cost[place] = sign
            found = linprog(cost, A_eq=rows or None, b_eq=constants or None,
                            bounds=list(zip(floors, most, strict=True)))
            assert found.status in {0, 3}, found.message
            ends.append(sign * found.fun if found.status == 0 else float("inf"))
        bounds[key] = (ends[0], ends[1])
    return bounds


@pytest.mark.parametrize("seed", range(8))
def test_no_withheld_count_can_be_worked_out_or_narrowed_down(seed: int) -> None:
    withheld = 0
    for tables in some_publications(seed):
        bounds = attack(tables, publish(tables))

        withheld += len(bounds)
        narrow = {key: ends for key, ends in bounds.items() if ends[1] - ends[0] < WIDTH - 1e-6}
        assert narrow == {}
    assert withheld > 50


def test_the_attack_does_find_what_is_badly_hidden() -> None:
    tables = Tables({"a": 3, "b": 30, "c": 40, "all": 73}, [Sum("all", ("a", "b", "c"))])
    shown = publish(tables)
    careless = Publication({**shown.cells, "b": Cell(30), "c": Cell(40)}, shown.rule, shown.loss)

    assert attack(tables, careless) == {"a": (3, 3)}


@pytest.mark.parametrize("seed", range(3))
def test_every_small_count_is_withheld_and_every_zero_shown(seed: int) -> None:
    for tables in some_publications(seed):
        shown = publish(tables)

        assert [key for key, count in tables.counts.items()
                if PLAIN.is_small(count) and not shown[key].is_withheld] == []
        assert [key for key, count in tables.counts.items()
                if count == 0 and shown[key].reason not in {None, Reason.SMALL_BASE}] == []
        assert all(cell.is_withheld or cell.count == tables.counts[key] for key, cell in shown.cells.items())


def _greedy(tables: Tables) -> set[Key]:
    """The obvious way: where a withheld count can be narrowed down, the smallest other one of a sum goes."""
    withheld = {key for key, count in tables.counts.items() if PLAIN.is_small(count)}
    while True:
        cells = {key: Cell(None if key in withheld else count) for key, count in tables.counts.items()}
        bounds = attack(tables, Publication(cells, PLAIN, Loss(0, 0, 0)))
        exposed = [key for key, (least, most) in bounds.items() if most - least < WIDTH - 1e-6]
        others = [key for each in tables.sums for key in (each.total, *each.parts)
                  if {each.total, *each.parts} & set(exposed)]
        choice = [key for key in others if tables.counts[key] and key not in withheld]
        if not choice:
            return withheld
        withheld.add(min(choice, key=lambda key: (tables.counts[key], str(key))))


def test_less_is_lost_than_by_the_obvious_way() -> None:
    ours = obvious = 0
    for seed in range(2):
        for tables in some_publications(seed):
            ours += sum(cell.is_withheld for cell in publish(tables).cells.values())
            obvious += len(_greedy(tables))

    assert ours < obvious


def test_a_base_too_small_withholds_all_that_stands_on_it() -> None:
    tables = Tables({"asked": 10, "in need": 7}, bases={"in need": "asked"})

    shown = publish(tables)

    assert {cell.reason for cell in shown.cells.values()} == {Reason.SMALL_BASE}


def test_a_count_that_is_itself_a_base_is_withheld_as_a_count_only() -> None:
    tables = Tables({"asked": 40, "in need": 9, "strongly": 6},
                    bases={"in need": "asked", "strongly": "in need"})

    shown = publish(tables)

    assert (shown["in need"].count, shown["strongly"].reason) == (9, Reason.SMALL_BASE)


def test_all_but_a_few_is_as_telling_as_a_few() -> None:
    tables = Tables({"asked": 60, "in need": 58}, bases={"in need": "asked"})

    assert publish(tables)["in need"].reason is Reason.SMALL_COUNT
    assert publish(tables)["asked"].count == 60


def test_what_is_refused_is_hidden_with_what_would_give_it_away() -> None:
    counts: dict[Key, int] = {"kaweni": 30, "cavani": 20, "vahibe": 50, "commune": 100}
    tables = Tables(counts, [Sum("commune", ("kaweni", "cavani", "vahibe"))],
                    refused={"kaweni": Reason.SENSITIVE})

    shown = publish(tables)

    assert shown["kaweni"].reason is Reason.SENSITIVE
    assert (shown["cavani"].reason, shown["vahibe"].count, shown["commune"].count) == (
        Reason.COMPLEMENT, 50, 100)
    assert (shown.loss.counts, shown.loss.small, shown.loss.complements) == (4, 1, 1)
