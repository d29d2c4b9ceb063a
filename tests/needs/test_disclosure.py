from collections import defaultdict
from itertools import product

import pytest

from consult.needs.disclosure import Cell, Protected, Reason, Rule, protect, protect_total

RULE = Rule(minimum_base=11, minimum_count=5)


def _shown(table: Protected) -> dict[str, int | None]:
    return {name: cell.count for name, cell in table}


def test_a_table_of_ten_answers_shows_nothing() -> None:
    table = protect({"kaweni": 6, "cavani": 4}, RULE)

    assert _shown(table) == {"kaweni": None, "cavani": None}
    assert table.total == Cell(None, Reason.SMALL_BASE)


def test_a_table_of_eleven_answers_is_shown() -> None:
    table = protect({"kaweni": 6, "cavani": 5}, RULE)

    assert _shown(table) == {"kaweni": 6, "cavani": 5}
    assert table.total.count == 11


def test_nobody_yet_is_shown_as_zero() -> None:
    table = protect({"kaweni": 0, "cavani": 0}, RULE)

    assert _shown(table) == {"kaweni": 0, "cavani": 0}
    assert not table.reasons


def test_counts_from_one_to_four_are_withheld() -> None:
    table = protect({"kaweni": 40, "cavani": 4, "vahibe": 1, "mtsapere": 5, "autre": 0}, RULE)

    assert _shown(table) == {"kaweni": 40, "cavani": None, "vahibe": None, "mtsapere": 5, "autre": 0}
    assert table.reasons == {Reason.SMALL_COUNT}


def test_a_single_withheld_count_takes_the_smallest_other_with_it() -> None:
    table = protect({"kaweni": 40, "cavani": 3, "mtsapere": 9, "autre": 0}, RULE)

    assert _shown(table) == {"kaweni": 40, "cavani": None, "mtsapere": None, "autre": 0}
    assert table.cells["mtsapere"].reason is Reason.COMPLEMENT
    assert table.total.count == 52


def test_two_single_answers_would_be_worked_out_from_the_total() -> None:
    table = protect({"kaweni": 40, "cavani": 1, "vahibe": 1, "mtsapere": 9}, RULE)

    assert table.cells["mtsapere"].reason is Reason.COMPLEMENT


def test_where_nothing_else_can_be_withheld_the_table_looks_like_a_small_one() -> None:
    small = protect({"kaweni": 4, "cavani": 4, "vahibe": 0}, RULE)

    table = protect({"kaweni": 4, "cavani": 4, "vahibe": 4}, RULE)

    assert table == small


def test_a_count_alone_follows_the_base() -> None:
    assert [protect_total(count, RULE).count for count in (0, 1, 10, 11)] == [0, None, None, 11]


@pytest.mark.parametrize(("places", "largest"), [(2, 24), (3, 20), (4, 8)])
def test_nobody_who_knows_the_rule_can_work_out_a_small_count(places: int, largest: int) -> None:
    worlds: defaultdict[object, list[tuple[int, ...]]] = defaultdict(list)
    for world in product(range(largest + 1), repeat=places):
        table = protect({str(place): count for place, count in enumerate(world)}, RULE)
        worlds[tuple(_shown(table).values()), table.total.count].append(world)

    certain = [alike for alike in worlds.values() for counts in zip(*alike, strict=True)
               if len(set(counts)) == 1 and RULE.is_small(counts[0])]

    assert certain == []
