"""Two states of a diagnostic side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consult.diagnostic.comparing import Change, Obstacle, compare
from consult.diagnostic.snapshot import Snapshot, Tier
from tests.diagnostic.frozen import a_snapshot


def changes(before: Snapshot, after: Snapshot) -> dict[str, Change]:
    return {change.code: change for change in compare(before, after)}


def with_count(snapshot: Snapshot, code: str, expressing: int | None) -> Snapshot:
    campaign = snapshot.campaigns[0]
    figures = tuple(
        replace(figure, expressing=expressing) if (figure.need, figure.group) == (code, "") else figure
        for figure in campaign.figures)
    return replace(snapshot, campaigns=(replace(campaign, figures=figures),))


def test_a_share_rises_in_points() -> None:
    before = a_snapshot()
    figure = before.figure(before.campaigns[0].slug, "ACC-1")
    assert figure is not None
    assert figure.base

    change = changes(before, with_count(before, "ACC-1", (figure.expressing or 0) + 30))["ACC-1"]

    assert change.obstacle is None
    assert change.points == pytest.approx(3000 / figure.base)


def test_what_is_kept_anew_or_no_more_is_there_too() -> None:
    before = a_snapshot()
    after = replace(before, needs=tuple(
        replace(need, tier=Tier.A) for need in before.needs if need.codes[0] != "PAR-1"))

    found = changes(before, after)

    assert (found["PAR-1"].before, found["PAR-1"].after) == (Tier.C, None)
    assert (found["HOR-2"].before, found["HOR-2"].after) == (Tier.B, Tier.A)
    assert (changes(after, before)["PAR-1"].before, list(found)[-1]) == (None, "PAR-1")


@pytest.mark.parametrize(("after", "obstacle"), [
    (a_snapshot(taxonomy_hash="autre"), Obstacle.RULES),
    (a_snapshot(campaigns=()), Obstacle.NOT_ASKED),
    (a_snapshot(campaigns=(replace(a_snapshot().campaigns[0], questionnaires=()),)), Obstacle.QUESTIONS),
    (with_count(a_snapshot(), "ACC-1", None), Obstacle.WITHHELD)])
def test_what_cannot_be_compared_is_not(after: Snapshot, obstacle: Obstacle) -> None:
    change = changes(a_snapshot(), after)["ACC-1"]

    assert change.obstacle is obstacle
    assert change.points is None
