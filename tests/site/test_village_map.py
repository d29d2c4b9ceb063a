"""Circles as large as counts are, labels that stay in the drawing, distances that are true."""

from __future__ import annotations

import pytest

from consult.site.village_map import LARGEST, SMALLEST, WITHHELD, Located, VillageMap, radius_of, village_map
from consult.territories.coordinates import positions
from consult.text import localized

VILLAGES = {"97611-kaweni": 68, "97611-mtsapere": 65, "97611-cavani": 35, "97611-passamainty": 34,
            "97611-mamoudzou-centre": 28, "97611-tsoundzou-2": 12, "97611-tsoundzou-1": 10,
            "97611-vahibe": None}


def located(code: str, count: int | None) -> Located:
    position = positions()[code]
    return Located(localized(code.removeprefix("97611-")), count, position.latitude, position.longitude)


def drawn(counts: dict[str, int | None]) -> VillageMap:
    found = village_map([located(code, count) for code, count in counts.items()])
    assert found is not None
    return found


def test_four_times_as_many_families_make_a_circle_twice_as_wide() -> None:
    assert radius_of(100, 100) == LARGEST
    assert radius_of(25, 100) == LARGEST / 2


def test_a_circle_that_is_withheld_tells_nothing_of_its_count() -> None:
    assert radius_of(None, 100) == radius_of(None, 5) == WITHHELD
    assert radius_of(0, 100) == SMALLEST


def test_north_is_on_top_and_east_on_the_right() -> None:
    points = {str(point.label): point for point in drawn(VILLAGES).points}

    assert points["kaweni"].y < points["mtsapere"].y < points["tsoundzou-2"].y
    assert points["vahibe"].x < points["passamainty"].x < points["mamoudzou-centre"].x


def test_the_largest_circle_is_drawn_first_so_that_it_hides_none() -> None:
    points = drawn(VILLAGES).points

    assert str(points[0].label) == "kaweni"
    assert str(points[-1].label) == "vahibe"
    assert points[-1].is_withheld
    assert drawn(VILLAGES).has_withheld
    assert not drawn({**VILLAGES, "97611-vahibe": 10}).has_withheld


def test_every_label_stays_in_the_drawing_and_none_lies_on_another() -> None:
    found = drawn(VILLAGES)
    boxes = [point.name.box for point in found.points]

    assert all(box.left >= 0 and box.right <= found.width for box in boxes)
    assert all(box.top >= 0 and box.bottom <= found.height for box in boxes)
    assert not any(box.meets(other) for box in boxes for other in boxes if box is not other)


def test_the_scale_is_as_long_as_the_kilometres_it_names() -> None:
    # Two places one after the other on the same meridian, a tenth of a degree apart: 11.12 km.
    found = village_map([Located(localized(name), 5, latitude, 45.2)
                         for name, latitude in (("nord", -12.7), ("sud", -12.8))])

    assert found is not None
    apart = abs(found.points[0].y - found.points[1].y)
    assert found.bar / found.bar_km == pytest.approx(apart / 11.12, rel=0.01)


@pytest.mark.parametrize("counts", [{}, {"97611-kaweni": 68}, {"97611": 70, "97611-mamoudzou-centre": 68}])
def test_one_point_is_no_map(counts: dict[str, int | None]) -> None:
    assert village_map([located(code, count) for code, count in counts.items()]) is None
