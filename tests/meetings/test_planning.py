"""A meeting is planned, changed, cancelled; families who signed up are to be told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from consult.campaigns.service import find_campaign
from consult.db import db, writing
from consult.meetings import service
from consult.meetings.models import Meeting
from consult.meetings.service import FewerSeatsThanTaken, Plan, TooFar
from consult.meetings.stages import Situation, WrongStage, situation
from consult.meetings.states import MeetingStage, SignUpState
from consult.text import localized
from tests.factories import a_campaign, a_meeting, a_territory
from tests.meetings.conftest import NOW, Hall


def a_plan(meeting: Meeting | None = None, **changes: Any) -> Plan:
    """What the form would say of a meeting, with changes."""
    meeting = meeting or a_meeting(None)  # type: ignore[arg-type]
    names = ("title", "territory_code", "venue", "starts_at", "ends_at", "seats")
    return Plan(**{**{name: getattr(meeting, name) for name in names}, **changes})


def edit(hall: Hall, **changes: Any) -> int:
    with hall.app.app_context(), writing():
        meeting = service.find_meeting("k7m3pt")
        told = service.edit_meeting(meeting, a_plan(meeting, **changes), at=NOW)
        db.session.commit()
    return told


def test_a_series_is_one_meeting_for_each_village(app: Flask, stored: Callable[..., None]) -> None:
    stored(a_territory(), a_campaign())
    places = ("MJC de Kawéni", "MJC de Vahibé")

    with app.app_context(), writing():
        campaign = find_campaign("petite-enfance")
        made = service.plan_series(campaign, [a_plan(venue=venue) for venue in places])
        db.session.commit()

        assert [meeting.venue for meeting in made] == list(places)
        assert len({meeting.series_id for meeting in made}) == 1
        assert len({meeting.code for meeting in made}) == 2
        assert service.public_meetings() == []


def test_another_place_prepares_a_message_for_everybody(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=2)
    codes = hall.codes(3)
    hall.do(service.cancel, codes[0])

    told = edit(hall, venue="Médiathèque de Passamaïnty")

    assert told == 2
    assert hall.told().count(("changed", "prepared")) == 2
    assert hall.meeting().sequence == 1


def test_a_second_change_takes_the_place_of_what_was_not_sent(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.codes(1)

    edit(hall, venue="Ici")
    edit(hall, venue="Là")

    assert [told for told in hall.told() if told[0] == "changed"] == [
        ("changed", "dropped"), ("changed", "prepared")]
    assert hall.meeting().sequence == 2


def test_a_correction_of_the_text_tells_nobody(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.codes(1)

    assert edit(hall, title=localized("Parlons des tout-petits")) == 0
    assert hall.meeting().sequence == 0


def test_more_seats_go_to_who_waits(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=1)
    _first, waiting = hall.codes(2)

    edit(hall, seats=2)

    assert hall.states()[waiting] is SignUpState.OFFERED


def test_the_hall_cannot_become_smaller_than_what_is_taken(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=3)
    hall.codes(2)

    with pytest.raises(FewerSeatsThanTaken):
        edit(hall, seats=1)

    assert hall.meeting().seats == 3


def test_the_database_itself_refuses_to_oversell(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=3)

    with hall.app.app_context(), writing(), pytest.raises(IntegrityError, match="never_oversold"):
        db.session.execute(update(Meeting).values(seats_taken=4))


def test_cancelling_prepares_a_message_and_ends_everything(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.codes(2)

    with hall.app.app_context(), writing():
        told = service.cancel_meeting(service.find_meeting("k7m3pt"), why=localized("Cyclone"), at=NOW)
        db.session.commit()

    assert told == 2
    assert hall.told().count(("cancelled", "prepared")) == 2
    assert (hall.meeting().stage, hall.meeting().sequence) == (MeetingStage.CANCELLED, 1)
    with pytest.raises(TooFar):
        edit(hall, venue="Ailleurs")
    with hall.app.app_context(), writing(), pytest.raises(WrongStage):
        service.open_meeting(service.find_meeting("k7m3pt"))


@pytest.mark.parametrize(("columns", "expected"), [
    ({}, Situation.COMING),
    ({"seats_taken": 10}, Situation.FULL),
    ({"stage": MeetingStage.DRAFT}, Situation.DRAFT),
    ({"stage": MeetingStage.CANCELLED, "seats_taken": 10}, Situation.CANCELLED),
    ({"stage": MeetingStage.HELD}, Situation.OVER),
    ({"starts_at": NOW - timedelta(hours=1)}, Situation.OVER)])
def test_what_a_family_is_told_first(columns: dict[str, Any], expected: Situation) -> None:
    meeting = a_meeting(None, **{"seats_taken": 0, **columns})  # type: ignore[arg-type]

    assert situation(meeting, at=NOW) is expected
