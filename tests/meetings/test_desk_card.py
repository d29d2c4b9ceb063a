"""The meetings of a campaign on the desk's first page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient

from consult.meetings.states import MeetingStage
from consult.staff.models import Role
from tests.factories import a_meeting
from tests.meetings.conftest import Hall
from tests.meetings.test_desk_overview import begin, text_of

Desk = Callable[[Role], FlaskClient]
Visit = Callable[..., Any]


def test_the_next_meeting_says_how_full_it_is_and_who_waits(
        open_hall: Callable[..., Hall], stored: Callable[..., None], signed_in: Desk, visit: Visit) -> None:
    hall = open_hall(seats=2)
    hall.codes(3, phone="0639000001")
    stored(a_meeting(hall.campaign_id, code="tard", starts_at=datetime(2099, 7, 1, 9, tzinfo=UTC),
                     ends_at=datetime(2099, 7, 1, 11, tzinfo=UTC)),
           a_meeting(hall.campaign_id, code="tot", stage=MeetingStage.DRAFT,
                     starts_at=datetime(2099, 1, 1, 9, tzinfo=UTC),
                     ends_at=datetime(2099, 1, 1, 11, tzinfo=UTC)))
    signed_in(Role.COORDINATOR)

    page = visit("/staff/")

    assert "/staff/reunions/k7m3pt" in page.text
    assert "mercredi 3 juin 2099, 16:00 – 2 places prises sur 2, 1 famille en attente" in text_of(page)
    assert "Prévenir des familles" not in page.text


def test_families_still_to_be_told_are_something_to_do(
        open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
    open_hall().codes(2)
    signed_in(Role.COORDINATOR)

    assert "Prévenir des familles pour une réunion (2)." in text_of(visit("/staff/"))


def test_a_reader_sees_the_next_meeting_and_not_who_waits(
        open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
    open_hall(seats=2).codes(3)
    signed_in(Role.READER)

    shown = text_of(visit("/staff/"))

    assert "2 places prises sur 2" in shown
    assert "en attente" not in shown
    assert "Prévenir" not in shown


def test_an_interviewer_is_shown_no_meeting(
        open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
    open_hall()
    signed_in(Role.INTERVIEWER)

    assert "Prochaine réunion" not in visit("/staff/").text


def test_a_meeting_that_began_is_not_the_next_one(
        open_hall: Callable[..., Hall], signed_in: Desk, visit: Visit) -> None:
    begin(open_hall())
    signed_in(Role.COORDINATOR)

    assert "Prochaine réunion" not in visit("/staff/").text
