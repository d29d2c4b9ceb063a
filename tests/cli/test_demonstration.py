"""The demonstration's meetings: real halls, invented families, nobody who could be called."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict

from flask import Flask
from sqlalchemy import select

from consult import clock
from consult.app import PACKAGE
from consult.cli.demonstration import prepare_demonstration
from consult.cli.demonstration_meetings import sign_families_up
from consult.db import db, writing
from consult.meetings.models import Meeting, SignUp
from consult.meetings.states import Purpose, SignUpState
from consult.territories import service as territories
from consult.territories.reference import places

VENUES = PACKAGE / "meetings" / "data" / "venues.csv"


def prepare(app: Flask) -> list[Meeting]:
    """The demonstration's meetings, the first one on top."""
    with app.app_context(), writing():
        territories.load_territories(places())
        prepare_demonstration(answers=3)
        db.session.remove()
        return list(db.session.scalars(select(Meeting).order_by(Meeting.starts_at)))


def states_by_meeting(app: Flask) -> dict[str, Counter[SignUpState]]:
    states: defaultdict[str, Counter[SignUpState]] = defaultdict(Counter)
    with app.app_context():
        for code, state in db.session.execute(
                select(Meeting.code, SignUp.state).join(SignUp, SignUp.meeting_id == Meeting.id)):
            states[code][state] += 1
    return states


def test_its_meetings_are_in_real_halls_and_in_the_days_to_come(app: Flask) -> None:
    meetings = prepare(app)

    with VENUES.open(encoding="utf-8", newline="") as stream:
        real = {(row["territory_code"], row["venue"]) for row in csv.DictReader(stream)}
    assert len(meetings) == 3
    assert {(meeting.territory_code, meeting.venue) for meeting in meetings} <= real
    assert all(meeting.starts_at > clock.now() for meeting in meetings)
    assert {f"{meeting.starts_at.astimezone(clock.ZONE):%H:%M}" for meeting in meetings} == {"16:00"}
    assert meetings[-1].purpose is Purpose.REPORTS


def test_one_of_them_is_full_and_families_wait(app: Flask) -> None:
    meetings = prepare(app)

    states = states_by_meeting(app)

    waiting = [meeting for meeting in meetings if states[meeting.code][SignUpState.WAITING]]
    assert len(waiting) == 1
    assert waiting[0].seats_taken == waiting[0].seats
    assert all(states[meeting.code][SignUpState.CONFIRMED] for meeting in meetings)


def test_nobody_in_it_can_be_called(app: Flask) -> None:
    prepare(app)

    with app.app_context():
        assert {(row.phone, row.email) for row in db.session.execute(
            select(SignUp.phone, SignUp.email))} == {("", "")}


def test_prepared_again_it_signs_nobody_up_twice(app: Flask) -> None:
    meetings = prepare(app)
    before = states_by_meeting(app)

    with app.app_context(), writing():
        sign_families_up(meetings[0].campaign_id, seed=976)

    assert states_by_meeting(app) == before
