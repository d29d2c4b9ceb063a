"""The calendar file, read back the way a phone reads it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from consult.meetings.calendars import Publisher, calendar_file
from consult.meetings.models import Meeting
from consult.meetings.states import MeetingStage
from consult.text import State, localized
from tests.factories import a_campaign, a_meeting, a_territory

PUBLISHER = Publisher("Ville de Mamoudzou", "avis.exemple.yt", "https://avis.exemple.yt/fr/",
                      "https://avis.exemple.yt/fr/reunions/k7m3pt")
AT = datetime(2099, 5, 1, 6, 30, tzinfo=UTC)
KEY = UUID("8d3c1f0a-53c1-4b2e-9a70-0d9b1a5c2e11")


class Stored:
    """A meeting as its table gives it, with its campaign and its village."""

    def __init__(self, *, is_demonstration: bool = False, **columns: Any) -> None:
        meeting = a_meeting(KEY, **{"id": KEY, "sequence": 0, "access": localized(""),
                                    "why_cancelled": localized(""), **columns})
        for column in Meeting.__table__.columns:
            setattr(self, column.name, getattr(meeting, column.name))
        self.campaign = a_campaign(is_demonstration=is_demonstration)
        self.territory = a_territory(name="Kawéni")


def written(tag: str = "fr", **columns: Any) -> bytes:
    return calendar_file(Stored(**columns), PUBLISHER, tag=tag, at=AT)  # type: ignore[arg-type]


def read_back(tag: str = "fr", **columns: Any) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(written(tag, **columns))
    [event] = calendar.walk("VEVENT")
    return calendar, event


def test_a_phone_reads_when_and_where() -> None:
    calendar, event = read_back(sequence=3, latitude=-12.7797, longitude=45.2279)

    assert (calendar["VERSION"], calendar["METHOD"], event["STATUS"]) == ("2.0", "PUBLISH", "CONFIRMED")
    assert event["UID"] == f"{KEY}@avis.exemple.yt"
    assert event["SEQUENCE"] == 3
    assert event["DTSTART"].dt == datetime(2099, 6, 3, 16, tzinfo=ZoneInfo("Indian/Mayotte"))
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=2)
    assert event["DTSTAMP"].dt == AT
    assert (event["SUMMARY"], event["LOCATION"]) == ("Parlons des petits", "MJC de Kawéni, Kawéni")
    assert event["URL"] == PUBLISHER.url
    assert event["GEO"].to_ical() == "-12.7797;45.2279"
    assert event["ORGANIZER"].params["CN"] == "Ville de Mamoudzou"


def test_the_zone_comes_with_the_file_and_covers_the_day() -> None:
    calendar, event = read_back()

    [zone] = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == event["DTSTART"].params["TZID"] == "Indian/Mayotte"
    [rule] = zone.subcomponents
    assert rule["TZOFFSETTO"].td == rule["TZOFFSETFROM"].td == timedelta(hours=3)
    assert "2038" not in str(zone.get("COMMENT", ""))


def test_a_cancellation_takes_the_event_back() -> None:
    calendar, event = read_back(stage=MeetingStage.CANCELLED, sequence=4,
                                why_cancelled=localized("La salle est fermée."))

    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert event["UID"] == f"{KEY}@avis.exemple.yt"
    assert event["SEQUENCE"] == 4
    assert event["DESCRIPTION"].startswith("La salle est fermée.\n\n")


@pytest.mark.parametrize(("state", "tag", "title"), [
    (State.REVIEWED, "swb", "Ɓweni, ɗago"), (State.DRAFT, "fr", "Parlons des petits")])
def test_words_are_in_the_readers_language_once_reviewed(state: State, tag: str, title: str) -> None:
    titles = localized("Parlons des petits").with_translation("swb", "Ɓweni, ɗago", state=state)

    _calendar, event = read_back("swb", title=titles)

    assert (event["SUMMARY"], event["SUMMARY"].params["LANGUAGE"]) == (title, tag)


def test_a_demonstration_says_so() -> None:
    assert "Démonstration" in read_back(is_demonstration=True)[1]["DESCRIPTION"]
    assert "Démonstration" not in read_back()[1]["DESCRIPTION"]


def test_signs_of_the_format_stay_text_and_lines_are_folded() -> None:
    access = localized("Entrée par la cour ; sonnez, puis montez\\ l’escalier.\nÉtage 1. " + "ɓɗ’é " * 60)

    content = written(access=access, title=localized("Ici\r\nBEGIN:VEVENT\r\nEND:VEVENT"))

    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines]  # no letter is cut in two
    assert lines.count(b"BEGIN:VEVENT") == 1
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert event["DESCRIPTION"].startswith(
        "Entrée par la cour\u00a0; sonnez, puis montez\\ l’escalier.\nÉtage 1.")
