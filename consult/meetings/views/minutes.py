"""The minutes, on the desk: written, published, withdrawn."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.campaigns.forms.texts import filled
from consult.db import db
from consult.meetings import service
from consult.meetings.forms.minutes import MinutesForm, PublishForm
from consult.meetings.models import Meeting
from consult.meetings.service import NothingWritten
from consult.meetings.views.blueprint import staff
from consult.staff.access import log_action, roles
from consult.staff.forms import note_refusal
from consult.staff.models import Role


def _page(meeting: Meeting, *, form: MinutesForm | None = None,
          publishing: PublishForm | None = None) -> ResponseReturnValue:
    status = 422 if form and form.errors or publishing and publishing.errors else 200
    return render_template(
        "meetings/minutes.html", meeting=meeting,
        form=form or MinutesForm(**filled(MinutesForm.texts, meeting)),
        publishing=publishing or PublishForm(minutes_on=clock.today())), status


def _written(form: MinutesForm, meeting: Meeting) -> bool:
    try:
        service.write_minutes(meeting, **form.read_texts(meeting))
    except NothingWritten as refusal:
        note_refusal(form.minutes, refusal)
        return False
    return True


def _done(meeting: Meeting, verb: str, sentence: str) -> ResponseReturnValue:
    log_action(verb, meeting.code)
    db.session.commit()
    flash(sentence, "done")
    return redirect(url_for(".minutes", code=meeting.code), 303)


@staff.route("/reunions/<code>/compte-rendu", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def minutes(code: str) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    form = MinutesForm(**filled(MinutesForm.texts, meeting))
    if not (form.validate_on_submit() and _written(form, meeting)):
        return _page(meeting, form=form)
    return _done(meeting, "écrit un compte rendu", _("Le compte rendu est enregistré."))


@staff.post("/reunions/<code>/compte-rendu/publier")
@roles(Role.COORDINATOR)
def publish_minutes(code: str) -> ResponseReturnValue:
    meeting, form = service.find_meeting(code), PublishForm()
    held_on = meeting.starts_at.astimezone(clock.ZONE).date()
    if not (form.validate_on_submit() and form.is_between(held_on, clock.today())):
        return _page(meeting, publishing=form)
    service.publish_minutes(meeting, on=form.minutes_on.data)
    return _done(meeting, "publie un compte rendu", _("Le compte rendu est public."))


@staff.post("/reunions/<code>/compte-rendu/retirer")
@roles(Role.COORDINATOR)
def withdraw_minutes(code: str) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    service.withdraw_minutes(meeting)
    return _done(meeting, "retire un compte rendu", _("Le public ne lit plus le compte rendu."))
