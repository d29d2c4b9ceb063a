"""What the desk computes, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import numpy as np
import pytest

from consult.desk.breakdowns import Breakdown, Line, breakdown, sort_lines
from consult.desk.charts import HEIGHT, LEFT, WIDTH, columns_by_day
from consult.desk.coverage import Inhabitants, coverage
from consult.desk.filters import Filters, filters_of
from consult.desk.summaries import Step, by_hour, by_month, distribution, spread
from consult.errors import NotFound

DAY = date(2026, 11, 2)


def labels(table: Breakdown) -> list[str]:
    return [line.label for line in table.lines]


def a_table(**counts: int) -> Breakdown:
    return breakdown("village", counts, {"ecole": "École", "dispensaire": "Dispensaire", "foyer": "Foyer"},
                     Filters(langue="fr"), total=sum(counts.values()))


def test_filters_are_kept_in_the_address() -> None:
    filters = filters_of({"village": "kaweni ", "langue": "", "tri": "x", "choix": "garde/creche"})

    assert filters.query() == {"village": "kaweni", "choix": "garde/creche"}
    assert filters.query(village="", mode="self") == {"choix": "garde/creche", "mode": "self"}
    assert filters.choice == ("garde", "creche")


@pytest.mark.parametrize(
    "arguments", [{"jour": "hier"}, {"version": "deux"}, {"relais": "x"}, {"jour": "2026-13-01"}])
def test_an_address_nobody_can_have_clicked_is_no_page(arguments: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        filters_of(arguments)


def test_a_relay_or_none_can_be_asked_for() -> None:
    key = uuid4()

    assert filters_of({"relais": str(key)}).relay_id == key
    assert filters_of({"relais": "aucun"}).relay_id is None


def test_each_figure_leads_to_what_it_is_made_of() -> None:
    [line] = a_table(ecole=3).lines

    assert line.query == {"village": "ecole", "langue": "fr"}


def test_answers_that_fall_in_no_line_have_one_of_their_own() -> None:
    table = breakdown("village", {"a": 3}, {}, Filters(), total=5)

    assert [(line.label, line.count, line.query) for line in table.lines[1:]] == [("Non précisé", 2, None)]
    assert table.share(table.lines[0]) == pytest.approx(0.6)


@pytest.mark.parametrize(("asked", "expected"), [
    ("", ["Foyer", "École", "Dispensaire"]),
    ("village.nombre", ["Dispensaire", "École", "Foyer"]),
    ("village.nom", ["Dispensaire", "École", "Foyer"]),
    ("village.-nom", ["Foyer", "École", "Dispensaire"]),
    ("langue.nom", ["Foyer", "École", "Dispensaire"]),
    ("village.couleur", ["Foyer", "École", "Dispensaire"]),
])
def test_a_table_is_sorted_by_its_address(asked: str, expected: list[str]) -> None:
    table = sort_lines(a_table(dispensaire=1, ecole=4, foyer=9), asked, usual="-nombre")

    assert labels(table) == expected


def test_a_second_tap_sorts_the_other_way() -> None:
    table = sort_lines(a_table(ecole=4), "village.-nombre", usual="nom")

    assert table.order.next_sort("nombre") == "village.nombre"
    assert table.order.next_sort("nom") == "village.nom"


def test_the_place_of_a_withheld_count_does_not_tell_its_size() -> None:
    counts = {"a": None, "b": None, "c": None, "d": 40, "e": 12}
    lines = tuple(Line(name, name, count) for name, count in counts.items())
    table = sort_lines(Breakdown("village", lines, 60), "village.-nombre", usual="nom")

    assert [(line.label, line.count) for line in table.lines] == [
        ("d", 40), ("e", 12), ("a", None), ("b", None), ("c", None)]


def test_a_place_with_fewer_than_thirty_answers_has_few() -> None:
    places = coverage({"a": 29, "b": 30}, {"a": "A", "b": "B"}, {"a": None, "b": None})

    assert [(place.name, place.has_few) for place in places] == [("A", True), ("B", False)]


def test_a_population_stands_beside_its_year_and_an_unknown_one_stays_unknown() -> None:
    places = coverage({"a": 40, "b": 400, "hors": 2}, {}, {"a": Inhabitants(5000, 2017), "b": None})

    known = {place.code: place.inhabitants for place in places}
    assert known == {"a": Inhabitants(5000, 2017), "b": None}


def test_a_chart_shows_the_days_without_answers() -> None:
    chart = columns_by_day({DAY: 3, DAY + timedelta(days=3): 7})

    assert [column.count for column in chart.columns] == [3, 0, 0, 7]
    assert [tick.label for tick in chart.lines] == [0, 2, 4, 6, 8]
    assert not chart.is_weekly


def test_a_long_chart_counts_by_week() -> None:
    chart = columns_by_day({DAY + timedelta(days=number): 1 for number in range(140)})

    assert chart.is_weekly
    assert {column.count for column in chart.columns} == {7}
    assert len(chart.columns) == 20


@pytest.mark.parametrize("counts", [{}, {DAY: 1}, {DAY + timedelta(days=n): n * n for n in range(92)}])
def test_a_chart_stays_inside_its_frame(counts: dict[date, int]) -> None:
    chart = columns_by_day(counts)

    assert all(column.x >= LEFT and column.x + column.width <= WIDTH for column in chart.columns)
    assert all(column.y >= 0 and column.y + column.height <= HEIGHT for column in chart.columns)
    assert len(chart.days) <= 6


def test_quartiles_are_those_of_the_answers() -> None:
    found = spread(np.array([1.0, 2, 3, 4, 5]))

    assert found is not None
    assert (found.smallest, found.first_quarter, found.middle, found.third_quarter) == (1, 2, 3, 4)
    assert found.largest == 5
    assert spread(np.zeros(0)) is None


def test_few_whole_numbers_are_told_one_by_one() -> None:
    steps = distribution(np.array([0.0, 2, 2, 4]))

    assert steps == [Step(0, 0, 1), Step(1, 1, 0), Step(2, 2, 2), Step(3, 3, 0), Step(4, 4, 1)]


@pytest.mark.parametrize("values", [
    [0.5, 0.6, 0.7], [0, 100, 1000], [-40.5, 3], [1e6, 2e6 + 1], [2.5, 2.5], [0.1 * n for n in range(30)]])
def test_steps_hold_every_answer_once(values: list[float]) -> None:
    steps = distribution(np.array(values))

    assert sum(step.count for step in steps) == len(values)
    assert len(steps) <= 12
    following = zip(steps, steps[1:], strict=False)
    assert all(earlier.end == pytest.approx(later.start) for earlier, later in following)


def test_days_are_counted_by_month_and_hours_by_hour() -> None:
    days = np.array([DAY.toordinal(), DAY.toordinal() + 1, DAY.toordinal() + 40])

    assert by_month(days) == [(date(2026, 11, 1), 2), (date(2026, 12, 1), 1)]
    assert by_hour(np.array([7 * 60, 7 * 60 + 59, 9 * 60])) == [(7, 2), (8, 0), (9, 1)]
    assert by_hour(np.zeros(0, np.int64)) == []


def test_a_line_knows_no_share_of_nothing() -> None:
    table = Breakdown("village", (Line("a", "A", 0),), 0)

    assert table.share(table.lines[0]) is None
