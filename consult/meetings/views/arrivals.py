"""Who came, on the desk: read, corrected, copied from the paper sheet."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.db import db
from consult.meetings import service
from consult.meetings.arrivals import refuse_without_door
from consult.meetings.forms.arrivals import ArrivalForm
from consult.meetings.views.blueprint import staff
from consult.meetings.views.welcome import door_of, note_arrival
from consult.staff.access import log_action, roles
from consult.staff.models import Role


@staff.route("/reunions/<code>/presences", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def arrivals(code: str) -> ResponseReturnValue:
    meeting, form = service.find_meeting(code), ArrivalForm()
    refuse_without_door(meeting)
    if not form.validate_on_submit():
        form.refuse_strange()
        page = render_template("meetings/arrivals.html", door=door_of(meeting), form=form)
        return page, 422 if form.errors else 200
    note_arrival(meeting, form)
    log_action("corrige les présences", meeting.code)
    db.session.commit()
    flash(_("Les présences sont enregistrées."), "done")
    return redirect(url_for(".arrivals", code=meeting.code), 303)
