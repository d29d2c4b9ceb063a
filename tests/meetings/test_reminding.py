from datetime import UTC, datetime, timedelta

import pytest

from consult.meetings.reminding import reminder_due
from consult.meetings.states import MessageKind

STARTS = datetime(2099, 6, 3, 13, tzinfo=UTC)
"""Wednesday 3 June at 16:00 in Mayotte, three hours ahead of UTC."""
REMINDER, TODAY = MessageKind.REMINDER, MessageKind.REMINDER_TODAY


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2099, 6, day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


@pytest.mark.parametrize(("at", "kind"), [
    (local(1, 8, 59), None), (local(1, 9), REMINDER), (local(1, 19, 59), REMINDER), (local(1, 20), None),
    (local(2, 3), None), (local(2, 7), REMINDER), (local(2, 23, 59), None), (local(3, 6, 59), None),
    (local(3, 7), TODAY), (local(3, 15), TODAY), (local(3, 15, 1), None), (local(3, 17), None),
    (local(4, 9), None)])
def test_the_hours_at_which_families_are_reminded(at: datetime, kind: MessageKind | None) -> None:
    reminder = reminder_due(starts_at=STARTS, at=at)

    assert (reminder.kind if reminder else None) is kind


def test_who_was_confirmed_since_the_moment_is_told_apart() -> None:
    before = reminder_due(starts_at=STARTS, at=local(2, 8))
    morning = reminder_due(starts_at=STARTS, at=local(3, 9))

    assert before is not None
    assert morning is not None
    assert (before.since, morning.since) == (local(1, 9), local(3, 7))
    assert before.occasion == morning.occasion == "20990603"


def test_a_meeting_late_in_the_evening_is_on_the_families_day() -> None:
    reminder = reminder_due(starts_at=datetime(2099, 6, 2, 22, tzinfo=UTC), at=local(1, 12))

    assert reminder is not None
    assert reminder.occasion == "20990603"
