"""Who signed up to a meeting, and what the coordinator does for a family that phones or stands there.

Everything is done on the connection of the request's own session, and committed once with its line in the
log: neither can last without the other. The log names nobody.
"""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from consult import clock
from consult.campaigns.views.pages import form_page
from consult.db import db
from consult.errors import N_, Refused
from consult.meetings import service
from consult.meetings.forms import FamilyForm, NewFamilyForm
from consult.meetings.models import Meeting
from consult.meetings.parties import Room
from consult.meetings.register import register
from consult.meetings.service import NoRoom, Outcome, SignUpsOver, Status
from consult.meetings.stages import accepts_sign_ups
from consult.meetings.states import SignUpState
from consult.meetings.views.blueprint import staff
from consult.staff.access import log_action, roles
from consult.staff.forms import note_refusal
from consult.staff.models import Role
from consult.web.forms import Form

BECAME = {
    SignUpState.CONFIRMED: N_("Cette famille a ses places."),
    SignUpState.WAITING: N_("Il n’y a pas assez de places : cette famille est sur la liste d’attente."),
    SignUpState.OFFERED: N_("Des places sont proposées à cette famille."),
    SignUpState.LAPSED: N_("Cette famille n’a pas répondu à temps. Elle est toujours dans la liste."),
    SignUpState.CANCELLED: N_("L’inscription de cette famille est annulée."),
}
"""What is said of a family once something was done; never its name, which would stay in the browser."""
TOO_FEW_SEATS = N_("Il ne reste pas assez de places pour ce changement. Rien n’a changé.")
SENT_BEFORE = N_("Ce formulaire a déjà servi. Pour inscrire une autre famille, envoyez-le de nouveau. "
                 "Pour la même, changez son inscription dans la liste.")


def _to_list(meeting: Meeting) -> ResponseReturnValue:
    return redirect(url_for(".sign_ups", code=meeting.code), 303)


def _hall(meeting: Meeting) -> Room:
    return Room(meeting.seats, meeting.minded_seats)


@staff.get("/reunions/<code>/inscriptions")
@roles(Role.COORDINATOR)
def sign_ups(code: str) -> ResponseReturnValue:
    meeting, now = service.find_meeting(code), clock.now()
    sections = register(service.list_sign_ups(meeting.id), request.args.get("tri", ""))
    return render_template("meetings/sign_ups.html", meeting=meeting, sections=sections, now=now,
                           is_open=accepts_sign_ups(meeting, at=now))


def _told(connection: Connection, code: str) -> None:
    """Say what became of a family, as it is now."""
    state = service.find_sign_up(connection, code).state
    flash(_(BECAME[state]), "done" if state is SignUpState.CONFIRMED else "warning")


def _signed_up(form: NewFamilyForm, meeting: Meeting) -> Outcome | None:
    """None where the page was sent before for somebody else, and the form says so."""
    outcome = service.sign_up(db.session.connection(), key=form.sent_key(), meeting_id=meeting.id,
                              party=form.party(), at=clock.now(), relay_id=form.relay())
    if outcome.status is Status.DIFFERENT:
        form.start_afresh()
        note_refusal(form.name, Refused(SENT_BEFORE))
        return None
    return outcome


@staff.route("/reunions/<code>/inscriptions/nouvelle", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def add_family(code: str) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    if request.method == "GET" and not accepts_sign_ups(meeting, at=clock.now()):
        raise SignUpsOver
    form = NewFamilyForm.for_meeting(meeting, _hall(meeting))
    outcome = _signed_up(form, meeting) if form.validate_on_submit() else None
    if outcome is None:
        return form_page("meetings/family.html", form, meeting=meeting, family=None)
    if outcome.status is Status.STORED:
        log_action("inscrit une famille", meeting.code)
    _told(db.session.connection(), outcome.code)
    db.session.commit()
    return _to_list(meeting)


def _changed(form: FamilyForm, code: str) -> bool:
    try:
        service.change(db.session.connection(), code, form.party(), at=clock.now())
    except NoRoom:
        note_refusal(form.adults, NoRoom(TOO_FEW_SEATS))
        return False
    return True


@staff.route("/reunions/<code>/inscriptions/<uuid:key>/modifier", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def change_family(code: str, key: UUID) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    family = service.find_family(meeting.id, key)
    form = FamilyForm.of(family, _hall(meeting))
    if not form.validate_on_submit() or not _changed(form, str(family.code)):
        return form_page("meetings/family.html", form, meeting=meeting, family=family)
    log_action("change une inscription", meeting.code)
    db.session.commit()
    flash(_("Les changements sont enregistrés."), "done")
    return _to_list(meeting)


@staff.post("/reunions/<code>/inscriptions/<uuid:key>/oui")
@roles(Role.COORDINATOR)
def accept_family(code: str, key: UUID) -> ResponseReturnValue:
    """The family said yes to who told it."""
    meeting = service.find_meeting(code)
    family, connection = service.find_family(meeting.id, key), db.session.connection()
    service.accept(connection, str(family.code), at=clock.now())
    log_action("dit oui pour une famille", meeting.code)
    _told(connection, str(family.code))
    db.session.commit()
    return _to_list(meeting)


@staff.route("/reunions/<code>/inscriptions/<uuid:key>/annuler", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def cancel_family(code: str, key: UUID) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    family, form = service.find_family(meeting.id, key), Form()
    if not form.validate_on_submit():
        return form_page("meetings/cancel_family.html", form, meeting=meeting, family=family)
    service.cancel(db.session.connection(), str(family.code), at=clock.now())
    log_action("annule une inscription", meeting.code)
    db.session.commit()
    flash(_("L’inscription est annulée. Ses places vont aux familles qui attendent."), "done")
    return _to_list(meeting)
