"""A clock that jumps erases nobody: what is kept until a day waits for a clock that can be believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from consult.operations.steadiness import Steadiness

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR, DAY = 3600.0, 24 * 3600.0


def asked(*rounds: tuple[float, float]) -> list[bool]:
    """What is said at each round: seconds of the time of day, seconds that really passed."""
    steadiness = Steadiness()
    return [steadiness.is_steady(NOW + timedelta(seconds=shown), 1000 + passed) for shown, passed in rounds]


def test_time_that_goes_on_is_believed() -> None:
    assert asked((0, 0), (20, 20), (30 * DAY, 30 * DAY), (30 * DAY + 500, 30 * DAY + 20)) == [True] * 4


@pytest.mark.parametrize("jump", [400 * DAY, -400 * DAY, 2 * HOUR])
def test_after_a_jump_nothing_is_believed_for_a_day(jump: float) -> None:
    said = asked((0, 0), (20 + jump, 20), (jump + DAY, DAY), (jump + DAY + 21, DAY + 21))

    assert said == [True, False, False, True]


def test_a_clock_put_right_is_watched_for_a_day_from_then() -> None:
    said = asked((0, 0), (20 + 400 * DAY, 20), (HOUR, HOUR), (DAY + 21, DAY + 21), (DAY + HOUR, DAY + HOUR))

    assert said == [True, False, False, False, True]
