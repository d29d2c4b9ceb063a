"""What leaves the site with a meeting: the calendar file, the picture, what a phone shows of the address."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, current_app, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.meetings import service
from consult.meetings.calendars import Publisher, calendar_file, method
from consult.meetings.cards import SIDE, Card, card_png, reviewed_titles
from consult.meetings.models import Meeting
from consult.meetings.page import meeting_page
from consult.meetings.states import MeetingStage
from consult.meetings.views.blueprint import public
from consult.text import typeset
from consult.web import limits
from consult.web.addresses import as_typed, public_address
from consult.web.filters import day_in_words
from consult.web.language import current_tag, show

CARDS_PER_MINUTE = 60
"""Making one costs half a second, and whoever asks under another host name has another one made."""
CARD_SECONDS = 3600


@dataclass(frozen=True)
class Share:
    """What a messaging application reads of the page (ogp.me)."""

    title: str
    description: str
    url: str
    image: str
    side: int = SIDE


def card_of(meeting: Meeting) -> Card:
    page = meeting_page(meeting, at=clock.now())
    url = public_address(url_for("meeting.show", code=meeting.code))
    return Card(
        town=current_app.config["TOWN_NAME"], accent=current_app.config["ACCENT_COLOUR"],
        title=typeset(meeting.title.french), others=reviewed_titles(meeting.title),
        day=day_in_words(page.day), hours=f"{page.begins}–{page.ends}", venue=meeting.venue,
        village=meeting.territory.name, women_only=meeting.women_only,
        cancelled=meeting.stage is MeetingStage.CANCELLED,
        is_demonstration=meeting.campaign.is_demonstration, url=url, shown=as_typed(url))


def share_of(meeting: Meeting) -> Share:
    card = card_of(meeting)
    picture = url_for("meeting.card", code=meeting.code, v=card.fingerprint)
    description = ", ".join((card.day, card.hours, card.venue, card.village))
    return Share(str(show(meeting.title).alone), description, card.url, public_address(picture))


def _publisher(meeting: Meeting) -> Publisher:
    home = public_address(url_for("site.home"))
    return Publisher(town=current_app.config["TOWN_NAME"], host=urlsplit(home).hostname or "", home=home,
                     url=public_address(url_for("meeting.show", code=meeting.code)))


@public.get("/reunions/<code>.ics")
def calendar(code: str) -> ResponseReturnValue:
    meeting = service.find_public_meeting(code)
    content = calendar_file(meeting, _publisher(meeting), tag=current_tag(), at=clock.now())
    response = Response(content, content_type=f"text/calendar; charset=utf-8; method={method(meeting)}")
    response.headers["Content-Disposition"] = f"attachment; filename=reunion-{meeting.code}.ics"
    response.headers["Cache-Control"] = "no-cache"
    return response


@public.get("/reunions/<code>.png")
def card(code: str) -> ResponseReturnValue:
    meeting = service.find_public_meeting(code)
    limits.require("card", who=limits.address(), per_minute=CARDS_PER_MINUTE)
    response = Response(card_png(card_of(meeting)), mimetype="image/png")
    response.headers["Content-Disposition"] = f"inline; filename=reunion-{meeting.code}.png"
    response.headers["Cache-Control"] = f"public, max-age={CARD_SECONDS}"
    return response
