"""Indicators: what is known of each, side by side; rates worked out only where both figures are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask import Flask

from consult.db import db, writing
from consult.errors import NotFound
from consult.territories import service
from consult.territories.gazetteer import Gazetteer
from consult.territories.indicator_cells import cells_of_value, value_faults, value_of
from consult.territories.indicators import (
    Value,
    figures_of_values,
    indicators,
    once,
    portrait,
    values_of_figures,
    values_of_offers,
    values_of_places,
)
from consult.territories.reference import places
from consult.territories.supply import DATA, Source, known_figures, offers

BY_CODE = {indicator.code: indicator for indicator in indicators()}
GAZETTEER = Gazetteer.of(places())
ALONE = BY_CODE["DEMO-4"]
CELLS = {"territory_code": "97611", "value": "", "numerator": "", "denominator": "", "year": "2026",
         "nature": "recensement", "source_title": "Insee, 2026", "source_url": "", "note": ""}


def a_value(code: str = "DEMO-1", place: str = "97611", year: str = "2025", value: float | None = 5000,
            title: str = "Insee", **figures: float) -> Value:
    return Value(code, place, figures.get("numerator"), figures.get("denominator"), value, "personnes", "",
                 Source(title, "", year))


def faults(**cells: str) -> dict[str, str]:
    return {fault.column: str(fault) for fault in value_faults({**CELLS, **cells}, GAZETTEER)}


def test_the_indicators_of_the_diagnostic_are_shipped_in_their_order() -> None:
    assert [indicator.code for indicator in indicators()][:4] == ["DEMO-0", "DEMO-1", "DEMO-2", "DEMO-3"]
    assert len(BY_CODE) == len(indicators()) == 24
    assert (ALONE.is_rate, BY_CODE["OFF-3"].is_rate, BY_CODE["DEMO-3"].is_rate) == (True, True, False)
    assert (BY_CODE["DEM-5"].is_counted_here, BY_CODE["SOC-2"].is_counted_here) == (True, False)


def test_census_figures_that_are_exactly_an_indicator_are_its_values() -> None:
    found = list(values_of_figures(known_figures()))

    assert {value.indicator for value in found} == {"DEMO-0", "DEMO-3", "DEMO-4", "DEMO-5"}
    births = {value.source.year: value.figure for value in found if value.indicator == "DEMO-3"}
    assert births["2024"] == 8910
    # Births of 2023 in Mamoudzou come without saying whose home is meant: they are not this indicator.
    assert {value.territory_code for value in found if value.indicator == "DEMO-3"} == {"976"}
    assert all(value.source.title and value.source.year for value in found)


def test_what_nobody_found_is_no_value() -> None:
    assert not [value for value in values_of_figures(known_figures()) if value.figure is None]
    assert not [value for value in values_of_places(places()) if value.territory_code == "97611-vahibe"]


def test_every_figure_that_is_matched_with_an_indicator_exists() -> None:
    census = {(figure.indicator, figure.group) for figure in known_figures()}
    lines = (DATA / "indicator-figures.csv").read_text(encoding="utf-8").splitlines()[1:]

    for line in lines:
        table, figure, group, indicator = line.split(",")
        assert indicator in BY_CODE
        assert (figure, group) in census if table == "census" else figure in {each.name for each in offers()}


def test_places_of_the_supply_stand_in_the_portrait_with_their_sources() -> None:
    found = list(values_of_offers(offers()))

    assert {(value.indicator, value.figure) for value in found} == {
        ("OFF-1", 262.0), ("OFF-1", 285.0), ("OFF-1", 300.0)}
    assert len({value.source.title for value in found}) == 3


@pytest.mark.parametrize(("value", "expected"), [
    (a_value(value=None, numerator=142, denominator=500), 28.4),
    (a_value(value=28), 28), (a_value(value=28, denominator=500), 28),
    (a_value(value=None, numerator=142), None), (a_value(value=None, denominator=500), None),
    (a_value(value=None, numerator=0, denominator=500), 0)])
def test_a_rate_is_worked_out_of_both_figures_and_never_otherwise(
        value: Value, expected: float | None) -> None:
    assert value.figure == (None if expected is None else pytest.approx(expected))


def test_sources_that_disagree_stand_side_by_side_the_most_recent_first() -> None:
    known = [a_value(year="2017", value=4000), a_value(year="2025", title="CSSM", value=6000),
             a_value(year="2025", title="Insee", value=5500), a_value(place="976", year="2026")]

    [shown] = portrait([BY_CODE["DEMO-1"]], known, ["97611", "976"])

    assert [(value.territory_code, value.source.year, value.figure) for value in shown.values] == [
        ("97611", "2025", 6000), ("97611", "2025", 5500), ("97611", "2017", 4000), ("976", "2026", 5000)]
    assert shown.is_known_here


def test_what_is_unknown_stays_unknown() -> None:
    shown = {known.indicator.code: known for known in portrait(
        indicators(), [a_value(place="976"), a_value("DEMO-4", value=None, numerator=3)], ["97611", "976"])}

    assert shown["DEMO-2"].values == ()
    assert [shown[code].is_known_here for code in ("DEMO-1", "DEMO-2", "DEMO-4")] == [False] * 3
    assert len(shown["DEMO-4"].values) == 1


def test_values_elsewhere_are_not_shown() -> None:
    [shown] = portrait([BY_CODE["DEMO-1"]], [a_value(place="97610")], ["97611"])

    assert shown.values == ()


def test_the_same_thing_is_said_once() -> None:
    assert once([a_value(), a_value(), a_value(value=1)]) == [a_value(), a_value(value=1)]


def test_children_are_found_by_the_name_that_needs_look_for() -> None:
    [figure] = figures_of_values([a_value(), a_value("SOC-1"), a_value("DEMO-2", value=None)])

    assert (figure.indicator, figure.group, figure.value) == ("Enfants", "0-2 ans", 5000)


def test_a_value_is_typed_as_a_share_or_as_its_two_figures() -> None:
    assert faults(value="28,4") == faults(numerator="142", denominator="500") == {}
    assert value_of({**CELLS, "numerator": "142", "denominator": "500"}, ALONE).figure == pytest.approx(28.4)
    assert cells_of_value(value_of({**CELLS, "value": "28,4"}, ALONE)) == {**CELLS, "value": "28,4"}


@pytest.mark.parametrize(("cells", "column", "words"), [
    ({}, "value", "Écrivez un nombre"), ({"value": "x"}, "value", "n’est pas un nombre"),
    ({"value": "1", "numerator": "1", "denominator": "4"}, "value", "Laissez cette case vide"),
    ({"numerator": "1", "denominator": "0"}, "denominator", "diviser par zéro"),
    ({"value": "1", "year": ""}, "year", "Écrivez l’année"),
    ({"value": "1", "year": "hier"}, "year", "n’est pas une année"),
    ({"value": "1", "source_title": ""}, "source_title", "Écrivez d’où vient"),
    ({"value": "1", "source_url": "ftp://x"}, "source_url", "n’est pas une adresse"),
    ({"value": "1", "territory_code": "nulle-part"}, "territory_code", "Choisissez un lieu")])
def test_what_is_wrong_with_a_value_is_said_at_its_cell(
        cells: dict[str, str], column: str, words: str) -> None:
    found = faults(**cells)

    assert list(found) == [column]
    assert words in found[column]


class TestKeeping:
    """Values in the database, the coordinator's own."""

    @pytest.fixture
    def territory(self, app: Flask) -> Iterator[None]:
        with app.app_context(), writing():
            service.load_reference()
            db.session.commit()
            yield

    def test_what_the_release_knows_is_taken_in_once_and_does_not_come_back(self, territory: None) -> None:
        first = service.known_values()
        for value in first:
            assert value.key
            service.remove_value(value.key)
        service.load_reference()
        db.session.commit()

        populations = {value.source.year: value.figure for value in first
                       if (value.indicator, value.territory_code) == ("DEMO-0", "97611")}
        assert populations == {"2012": 57281, "2017": 71437}
        assert service.known_values() == []

    def test_a_value_is_kept_written_again_and_removed(self, territory: None) -> None:
        key, before = uuid4(), service.known_values()
        value = value_of({**CELLS, "value": "28,4"}, ALONE)

        service.keep_value(key, value)
        service.keep_value(key, replace(value, value=29.0))
        db.session.commit()

        assert service.find_value(key) == replace(value, value=29.0, key=key)
        assert service.remove_value(key).figure == 29
        assert service.known_values() == before

    def test_what_the_supply_says_stands_beside_what_is_kept(self, territory: None) -> None:
        found = {(value.indicator, value.figure) for value in service.values_in(["976"])}

        assert {("OFF-1", 300.0), ("DEMO-3", 8910.0)} <= found
        assert service.values_in([]) == []

    def test_what_is_gone_is_not_found(self, territory: None) -> None:
        with pytest.raises(NotFound):
            service.find_value(UUID(int=0))

    def test_the_places_around_one_are_itself_those_above_and_those_inside(self, territory: None) -> None:
        found = [place.code for place in service.around("97611")]

        assert found[:3] == ["97611", "200060457", "976"]
        assert "97611-kaweni" in found
        assert "97611-doujani" not in found
        with pytest.raises(NotFound):
            service.around("nulle-part")
