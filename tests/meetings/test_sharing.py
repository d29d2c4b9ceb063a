"""What leaves the site with a meeting, fetched as a phone fetches it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from consult import clock
from consult.db import db, writing
from consult.i18n import LANGUAGES
from consult.meetings import service
from consult.meetings.models import Meeting
from consult.meetings.service import Plan
from consult.meetings.states import MeetingStage
from consult.meetings.views.sharing import CARDS_PER_MINUTE
from consult.text import localized
from tests.meetings.conftest import Hall
from tests.meetings.families import PAGE, change_meeting

Open = Callable[..., Hall]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_calendar_file_is_one_a_phone_opens(open_hall: Open, client: FlaskClient, tag: str) -> None:
    hall = open_hall(title=localized("Parlons", swb="Rilagu"))
    hall.app.config["PUBLIC_URL"] = "https://avis.exemple.yt"

    answer = client.get(f"/{tag}/reunions/k7m3pt.ics")

    assert answer.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer.headers["Content-Disposition"] == "attachment; filename=reunion-k7m3pt.ics"
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["UID"] == f"{hall.meeting_id}@avis.exemple.yt"
    assert event["SUMMARY"] == {"fr": "Parlons", "swb": "Rilagu"}[tag]
    assert event["URL"] == f"https://avis.exemple.yt/{tag}/reunions/k7m3pt"


def _read(client: FlaskClient) -> tuple[str, int, str]:
    """UID, SEQUENCE and METHOD of the file as it is now."""
    calendar = Calendar.from_ical(client.get(f"{PAGE}.ics").data)
    [event] = calendar.walk("VEVENT")
    return event["UID"], int(event["SEQUENCE"]), calendar["METHOD"]


def test_a_phone_that_has_the_meeting_follows_its_changes(
        open_hall: Open, client: FlaskClient, change: Callable[..., None]) -> None:
    hall = open_hall()
    first = _read(client)

    change(hall, later=True)
    moved = _read(client)
    change(hall, cancelled=True)
    cancelled = _read(client)

    assert {read[0] for read in (first, moved, cancelled)} == {f"{hall.meeting_id}@localhost"}
    assert [read[1] for read in (first, moved, cancelled)] == [0, 1, 2]
    assert [read[2] for read in (first, moved, cancelled)] == ["PUBLISH", "PUBLISH", "CANCEL"]


@pytest.fixture
def change() -> Callable[..., None]:
    """What the coordinator does, through the service."""
    def make(hall: Hall, *, later: bool = False, cancelled: bool = False) -> None:
        with hall.app.app_context(), writing():
            meeting: Meeting = service.find_meeting("k7m3pt")
            if later:
                hours = timedelta(hours=1)
                service.edit_meeting(meeting, Plan(
                    title=meeting.title, territory_code="97611", venue=meeting.venue, seats=10,
                    starts_at=meeting.starts_at + hours, ends_at=meeting.ends_at + hours), at=clock.now())
            if cancelled:
                service.cancel_meeting(meeting, why=localized("La salle est fermée."), at=clock.now())
            db.session.commit()
    return make


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_card_is_a_picture_of_the_meeting(open_hall: Open, client: FlaskClient, tag: str) -> None:
    open_hall(women_only=True)

    answer = client.get(f"/{tag}/reunions/k7m3pt.png")

    assert answer.mimetype == "image/png"
    assert struct.unpack(">II", answer.data[16:24]) == (1080, 1080)
    assert len(answer.data) < 120_000
    assert answer.headers["Cache-Control"] == "public, max-age=3600"


def test_a_meeting_that_changes_has_another_card(open_hall: Open, client: FlaskClient) -> None:
    hall = open_hall()
    before, address = client.get(f"{PAGE}.png").data, client.get(PAGE).text.split('og:image" content="')[1]
    change_meeting(hall, stage=MeetingStage.CANCELLED)

    assert client.get(f"{PAGE}.png").data != before
    assert client.get(PAGE).text.split('og:image" content="')[1].split('"')[0] != address.split('"')[0]


def test_nobody_has_cards_made_without_end(open_hall: Open, client: FlaskClient) -> None:
    open_hall()

    statuses = [client.get(f"{PAGE}.png").status_code for _ in range(CARDS_PER_MINUTE + 1)]

    assert statuses[-2:] == [200, 429]
