"""A family's own page: what became of its sign-up, and how to change it, say yes, or not come.

Its address holds the code. Pages with a form let a browser say from which site they are sent, and no more:
under `no-referrer` it would say « null », like a stranger's page.
"""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from sqlalchemy import Row

from consult import clock
from consult.campaigns.codes import unspaced
from consult.db import db, durably
from consult.errors import N_, NotFound
from consult.meetings import service
from consult.meetings.models import Meeting
from consult.meetings.page import PlacePage, place_page
from consult.meetings.service import SignUpsOver
from consult.meetings.stages import Situation
from consult.meetings.states import SignUpState
from consult.meetings.views.blueprint import public
from consult.web import limits
from consult.web.family import forgotten_page, printable

GUESSES_PER_MINUTE = 20
"""Wrong codes from one address. A right one is never refused, as long as few wrong ones came before it."""
UNKNOWN_CODE = N_("Aucune inscription n’est gardée avec ce code. Vérifiez les lettres et les chiffres.")
HEADINGS = {
    SignUpState.CONFIRMED: N_("C’est réservé"),
    SignUpState.WAITING: N_("Vous êtes sur la liste d’attente"),
    SignUpState.OFFERED: N_("Des places sont libres pour vous"),
    SignUpState.LAPSED: N_("Ces places ne sont plus gardées"),
    SignUpState.CANCELLED: N_("Vous ne venez plus"),
}
CANCELLED, UNDER_WAY, OVER = (
    N_("Cette réunion est annulée"), N_("Cette réunion a commencé"), N_("Cette réunion est passée"))


def find_place(code: str) -> Row[Any]:
    """The sign-up of a code. Raises NotFound, and TooManyTries for who guesses."""
    who = limits.address()
    if limits.used("place", who=who, per_minute=GUESSES_PER_MINUTE) >= GUESSES_PER_MINUTE:
        raise limits.TooManyTries
    try:
        return service.find_sign_up(db.session.connection(), unspaced(code))
    except NotFound:
        limits.require("place", who=who, per_minute=GUESSES_PER_MINUTE)
        raise NotFound(UNKNOWN_CODE) from None


def private_page(template: str, *, status: int = 200, sends: bool = True, **values: object) -> Response:
    """A page that the next person on this phone must not find, nor the next page hear of."""
    page = forgotten_page(template, status=status, **values)
    page.headers["Referrer-Policy"] = "strict-origin" if sends else "no-referrer"
    return page


def seen(sign_up: Row[Any]) -> PlacePage:
    rank = 0
    if sign_up.state is SignUpState.WAITING:
        rank = service.rank_of(db.session.connection(), sign_up)
    meeting = db.session.get_one(Meeting, sign_up.meeting_id)
    return place_page(sign_up, meeting, rank=rank, at=clock.now())


def heading(place: PlacePage) -> str:
    if place.meeting.takes_sign_ups:
        return HEADINGS[place.state]
    if place.meeting.situation is Situation.CANCELLED:
        return CANCELLED
    return UNDER_WAY if place.meeting.is_under_way else OVER


def unknown_place(typed: str, *, status: int) -> Response:
    shown = printable(typed)[:40]
    return private_page("meetings/find.html", status=status, typed=shown, problem=UNKNOWN_CODE)


def place_values(sign_up: Row[Any]) -> dict[str, Any]:
    """What the family's page shows."""
    place = seen(sign_up)
    meeting = place.meeting.meeting
    others = [] if place.is_settled else service.other_meetings(meeting, at=clock.now())
    return {"place": place, "heading": heading(place), "others": others,
            "forgotten_on": service.forgotten_on(meeting.campaign)}


def shown_place(sign_up: Row[Any], *, status: int = 200) -> Response:
    values = place_values(sign_up)
    return private_page("meetings/place.html", status=status, sends=values["place"].may_say_yes, **values)


@public.route("/ma-place", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    """Type the code, open the page."""
    if request.method == "GET":
        return private_page("meetings/find.html", typed="", problem="")
    typed = request.form.get("code", "")
    try:
        return redirect(url_for(".place", code=find_place(typed).code), 303)
    except NotFound:
        return unknown_place(typed, status=422)


@public.get("/place/<code>")
def place(code: str) -> ResponseReturnValue:
    try:
        return shown_place(find_place(code))
    except NotFound:
        return unknown_place(code, status=404)


@public.route("/place/<code>/accepter", methods=["GET", "POST"])
def accept(code: str) -> ResponseReturnValue:
    """Say yes to an offer, or come after all."""
    found = find_place(code)
    if request.method == "POST":
        try:
            durably(lambda connection: service.accept(connection, found.code, at=clock.now()))
        except SignUpsOver as refusal:
            return shown_place(found, status=refusal.status)
    return redirect(url_for(".place", code=found.code), 303)


@public.route("/place/<code>/annuler", methods=["GET", "POST"])
def cancel(code: str) -> ResponseReturnValue:
    found = find_place(code)
    if request.method == "GET":
        return private_page("meetings/cancel.html", place=seen(found))
    durably(lambda connection: service.cancel(connection, found.code, at=clock.now()))
    return redirect(url_for(".place", code=found.code), 303)
