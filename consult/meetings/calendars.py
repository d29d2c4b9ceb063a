"""A meeting as a calendar file (RFC 5545, RFC 5546). Pure.

The same meeting is always the same UID; its SEQUENCE rises with each change of place or time and at its
cancellation, so that a phone replaces what it has instead of keeping two.
"""

from dataclasses import dataclass
from datetime import date, datetime

from icalendar import Calendar, Event, vCalAddress, vText

from consult import clock
from consult.meetings.models import Meeting
from consult.meetings.states import MeetingStage
from consult.text import FRENCH, Localized

PRODUCT = "-//consult//reunions//FR"
DEMONSTRATION = "Démonstration : ce n’est pas une vraie réunion."


@dataclass(frozen=True)
class Publisher:
    """Who announces the meeting, and where."""

    town: str
    host: str
    home: str
    """The whole address of the site: calendars want an organiser, and towns give out no mail address."""
    url: str
    """The whole address of the meeting's page."""


def method(meeting: Meeting) -> str:
    return "CANCEL" if meeting.stage is MeetingStage.CANCELLED else "PUBLISH"


def _text(text: Localized, tag: str) -> tuple[str, dict[str, str]]:
    """The words and their language: a calendar has no room for a draft beside its French."""
    shown = text.read_in(tag).alone
    return shown.text, {"LANGUAGE": shown.lang}


def _event(meeting: Meeting, publisher: Publisher, *, tag: str, at: datetime) -> Event:
    event = Event()
    event.add("UID", f"{meeting.id}@{publisher.host}")
    event.add("DTSTAMP", at)
    event.add("SEQUENCE", meeting.sequence)
    event.add("DTSTART", meeting.starts_at.astimezone(clock.ZONE))
    event.add("DTEND", meeting.ends_at.astimezone(clock.ZONE))
    title, language = _text(meeting.title, tag)
    event.add("SUMMARY", title, parameters=language)
    event.add("LOCATION", f"{meeting.venue}, {meeting.territory.name}", parameters={"LANGUAGE": FRENCH})
    if meeting.latitude is not None and meeting.longitude is not None:
        event.add("GEO", (meeting.latitude, meeting.longitude))
    event.add("URL", publisher.url)
    organizer = vCalAddress(publisher.home)
    organizer.params["CN"] = vText(publisher.town)
    event["ORGANIZER"] = organizer
    return event


def _say_why(event: Event, meeting: Meeting, publisher: Publisher, tag: str) -> None:
    """What the meeting says of itself: how to get in, or why it does not take place."""
    is_cancelled = meeting.stage is MeetingStage.CANCELLED
    event.add("STATUS", "CANCELLED" if is_cancelled else "CONFIRMED")
    words, language = _text(meeting.why_cancelled if is_cancelled else meeting.access, tag)
    warning = DEMONSTRATION if meeting.campaign.is_demonstration else ""
    description = "\n\n".join(part for part in (warning, words, publisher.url) if part)
    event.add("DESCRIPTION", description, parameters=language)


def calendar_file(meeting: Meeting, publisher: Publisher, *, tag: str, at: datetime) -> bytes:
    """The file that a phone adds to its calendar, in the reader's language where it was reviewed."""
    event = _event(meeting, publisher, tag=tag, at=at)
    _say_why(event, meeting, publisher, tag)
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", method(meeting))
    calendar.add_component(event)
    # The library would end the zone in 2038.
    calendar.add_missing_timezones(last_date=date(meeting.ends_at.year + 1, 1, 1))
    content: bytes = calendar.to_ical()
    return content
