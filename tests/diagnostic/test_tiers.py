"""What the rule suggests of a need, and where it presses more."""

from __future__ import annotations

import pytest

from consult.diagnostic.figures import Figure
from consult.diagnostic.snapshot import Tier
from consult.diagnostic.tiers import UNKNOWN, pressing, suggest


def a_figure(expressing: int | None, base: int | None = 100, strong: int | None = None, *, group: str = "",
             need: str = "ACC-1") -> Figure:
    return Figure("c", need, "place" if group else "all", group, base, expressing, strong, 0,
                  strong is not None, False)


@pytest.mark.parametrize(("figure", "tier"), [
    (a_figure(50), Tier.A), (a_figure(49), Tier.B), (a_figure(34, strong=12), Tier.A),
    (a_figure(34, strong=11), Tier.B), (a_figure(34), Tier.B), (a_figure(20), Tier.B), (a_figure(19), Tier.C),
    (a_figure(10, strong=5), Tier.B), (a_figure(10, strong=4), Tier.C), (a_figure(0), Tier.C)])
def test_each_axis_is_looked_at_on_its_own(figure: Figure, tier: Tier) -> None:
    assert suggest([figure]).tier is tier


def test_of_several_campaigns_the_highest_counts() -> None:
    assert suggest([a_figure(10), a_figure(60), a_figure(25)]).tier is Tier.A


@pytest.mark.parametrize("figures", [[], [a_figure(None)], [a_figure(0, 0)], [a_figure(5, None)]])
def test_without_a_figure_that_may_be_shown_people_judge(figures: list[Figure]) -> None:
    assert suggest(figures) is UNKNOWN


def test_a_place_presses_from_a_quarter_more_on() -> None:
    places = [a_figure(25, group="kaweni"), a_figure(24, group="cavani"), a_figure(60, group="vahibe"),
              a_figure(None, group="mtsapere"), a_figure(90, group="ailleurs")]

    found = pressing(places, a_figure(20), {"kaweni", "cavani", "vahibe", "mtsapere"})

    assert found == ["vahibe", "kaweni"]
    assert pressing(places, a_figure(None), {"vahibe"}) == pressing(places, None, {"vahibe"}) == []
