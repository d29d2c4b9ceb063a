"""What the page of weights computes, without a database."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest

from consult.desk.charts import HEIGHT, LEFT, WIDTH, bars
from consult.desk.weights.gaps import Line, Table, protected, sorted_as
from consult.desk.weights.known import known_places, source_of
from consult.desk.weights.page import histogram, step_labels
from consult.desk.weights.words import in_percent, in_points, in_times
from consult.needs.weighting import Margin, rake
from consult.needs.weights import Lacking
from consult.surveys.questions import Choice, Kind, Question
from consult.territories.models import Territory
from consult.territories.reference import Place
from consult.text import localized


def a_table(**counts: int) -> Table:
    """A margin; names of groups are written with `_`, and the population has as many of each."""
    total, share = sum(counts.values()), 1 / len(counts)
    lines = [Line(key.replace("_", "|"), key, count, count / total, 10, share)
             for key, count in counts.items()]
    return Table("village", "Votre village ?", "Insee", 10 * len(counts), tuple(lines), Lacking(1, 2, 3))


def test_shares_and_gaps_have_one_decimal_and_weights_two() -> None:
    assert [in_percent(share) for share in (0.1264, 0.0, 1.0)] == [
        "12,6\u00a0%", "0,0\u00a0%", "100,0\u00a0%"]
    assert [in_points(4.23), in_points(-0.86), in_points(-0.01), in_points(0)] == [
        "+4,2", "\u22120,9", "0,0", "0,0"]
    assert [in_times(0.416), in_times(12), in_times(2.5)] == ["0,42", "12", "2,5"]


def test_every_response_stands_once_in_the_histogram() -> None:
    # Weights 1, 2, 3 and 24 around a mean of 4.2: a quarter of it, a half, seven tenths, and near six times.
    counts = np.repeat([0, 1, 2, 3], [3, 3, 3, 1])
    raked = rake([Margin("m", {"a": 3.0, "b": 6.0, "c": 9.0, "d": 24.0}, counts)])

    found = histogram(raked)

    assert {bar.label: bar.count for bar in found.bars if bar.count} == {
        "0,2 à 0,5": 6, "0,5 à 0,8": 3, "plus de 5": 1}
    assert [bar.label for bar in found.bars] == step_labels()


@pytest.mark.parametrize("counts", [{}, {"a": 0}, {"a": 1}, {str(n): n * n for n in range(8)}])
def test_bars_stay_inside_their_frame(counts: dict[str, int]) -> None:
    found = bars(counts)

    assert [bar.count for bar in found.bars] == list(counts.values())
    assert all(bar.x >= LEFT and bar.x + bar.width <= WIDTH for bar in found.bars)
    assert all(bar.y >= 0 and bar.y + bar.height <= HEIGHT for bar in found.bars)


def test_readers_get_no_more_than_they_read_elsewhere() -> None:
    table = a_table(a=30, b_c=20, d=10)

    shown = protected(table, {"a": 30, "b": None, "c": 17, "d": 10})

    assert [(line.count, line.sample) for line in shown.lines] == [(30, None), (None, None), (10, None)]
    assert not shown.lacking
    assert all(line.sample is None for line in protected(table, {}).lines)


def test_readers_get_shares_where_they_follow_from_what_they_read() -> None:
    shown = protected(a_table(a=30, b_c=20), {"a": 30, "b": 5, "c": 15})

    assert [(line.count, line.sample) for line in shown.lines] == [(30, 0.6), (20, 0.4)]


@pytest.mark.parametrize(("asked", "expected"), [
    ("", "abc"), ("village.nom", "abc"), ("village.-nom", "cba"), ("village.-nombre", "cab"),
    ("village.ecart", "bac"), ("village.-echantillon", "cab"), ("adultes.nom", "abc"), ("village.x", "abc")])
def test_a_margin_is_sorted_by_its_address(asked: str, expected: str) -> None:
    table = sorted_as(a_table(a=5, b=1, c=9), asked)

    assert "".join(line.label for line in table.lines) == expected


def test_the_place_of_a_withheld_count_does_not_tell_it() -> None:
    table = protected(a_table(a=3, b=1, c=9), {"c": 9})

    assert [line.label for line in sorted_as(table, "village.-nombre").lines] == ["c", "a", "b"]


VILLAGE = Question("village", Kind.ONE, choices=tuple(
    Choice(name, localized(name.capitalize())) for name in ("kaweni", "vahibe", "ailleurs", "97611")))
PLACES = {place.code: Territory(**asdict(place)) for place in (
    Place("kaweni", "Kawéni", "village", population=14944, population_year=2018,
          population_basis="périmètre du quartier prioritaire", source_title="Wikipédia, Kawéni"),
    Place("vahibe", "Vahibé", "village", source_title="Wikipédia, Mamoudzou"),
    Place("97611", "Mamoudzou", "commune", population=71437))}


def test_published_populations_are_those_of_the_places_of_the_question() -> None:
    found = known_places(VILLAGE, PLACES)

    assert [(place.choice, place.number, place.year) for place in found] == [
        ("kaweni", 14944, 2018), ("vahibe", None, None)]


def test_the_source_says_what_is_wrong_with_published_populations() -> None:
    said = source_of(known_places(VILLAGE, PLACES))

    assert said.replace("\u00a0", " ") == (
        "Habitants, et non familles ; années et périmètres différents. Wikipédia, Kawéni, 2018 (Kaweni)")


def test_where_no_population_is_published_none_is_offered() -> None:
    assert known_places(VILLAGE, {"vahibe": PLACES["vahibe"]}) == []
    assert known_places(VILLAGE, {}) == []
