"""A family changes its sign-up. How to reach it is not shown again, and stays unless the family says so."""

from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row
from werkzeug.datastructures import MultiDict

from consult import clock
from consult.db import durably
from consult.meetings import service
from consult.meetings.parties import Party
from consult.meetings.reading import FIELDS, PartyForm, Problem, party_of, read_party, typed_of
from consult.meetings.service import NoRoom, SignUpsOver
from consult.meetings.views.blueprint import public
from consult.meetings.views.places import find_place, place_values, private_page, seen
from consult.meetings.views.signing_up import LARGEST_BODY, PROBLEMS, SIGN_UP, hall_of
from consult.web.replies import Reply, fields_sent, reply_with, storing


@public.route("/place/<code>/changer", methods=["GET", "POST"])
def change(code: str) -> ResponseReturnValue:
    if request.method == "POST":
        return reply_with(lambda: _take_in(find_place(code)), wording=SIGN_UP)
    found = find_place(code)
    place = seen(found)
    if not place.meeting.takes_sign_ups:
        return redirect(url_for(".place", code=found.code), 303)
    kept = party_of(found)
    form = PartyForm(hall_of(place.meeting.meeting), typed_of(kept), kept=kept)
    return private_page("meetings/change.html", place=place, form=form)


def _take_in(found: Row[Any]) -> Reply:
    fields = fields_sent(largest=LARGEST_BODY, names=FIELDS)
    return storing(partial(_read_and_store, found, fields), name="sign-up", wording=SIGN_UP)


def _read_and_store(found: Row[Any], fields: MultiDict[str, str]) -> Reply:
    reading = read_party(fields, hall=hall_of(seen(found).meeting.meeting), kept=party_of(found))
    if not isinstance(reading, Party):
        return _shown_again(found, fields, reading, 422)
    party = reading
    try:
        durably(lambda connection: service.change(connection, found.code, party, at=clock.now()))
    except SignUpsOver as refusal:
        return Reply(refusal.status, refusal.sentence,
                     lambda: render_template("meetings/place.html", **place_values(found)))
    except NoRoom as refusal:
        return _shown_again(found, fields, [Problem("adults", refusal.sentence)], refusal.status)
    return Reply(303, next=url_for(".place", code=found.code))


def _shown_again(
        found: Row[Any], fields: MultiDict[str, str], problems: list[Problem], status: int) -> Reply:
    def page() -> str:
        place, kept = seen(found), party_of(found)
        form = PartyForm(hall_of(place.meeting.meeting), fields, problems=problems, kept=kept)
        return render_template("meetings/change.html", place=place, form=form)
    return Reply(status, PROBLEMS, page)
