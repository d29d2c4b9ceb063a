"""Meetings as families find them: all of them, and one, with the form to sign up on the same page."""

import secrets
from functools import partial
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from consult import clock
from consult.db import durably
from consult.errors import N_
from consult.meetings import service
from consult.meetings.models import Meeting
from consult.meetings.page import meeting_page
from consult.meetings.parties import Party, Room
from consult.meetings.reading import FIELDS, PartyForm, Problem, read_party
from consult.meetings.service import Coming, NoRoom, Resolve, SignUpsOver, Status
from consult.meetings.views.blueprint import public
from consult.meetings.views.sharing import share_of
from consult.metrics import SIGN_UPS
from consult.web.family import kept_page, printable
from consult.web.language import current_tag
from consult.web.replies import (
    CORRECTION,
    OTHER_FAMILY,
    RESOLVE,
    Reply,
    Wording,
    correction_or_other_family,
    fields_sent,
    key_sent,
    reply_with,
    storing,
)

LARGEST_BODY = 64 * 1024
RELAY = "_relay"
PROBLEMS = N_("Il reste des réponses à corriger.")
SAID = {CORRECTION: Resolve.CORRECTION, OTHER_FAMILY: Resolve.OTHER_FAMILY}
SIGN_UP = Wording(
    unsent=N_("Votre inscription n’est pas encore envoyée"),
    crowded=N_("Beaucoup de familles s’inscrivent en ce moment. Gardez cette page ouverte et recommencez "
               "dans une minute."),
    undecided=(N_("Une inscription a déjà été envoyée depuis cette page."), N_("Celle-ci est différente.")),
    correction=N_("Je suis la même famille. Cette inscription remplace la première."),
    other_family=N_("Je suis une autre famille. Les deux inscriptions sont gardées."))


def hall_of(meeting: Meeting) -> Room:
    return Room(meeting.seats, meeting.minded_seats)


@public.get("/reunions")
def listing() -> ResponseReturnValue:
    return render_template("meetings/listing.html", agenda=service.agenda(at=clock.now()))


@public.get("/reunions/<code>")
def show(code: str) -> ResponseReturnValue:
    meeting = service.find_public_meeting(code)
    hidden = {"_key": secrets.token_hex(16), RELAY: printable(request.args.get("relais", ""))[:20]}
    form = PartyForm(hall_of(meeting), {"adults": "1", "language": current_tag()}, hidden)
    return kept_page("meetings/show.html", **_shown(meeting, form))


def _shown(meeting: Meeting, form: PartyForm) -> dict[str, Any]:
    now = clock.now()
    return {"page": meeting_page(meeting, at=now), "form": form, "share": share_of(meeting),
            "others": service.other_meetings(meeting, at=now),
            "forgotten_on": service.forgotten_on(meeting.campaign)}


@public.route("/reunions/<code>/inscription", methods=["GET", "POST"])
def send(code: str) -> ResponseReturnValue:
    """Where the page sends to. Another address than its own: a POST makes browsers drop the page they
    keep under the same address, and Back would lose its key with what was typed."""
    if request.method == "POST":
        return reply_with(lambda: _take_in(code), wording=SIGN_UP)
    return redirect(url_for(".show", code=code), 303)


def _take_in(code: str) -> Reply:
    fields = fields_sent(largest=LARGEST_BODY, names=("_key", RELAY, RESOLVE, *FIELDS))
    key_sent(fields)
    return storing(partial(_read_and_store, code, fields), name="sign-up", wording=SIGN_UP)


def _read_and_store(code: str, fields: MultiDict[str, str]) -> Reply:
    meeting = service.find_public_meeting(code)
    reading = read_party(fields, hall=hall_of(meeting))
    try:
        if isinstance(reading, Party):
            return _store(meeting, fields, reading)
        if not meeting_page(meeting, at=clock.now()).takes_sign_ups:
            raise SignUpsOver
    except SignUpsOver as refusal:
        return Reply(refusal.status, refusal.sentence, partial(_over_page, code, fields))
    except NoRoom as refusal:
        return _shown_again(code, fields, [Problem("adults", refusal.sentence)], refusal.status)
    return _shown_again(code, fields, reading, 422)


def _store(meeting: Meeting, fields: MultiDict[str, str], party: Party) -> Reply:
    coming = Coming(key_sent(fields), meeting.id, party, fields.get(RELAY, ""))
    take_in = partial(
        service.take_in, coming=coming, at=clock.now(), secret=current_app.config["SECRET_KEY"],
        resolve=SAID.get(fields.get(RESOLVE, ""), Resolve.UNSAID))
    outcome = durably(take_in)
    if outcome.status is Status.STORED:
        SIGN_UPS.add()
    if outcome.status is Status.DIFFERENT:
        return correction_or_other_family(wording=SIGN_UP)
    return Reply(303, next=url_for(".place", code=outcome.code))


def _shown_again(code: str, fields: MultiDict[str, str], problems: list[Problem], status: int) -> Reply:
    def page() -> str:
        meeting = service.find_public_meeting(code)
        hidden = {name: fields.get(name, "") for name in ("_key", RELAY)}
        form = PartyForm(hall_of(meeting), fields, hidden, problems)
        return render_template("meetings/show.html", **_shown(meeting, form))
    return Reply(status, PROBLEMS, page)


def _over_page(code: str, fields: MultiDict[str, str]) -> str:
    """It takes nobody any more: what was typed can be sent to another meeting, each time as a new sign-up."""
    meeting, now = service.find_public_meeting(code), clock.now()
    others = [(other, [("_key", secrets.token_hex(16)), *_typed(fields)])
              for other in service.other_meetings(meeting, at=now)]
    return render_template("meetings/over.html", page=meeting_page(meeting, at=now), others=others)


def _typed(fields: MultiDict[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields.items(multi=True) if name not in {"_key", RESOLVE}]
