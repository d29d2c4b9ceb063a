"""Home, and the pages the law asks for."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.campaigns import service as campaigns
from consult.meetings.page import MeetingPage
from consult.meetings.service import open_meetings
from consult.site import campaign, meetings
from consult.site.blueprint import public
from consult.web.language import accepted_tag

MODULES = (campaign, meetings)
blueprints = (public,)
MEETINGS = 3


@public.get("/")
def entrance() -> ResponseReturnValue:
    return redirect(url_for(".home", lang=accepted_tag()))


@dataclass(frozen=True)
class NextMeetings:
    """The first ones of all, and how many each campaign has."""

    next: list[MeetingPage]
    by_campaign: Counter[UUID]


def _meetings() -> NextMeetings:
    pages = open_meetings(at=clock.now())
    return NextMeetings(pages[:MEETINGS], Counter(page.meeting.campaign_id for page in pages))


@public.get("/<language:lang>/")
def home() -> ResponseReturnValue:
    today = clock.today()
    return render_template(
        "site/home.html", open=campaigns.open_campaigns(today), coming=campaigns.coming_campaigns(today),
        past=campaigns.past_campaigns(today), meetings=_meetings())


@public.get("/<language:lang>/vos-donnees")
def personal_data() -> ResponseReturnValue:
    return render_template("site/personal_data.html")


@public.get("/<language:lang>/accessibilite")
def accessibility() -> ResponseReturnValue:
    return render_template("site/accessibility.html")


@public.get("/<language:lang>/mentions-legales")
def legal_notice() -> ResponseReturnValue:
    return render_template("site/legal_notice.html")
