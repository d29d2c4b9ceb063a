"""What several phones note at one door becomes one list."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from consult.db import db, durably
from consult.meetings import service
from consult.meetings.arrivals import Entry, WrongEntries, merged
from consult.meetings.models import SignUp
from consult.meetings.states import MeetingStage
from tests.factories import a_meeting
from tests.meetings.conftest import Hall


def welcome(hall: Hall, *entries: Entry, meeting_id: UUID | None = None) -> int:
    with hall.app.app_context():
        return durably(lambda connection: service.welcome(connection, meeting_id or hall.meeting_id, entries))


def came(hall: Hall) -> dict[UUID, Entry]:
    with hall.app.app_context():
        return {entry.id: entry for entry in service.arrivals_of(db.session.connection(), hall.meeting_id)}


def a_row(key: UUID, **changes: Any) -> Entry:
    return Entry(**{"id": key, "is_walk_in": False, "women": 1, "men": 0, "children": 0, "noted_at": 1000,
                    **changes})


def family(hall: Hall, **party: Any) -> UUID:
    """The key of a family that signed up."""
    code = hall.sign_up(**party).code
    with hall.app.app_context():
        return db.session.scalars(select(SignUp.id).where(SignUp.code == code)).one()


def test_a_family_and_people_who_had_not_signed_up_are_kept(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    signed_up, stranger = a_row(family(hall), children=2), a_row(uuid4(), is_walk_in=True, men=3)

    changed = welcome(hall, signed_up, stranger)

    assert changed == 2
    assert came(hall) == {signed_up.id: signed_up, stranger.id: stranger}


def test_the_same_again_changes_nothing(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    row = a_row(uuid4(), is_walk_in=True)

    assert [welcome(hall, row), welcome(hall, row), welcome(hall, row, row)] == [1, 0, 0]
    assert came(hall) == {row.id: row}


def test_the_later_version_stays_whichever_comes_first(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    key = family(hall)
    early, late = a_row(key, women=1), a_row(key, women=2, noted_at=2000)

    assert [welcome(hall, late), welcome(hall, early)] == [1, 0]
    assert came(hall)[key] == late


def test_a_family_that_gave_its_seats_back_may_come_all_the_same(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    key, code = family(hall), next(iter(hall.states()))
    hall.do(service.cancel, code)

    welcome(hall, a_row(key))

    with hall.app.app_context():
        assert [guest.id for guest in service.families_at_the_door(hall.meeting_id)] == [key]


@pytest.mark.parametrize("is_walk_in", [True, False])
def test_a_key_of_another_meeting_is_refused_and_nothing_is_kept(
        open_hall: Callable[..., Hall], stored: Callable[..., None], is_walk_in: bool) -> None:
    hall, elsewhere = open_hall(), uuid4()
    key, other_row = family(hall), a_row(uuid4(), is_walk_in=True)
    stored(a_meeting(hall.campaign_id, id=elsewhere, code="other1"))
    welcome(hall, other_row)
    known = came(hall)

    for foreign in (a_row(key, is_walk_in=is_walk_in), a_row(other_row.id, is_walk_in=is_walk_in, men=9,
                                                             noted_at=9999)):
        with pytest.raises(WrongEntries):
            welcome(hall, a_row(uuid4(), is_walk_in=True), foreign, meeting_id=elsewhere)

    assert came(hall) == known
    with hall.app.app_context():
        assert service.arrivals_of(db.session.connection(), elsewhere) == []


def test_a_family_is_no_stranger_and_a_stranger_no_family(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    key = family(hall)

    for wrong in (a_row(key, is_walk_in=True), a_row(uuid4())):
        with pytest.raises(WrongEntries):
            welcome(hall, wrong)
    assert came(hall) == {}


def test_families_stand_in_the_order_of_their_names(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    for name in ("Zaïnaba", "émilie", "Amina", "Fatima"):
        hall.sign_up(name=name)
    hall.sign_up(name="Trop", adults=9)

    with hall.app.app_context():
        names = [guest.name for guest in service.families_at_the_door(hall.meeting_id)]
    assert names == ["Amina", "émilie", "Fatima", "Zaïnaba"]


def test_many_phones_at_once_end_where_one_would(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=50)
    rng = random.Random(7)
    keys = [*((family(hall), False) for _ in range(6)), *((uuid4(), True) for _ in range(6))]
    noted = [a_row(key, is_walk_in=is_walk_in, women=rng.randint(0, 9), noted_at=rng.randint(1, 50))
             for key, is_walk_in in (rng.choice(keys) for _ in range(200))]
    batches: Iterable[list[Entry]] = [rng.sample(noted, 30) for _ in range(24)] + [noted[:100], noted[100:]]

    with ThreadPoolExecutor(8) as phones:
        list(phones.map(lambda batch: welcome(hall, *batch), batches))

    assert came(hall) == merged(noted)


def test_the_next_meeting_stands_before_those_that_were(
        open_hall: Callable[..., Hall], stored: Callable[..., None]) -> None:
    hall = open_hall(stage=MeetingStage.HELD)
    day = datetime(2026, 6, 20, 13, tzinfo=UTC)
    for code, days in (("older1", -20), ("later1", -2), ("tonight", 0), ("forgot", -40), ("toofar", 9)):
        begins = day + timedelta(days=days)
        stored(a_meeting(hall.campaign_id, code=code, starts_at=begins, ends_at=begins + timedelta(hours=2)))

    with hall.app.app_context():
        codes = [meeting.code for meeting in service.welcoming_meetings(on=day.date())]

    assert codes == ["tonight", "later1", "older1"]
