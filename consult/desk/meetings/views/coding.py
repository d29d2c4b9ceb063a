"""Which needs a statement expresses: said by a person, one statement after the other."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.db import db
from consult.desk.blueprint import staff
from consult.desk.coding.notes import code_note, refuse_hidden
from consult.desk.meetings.forms import CodingForm
from consult.meetings import service
from consult.meetings.models import Meeting, Statement
from consult.needs.cues import suggested
from consult.needs.service import taxonomy_in_use
from consult.staff.access import current_account, roles
from consult.staff.models import Role


class CodingPage:
    """A statement, what was coded so far, and the needs: those its words point at come first."""

    def __init__(self, meeting: Meeting, statement: Statement) -> None:
        self.meeting, self.statement = meeting, statement
        self.every = service.statements_of(meeting.id)
        self.coded = sum(other.is_coded for other in self.every)
        taxonomy = taxonomy_in_use().taxonomy
        self.suggested = suggested(taxonomy, statement.text)
        self.domains = [(domain, [need for need in domain.needs if need not in self.suggested])
                        for domain in taxonomy.domains]


@staff.route("/reunions/<code>/notes/<uuid:key>/besoins", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def code_statement(code: str, key: UUID) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    statement = service.find_statement(meeting.id, key)
    name = current_account().name
    refuse_hidden(statement, name)
    form = CodingForm(needs=statement.needs)
    if not (form.validate_on_submit() and form.is_answered(none="aucun" in request.form)):
        page = render_template(
            "desk/meetings/code_statement.html", page=CodingPage(meeting, statement), form=form)
        return page, 422 if form.errors else 200
    code_note(statement, form.needs.data, by=name)
    following = service.next_to_code(statement)
    db.session.commit()
    if following:
        return redirect(url_for(".code_statement", code=meeting.code, key=following.id), 303)
    flash(_("Toutes les notes sont codées."), "done")
    return redirect(url_for(".statements", code=meeting.code), 303)
