"""What families may see of meetings, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from consult.campaigns.models import Campaign, Stage
from consult.db import db
from consult.errors import NotFound
from consult.meetings import service
from consult.meetings.page import MeetingPage
from consult.meetings.states import MeetingStage, Purpose
from consult.text import localized
from tests.factories import a_campaign, a_meeting, a_territory
from tests.meetings.conftest import NOW, Hall

DAY = timedelta(days=1)


@pytest.fixture
def plan(stored: Callable[..., None]) -> Callable[..., UUID]:
    """A campaign with meetings, each given by its code and its columns; hours from NOW as `at`."""
    def make(meetings: dict[str, dict[str, Any]], **campaign: Any) -> UUID:
        key = uuid4()
        stored(a_territory(), a_campaign(id=key, **campaign))
        for code, columns in meetings.items():
            begins = NOW + columns.pop("at", DAY)
            ends = begins + timedelta(hours=2)
            stored(a_meeting(key, code=code, starts_at=begins, ends_at=ends, **columns))
        return key
    return make


def codes(pages: list[MeetingPage]) -> list[str]:
    return [page.meeting.code for page in pages]


@pytest.mark.parametrize(("meeting", "campaign"), [
    ({"stage": MeetingStage.DRAFT}, {}), ({}, {"stage": Stage.DRAFT})])
def test_drafts_are_not_shown(
        app: Flask, plan: Callable[..., UUID], meeting: dict[str, Any], campaign: dict[str, Any]) -> None:
    plan({"brouillon": meeting}, **campaign)

    with app.app_context():
        shown = service.agenda(at=NOW)
        assert (shown.coming, service.public_meetings(), service.open_meetings(at=NOW)) == ([], [], [])
        with pytest.raises(NotFound):
            service.find_public_meeting("brouillon")


def test_the_next_meeting_comes_first_and_the_last_minutes(app: Flask, plan: Callable[..., UUID]) -> None:
    read = {"stage": MeetingStage.HELD, "minutes": localized("Dit."), "minutes_on": date(2099, 5, 1)}
    plan({"loin": {"at": 9 * DAY}, "demain": {}, "commencee": {"at": -timedelta(hours=1)},
          "annulee": {"at": 2 * DAY, "stage": MeetingStage.CANCELLED}, "passee": {"at": -DAY},
          "ancienne": {"at": -20 * DAY, **read}, "recente": {"at": -10 * DAY, **read}})

    with app.app_context():
        agenda = service.agenda(at=NOW)

        assert codes(agenda.coming) == ["commencee", "demain", "annulee", "loin"]
        assert codes(agenda.reported) == ["recente", "ancienne"]
        assert codes(service.open_meetings(at=NOW)) == ["demain", "loin"]
        assert codes(service.open_meetings(at=NOW, limit=1)) == ["demain"]


def test_other_meetings_are_of_the_same_campaign_and_have_room(
        app: Flask, plan: Callable[..., UUID], stored: Callable[..., None]) -> None:
    plan({"ici": {}, "plein": {"seats": 2, "seats_taken": 2}, "libre": {"at": 3 * DAY},
          "passee": {"at": -DAY}})
    other = uuid4()
    stored(a_campaign(id=other, slug="autre"))
    stored(a_meeting(other, code="ailleurs"))

    with app.app_context():
        assert codes(service.other_meetings(service.find_meeting("ici"), at=NOW)) == ["libre"]


def test_the_rank_of_a_family_is_its_place_among_those_who_wait(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(seats=1)
    hall.codes(1)
    first, second, third = hall.codes(3)
    hall.do(service.cancel, second)

    with hall.app.app_context():
        connection = db.session.connection()
        waiting = [service.find_sign_up(connection, code) for code in (first, third)]
        ranks = [service.rank_of(connection, sign_up) for sign_up in waiting]

    assert ranks == [1, 2]


REPORTS = {"purpose": Purpose.REPORTS}


@pytest.mark.parametrize(("meetings", "campaign", "day"), [
    ({"une": {}}, {"contacts_forgotten_on": date(2099, 12, 24)}, date(2099, 12, 24)),
    ({"une": {"at": 5 * DAY, **REPORTS}, "apres": {"at": 90 * DAY}}, {}, date(2099, 6, 24)),
    ({"une": {"at": 5 * DAY, **REPORTS}, "deux": {"at": 6 * DAY, **REPORTS}}, {}, date(2099, 6, 25)),
    ({"une": {"at": 5 * DAY}, "deux": {"at": 6 * DAY}}, {}, date(2099, 6, 25)),
    ({"une": {}, "nulle": {"at": 90 * DAY, "stage": MeetingStage.CANCELLED, **REPORTS}}, {},
     date(2099, 6, 20)),
    ({"nulle": {"stage": MeetingStage.CANCELLED}}, {}, None), ({}, {}, None),
    ({"tard": {"at": timedelta(hours=11)}}, {}, date(2099, 6, 20))])
def test_the_day_on_which_names_are_erased(
        app: Flask, plan: Callable[..., UUID], meetings: dict[str, Any], campaign: dict[str, Any],
        day: date | None) -> None:
    key = plan({code: dict(columns) for code, columns in meetings.items()}, **campaign)

    with app.app_context():
        assert datetime(2099, 5, 20, 9, tzinfo=UTC) == NOW
        assert service.forgotten_on(db.session.get_one(Campaign, key)) == day
