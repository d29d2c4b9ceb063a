"""The door: who came is noted on a phone, several at once, with or without a network or JavaScript."""

import json
from pathlib import Path
from typing import Any

from flask import (
    Response,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.db import db
from consult.errors import Refused
from consult.meetings import service
from consult.meetings.arrivals import (
    WrongEntries,
    fingerprint,
    milliseconds,
    read_entries,
    refuse_closed_door,
    tally,
)
from consult.meetings.door import Door
from consult.meetings.forms.arrivals import ArrivalForm
from consult.meetings.models import Meeting
from consult.meetings.views.blueprint import staff
from consult.staff.access import log_action, roles
from consult.staff.models import Role
from consult.web.headers import allow_worker

BEGUN = "commence l’accueil"
"""Logged once for a meeting: one line a tap would drown the log."""
DOOR = (Role.COORDINATOR, Role.INTERVIEWER)


def open_door(code: str) -> Meeting:
    """A meeting that people come to in these days. Raises DoorClosed."""
    meeting = service.find_meeting(code)
    refuse_closed_door(meeting, on=clock.today())
    return meeting


def door_of(meeting: Meeting) -> Door:
    entries = service.arrivals_of(db.session.connection(), meeting.id)
    return Door(meeting, service.families_at_the_door(meeting.id), entries)


def note_arrival(meeting: Meeting, form: ArrivalForm) -> bool:
    """Keep the row of a form; whether it is the first of its meeting. Raises WrongEntries."""
    connection = db.session.connection()
    known = {entry.id: entry for entry in service.arrivals_of(connection, meeting.id)}
    service.welcome(connection, meeting.id, [form.entry(known, at=clock.now())])
    return not known


@staff.get("/accueil")
@roles(*DOOR)
def doors() -> ResponseReturnValue:
    today = clock.today()
    return render_template("meetings/doors.html", meetings=service.welcoming_meetings(on=today), today=today)


@staff.route("/reunions/<code>/accueil", methods=["GET", "POST"])
@roles(*DOOR)
def check_in(code: str) -> ResponseReturnValue:
    meeting, form = open_door(code), ArrivalForm()
    if not form.validate_on_submit():
        form.refuse_strange()
        page = render_template("meetings/check_in.html", door=door_of(meeting), form=form)
        return allow_worker(make_response(page, 422 if form.errors else 200))
    if note_arrival(meeting, form):
        log_action(BEGUN, meeting.code)
    db.session.commit()
    flash(_("C’est noté."), "done")
    return redirect(url_for(".check_in", code=meeting.code), 303)


def _sent() -> Any:
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError) as problem:
        raise WrongEntries from problem


def _merge(meeting: Meeting, sent: Any) -> dict[str, Any]:
    """What a phone learns back; the rows only where it does not know them all already."""
    connection, at = db.session.connection(), clock.now()
    entries = read_entries(sent, at=at)
    before = service.arrivals_of(connection, meeting.id)
    if service.welcome(connection, meeting.id, entries) and not before:
        log_action(BEGUN, meeting.code)
    rows = service.arrivals_of(connection, meeting.id)
    seen, count = fingerprint(rows), tally(rows)
    known = {} if sent.get("seen") == seen else {"entries": [row.to_json() for row in rows]}
    return {**known, "seen": seen, "at": milliseconds(at), "totals": {**vars(count), "people": count.people}}


@staff.post("/reunions/<code>/accueil/envoi")
@roles(*DOOR)
def merge(code: str) -> ResponseReturnValue:
    try:
        reply = _merge(open_door(code), _sent())
    except Refused as refusal:
        db.session.rollback()
        words = {"sentence": _(refusal.sentence, **refusal.values), "at": milliseconds(clock.now())}
        return jsonify(words), refusal.status
    db.session.commit()
    return jsonify(reply)


@staff.get("/reunions/<code>/accueil-hors-reseau.js")
@roles(*DOOR)
def check_in_worker(code: str) -> ResponseReturnValue:
    """The worker of one meeting's door. Its address stands beside the page's: it can reach no further."""
    script = Path(current_app.static_folder or "") / "checkin_worker.js"
    response = Response(script.read_bytes(), mimetype="text/javascript")
    response.headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
    return response
