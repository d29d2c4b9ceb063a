"""Thank you: the receipt in big digits, and what happens next."""

from flask import current_app, request
from flask.typing import ResponseReturnValue

from consult import clock
from consult.db import db
from consult.errors import NotFound
from consult.meetings.service import open_meetings
from consult.responses import service
from consult.responses.receipts import parse_code
from consult.responses.views.blueprint import public
from consult.responses.views.ways import Way, way_of_relay
from consult.surveys.published import find_survey
from consult.web.family import forgotten_page

MEETINGS = 3


@public.get("/consultations/<slug>/merci")
def thanks(slug: str) -> ResponseReturnValue:
    return _thanks(Way(slug))


@public.get("/r/<code>/merci")
def relay_thanks(code: str) -> ResponseReturnValue:
    return _thanks(way_of_relay(code))


def _is_kept(code: str) -> bool:
    """Nobody is thanked for answers that are not there."""
    secret = current_app.config["SECRET_KEY"]
    return service.find_by_receipt(db.session.connection(), code, secret=secret) is not None


def _thanks(way: Way) -> ResponseReturnValue:
    survey, code = find_survey(way.slug), parse_code(request.args.get("recu", ""))
    if survey is None or code is None or not _is_kept(code):
        raise NotFound
    meetings = open_meetings(at=clock.now(), campaign_id=survey.campaign_id, limit=MEETINGS)
    page = forgotten_page("responses/thanks.html", survey=survey, code=code, meetings=meetings, way=way,
                          may_answer=survey.may_begin_on(clock.today()))
    # Its address holds the code: the next page must not learn it, and a proxy must not write it down.
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
