from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from consult.meetings import arrivals
from consult.meetings.arrivals import (
    DoorClosed,
    DoorNotOpen,
    DoorOver,
    Entry,
    Tally,
    TooManyEntries,
    WrongClock,
    WrongEntries,
    WrongNumber,
    fingerprint,
    merged,
    milliseconds,
    read_entries,
    stamp,
    tally,
)
from consult.meetings.states import MeetingStage
from tests.factories import a_meeting

NOW = datetime(2026, 6, 3, 13, tzinfo=UTC)
KEY = UUID("3f6994a4-625f-4e8a-bcaf-b31a8582c703")
SENT = {"id": str(KEY), "women": 1, "men": 0, "children": 2, "is_walk_in": False,
        "noted_at": milliseconds(NOW)}


def an_entry(**changes: Any) -> Entry:
    return Entry(**{**SENT, "id": KEY, **changes})


def sent(**changes: Any) -> dict[str, Any]:
    return {"entries": [{**SENT, **changes}]}


def test_the_later_version_of_a_row_stays() -> None:
    early, late = an_entry(women=1), an_entry(women=3, noted_at=SENT["noted_at"] + 1)

    assert merged([late], [early]) == merged([early], [late]) == {KEY: late}


def test_the_order_and_the_number_of_merges_change_nothing() -> None:
    rng = random.Random(3)
    keys = [uuid4() for _ in range(5)]
    noted = [an_entry(id=rng.choice(keys), women=rng.randint(0, 3), men=rng.randint(0, 3),
                      noted_at=rng.randint(0, 4)) for _ in range(60)]
    whole = merged(noted)

    for _round in range(20):
        rng.shuffle(noted)
        phones = [noted[:20], noted[20:40], noted[40:]]
        in_turn: dict[UUID, Entry] = {}
        for phone in [*phones, *phones]:
            in_turn = merged(in_turn.values(), phone)
        assert in_turn == whole


def test_a_correction_is_later_than_what_it_replaces_even_from_a_clock_behind() -> None:
    before = an_entry(noted_at=milliseconds(NOW + timedelta(hours=3)))

    assert an_entry(women=0, noted_at=stamp(at=NOW, after=before)).is_later_than(before)


def test_those_who_came_are_counted_once() -> None:
    rows = [an_entry(), an_entry(id=uuid4(), is_walk_in=True, women=4, men=1, children=0),
            an_entry(id=uuid4(), women=0, children=0)]

    found = tally(rows)

    assert found == Tally(families=1, women=5, men=1, children=2, walk_ins=5)
    assert found.people == 8


def test_two_phones_that_know_the_same_have_the_same_fingerprint() -> None:
    rows = [an_entry(), an_entry(id=uuid4(), men=2)]

    assert fingerprint(rows) == fingerprint(reversed(rows))
    assert fingerprint(rows) != fingerprint(rows[:1])


def test_what_a_phone_sends_is_read() -> None:
    assert read_entries(sent(), at=NOW) == [an_entry()]
    assert read_entries({"entries": []}, at=NOW) == []


@pytest.mark.parametrize("document", [
    None, [], "entries", {}, {"entries": None}, {"entries": {}}, {"entries": [None]}, {"entries": [[]]},
    sent(id=None), sent(id=3), sent(id="amina"), sent(id="\ud800"), sent(is_walk_in=None), sent(is_walk_in=1),
    sent(noted_at=None), sent(noted_at="hier"), sent(noted_at=-1), sent(noted_at=1.5), sent(noted_at=True)])
def test_what_is_no_row_is_refused(document: object) -> None:
    with pytest.raises(WrongEntries):
        read_entries(document, at=NOW)


@pytest.mark.parametrize("number", [-1, 61, 10**30, 1.5, "2", True, None, float("nan"), [], {}])
@pytest.mark.parametrize("kind", arrivals.KINDS)
def test_what_is_no_number_of_people_is_refused(kind: str, number: object) -> None:
    with pytest.raises(WrongNumber):
        read_entries(sent(**{kind: number}), at=NOW)


def test_a_list_without_end_is_refused() -> None:
    with pytest.raises(TooManyEntries):
        read_entries({"entries": [SENT] * 2001}, at=NOW)


def test_a_clock_two_days_ahead_is_refused_and_says_so() -> None:
    with pytest.raises(WrongClock):
        read_entries(sent(noted_at=milliseconds(NOW + timedelta(days=2))), at=NOW)


@pytest.mark.parametrize("stage", [MeetingStage.OPEN, MeetingStage.HELD])
@pytest.mark.parametrize(("days", "refusal"), [
    (-2, DoorNotOpen), (-1, None), (0, None), (30, None), (31, DoorOver)])
def test_the_door_is_open_from_the_day_before_until_a_month_after(
        stage: MeetingStage, days: int, refusal: type[DoorClosed] | None) -> None:
    # 23:30 in Mayotte is another day than in UTC.
    starts_at = datetime(2026, 6, 3, 20, 30, tzinfo=UTC)
    meeting = a_meeting(uuid4(), stage=stage, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    day = datetime(2026, 6, 3, tzinfo=UTC).date() + timedelta(days=days)

    assert arrivals.is_door_open(meeting, on=day) is (refusal is None)
    if refusal:
        with pytest.raises(refusal):
            arrivals.refuse_closed_door(meeting, on=day)


@pytest.mark.parametrize("stage", [MeetingStage.DRAFT, MeetingStage.CANCELLED])
def test_nobody_comes_to_a_draft_or_to_a_cancelled_meeting(stage: MeetingStage) -> None:
    meeting = a_meeting(uuid4(), stage=stage)

    assert not arrivals.is_door_open(meeting, on=meeting.starts_at.date())
