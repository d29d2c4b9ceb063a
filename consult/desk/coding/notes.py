"""Notes of meetings are texts too: coded on either page they count once, masked on one they are on both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app

from consult import clock
from consult.meetings import service as meetings
from consult.meetings.models import Meeting, Statement
from consult.needs import service
from consult.needs.texts import MASKED, Said, Text, statement_text
from consult.text import FRENCH


@dataclass(frozen=True)
class Note:
    """A statement as somebody may read it."""

    id: UUID
    text: str
    language: str
    needs: Sequence[Any]
    is_coded: bool


def as_text(statement: Statement) -> Text:
    said = Said(statement.id, statement.text, statement.language)
    return statement_text(said, secret=current_app.config["SECRET_KEY"])


def hidden_notes(campaign_id: UUID, name: str) -> frozenset[UUID | None]:
    """The statements in which somebody else found a name or a phone number."""
    return frozenset(key for (key, _), who in service.masks_of(campaign_id).items() if who != name)


def as_read(statement: Statement, hidden: Collection[UUID | None]) -> Note:
    is_hidden = statement.id in hidden
    return Note(statement.id, MASKED if is_hidden else statement.text,
                FRENCH if is_hidden else statement.language, statement.needs, statement.is_coded)


def keep_in_step(text: Text) -> None:
    """What counts of a statement is what its meeting's own list shows."""
    if text.statement_id is None:
        return
    statement, final = meetings.statement_to_change(text.statement_id), service.coding_of(text).final
    if statement is not None:
        meetings.code_statement(statement, None if final is None else sorted(final))


def code_note(statement: Statement, needs: Sequence[str], *, by: str) -> None:
    """Code a statement from its meeting's page. Raises what coding a text raises."""
    text = as_text(statement)
    service.code_text(text, now=statement.text, coder=by, codes=needs, on=clock.today())
    keep_in_step(text)


def refuse_hidden(statement: Statement, name: str) -> None:
    """Raises TextMasked."""
    service.refuse_masked(as_text(statement), name)


def notes_of(meeting: Meeting, name: str) -> list[Note]:
    """What was said in a meeting, as somebody may read it, in the order in which it was noted."""
    hidden = hidden_notes(meeting.campaign_id, name)
    return [as_read(statement, hidden) for statement in meetings.statements_of(meeting.id)]
