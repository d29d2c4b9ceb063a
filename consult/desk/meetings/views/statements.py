"""Notes of a meeting: short things that were said, added one after the other."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.db import db
from consult.desk.blueprint import staff
from consult.desk.coding.notes import Note, as_read, hidden_notes, notes_of, refuse_hidden
from consult.desk.meetings.forms import NewStatementForm, StatementForm
from consult.i18n import DEFAULT, LANGUAGES
from consult.meetings import service
from consult.meetings.models import Meeting
from consult.needs.cues import known
from consult.needs.service import taxonomy_in_use
from consult.needs.taxonomy import Need
from consult.staff.access import current_account, log_action, roles
from consult.staff.models import Role
from consult.web.forms import Form


class NotesPage:
    """The statements of a meeting, or those nobody has coded yet."""

    def __init__(self, meeting: Meeting, *, only_uncoded: bool) -> None:
        self.meeting, self.only_uncoded = meeting, only_uncoded
        self.taxonomy = taxonomy_in_use().taxonomy
        self.every = notes_of(meeting, current_account().name)

    def needs_of(self, statement: Note) -> list[Need]:
        return known(self.taxonomy, statement.needs)

    @property
    def coded(self) -> int:
        return sum(statement.is_coded for statement in self.every)

    @property
    def next_to_code(self) -> Note | None:
        return next((statement for statement in self.every if not statement.is_coded), None)

    @property
    def shown(self) -> list[Note]:
        """The last one said on top: it is the one somebody wants to see again."""
        return [statement for statement in reversed(self.every)
                if not (self.only_uncoded and statement.is_coded)]


def _page(meeting: Meeting, form: NewStatementForm) -> ResponseReturnValue:
    page = NotesPage(meeting, only_uncoded="a-coder" in request.args)
    status = 422 if form.errors else 200
    return render_template("desk/meetings/statements.html", page=page, form=form), status


@staff.route("/reunions/<code>/notes", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def statements(code: str) -> ResponseReturnValue:
    meeting, asked = service.find_meeting(code), request.args.get("langue", "")
    form = NewStatementForm(key=str(uuid4()), language=asked if asked in LANGUAGES else DEFAULT)
    if not form.validate_on_submit():
        form.refuse_strange()
        return _page(meeting, form)
    service.note_statement(
        meeting, form.text.data, language=form.language.data, key=form.statement_key())
    db.session.commit()
    # The next one is likely to be in the same language.
    return redirect(url_for(".statements", code=meeting.code, langue=form.language.data), 303)


@staff.route("/reunions/<code>/notes/<uuid:key>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def edit_statement(code: str, key: UUID) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    statement = service.find_statement(meeting.id, key)
    refuse_hidden(statement, current_account().name)
    form = StatementForm(text=statement.text, language=statement.language)
    if not form.validate_on_submit():
        page = render_template(
            "desk/meetings/edit_statement.html", meeting=meeting, statement=statement, form=form)
        return page, 422 if form.errors else 200
    service.edit_statement(statement, form.text.data, language=form.language.data)
    log_action("modifie une note de réunion", meeting.code)
    db.session.commit()
    return redirect(url_for(".statements", code=meeting.code), 303)


@staff.route("/reunions/<code>/notes/<uuid:key>/supprimer", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def remove_statement(code: str, key: UUID) -> ResponseReturnValue:
    meeting, form = service.find_meeting(code), Form()
    statement = service.find_statement(meeting.id, key)
    if not form.validate_on_submit():
        note = as_read(statement, hidden_notes(meeting.campaign_id, current_account().name))
        return render_template(
            "desk/meetings/remove_statement.html", meeting=meeting, statement=note, form=form)
    service.remove_statement(statement)
    log_action("supprime une note de réunion", meeting.code)
    db.session.commit()
    flash(_("La note est supprimée."), "done")
    return redirect(url_for(".statements", code=meeting.code), 303)
