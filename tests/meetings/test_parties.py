from datetime import UTC, datetime, timedelta

import pytest

from consult.meetings.parties import Room, offer_deadline
from tests.factories import a_party

NOW = datetime(2099, 5, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(("people", "room"), [
    ({"adults": 1}, Room(1)),
    ({"adults": 2, "under_3": 1, "from_6": 2}, Room(5)),
    ({"adults": 2, "under_3": 1, "from_3_to_5": 1, "wants_childminding": True}, Room(2, 2))])
def test_the_room_a_family_needs(people: dict[str, int], room: Room) -> None:
    assert a_party(**people).room == room


@pytest.mark.parametrize(("ahead", "time_to_answer"), [
    (timedelta(days=14), timedelta(hours=24)),
    (timedelta(days=2), timedelta(hours=12)),
    (timedelta(hours=3), timedelta(hours=1)),
    (timedelta(minutes=30), timedelta(minutes=30))])
def test_a_family_has_less_time_when_the_meeting_is_near(ahead: timedelta, time_to_answer: timedelta) -> None:
    assert offer_deadline(now=NOW, starts_at=NOW + ahead) - NOW == time_to_answer
