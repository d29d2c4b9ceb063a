"""The messages of one meeting: what waits to be read before it leaves, and how far the others have come."""

from collections.abc import Collection

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult import clock
from consult.db import db
from consult.meetings import service
from consult.meetings.batches import prepared_batches, told_so_far
from consult.meetings.models import Meeting
from consult.meetings.notices import Notice
from consult.meetings.service import AlreadyDecided
from consult.meetings.states import MessageState
from consult.meetings.views.blueprint import staff
from consult.meetings.views.office import site
from consult.meetings.views.texts import ADDRESSES
from consult.staff.access import log_action, roles
from consult.staff.models import Role

ADDRESS_OF = {kind: address for address, kind in ADDRESSES.items()}


@staff.get("/reunions/<code>/messages")
@roles(Role.COORDINATOR)
def messages(code: str) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    notices = service.messages_of(meeting)
    return render_template("meetings/messages.html", meeting=meeting, told=told_so_far(notices),
                           batches=prepared_batches(notices, site()), addresses=ADDRESS_OF)


def _batch_read(meeting: Meeting) -> list[Notice]:
    """The prepared messages that the page showed. Raises AlreadyDecided where there are others by now."""
    shown = (request.form.get("kind"), request.form.get("occasion"))
    found = [notice for notice in service.messages_of(meeting)
             if notice.state is MessageState.PREPARED and (notice.kind.value, notice.occasion) == shown]
    if not found:
        raise AlreadyDecided
    return found


def _note(verb: str, meeting: Meeting, batch: Collection[Notice]) -> None:
    log_action(verb, meeting.code, kind=request.form.get("kind", ""), count=len(batch))
    db.session.commit()


@staff.post("/reunions/<code>/messages/envoyer")
@roles(Role.COORDINATOR)
def let_go(code: str) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    batch = _batch_read(meeting)
    service.let_go(batch, at=clock.now())
    _note("laisse partir des messages", meeting, batch)
    flash(ngettext("%(num)d message est prêt à partir.", "%(num)d messages sont prêts à partir.", len(batch)),
          "done")
    return redirect(url_for(".messages", code=meeting.code), 303)


@staff.post("/reunions/<code>/messages/laisser")
@roles(Role.COORDINATOR)
def leave_prepared(code: str) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    batch = _batch_read(meeting)
    service.leave_prepared(batch)
    _note("laisse des messages", meeting, batch)
    flash(_("Ces messages ne partiront pas."), "done")
    return redirect(url_for(".messages", code=meeting.code), 303)
