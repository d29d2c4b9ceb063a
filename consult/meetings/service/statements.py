"""Short things said in a meeting: noted, corrected, coded to needs, removed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from consult.db import db
from consult.errors import NotFound
from consult.meetings.models import Meeting, Statement

LONGEST_STATEMENT = 600


def statements_of(meeting_id: UUID) -> list[Statement]:
    """What was said, in the order in which it was noted."""
    of_meeting = select(Statement).where(Statement.meeting_id == meeting_id)
    return list(db.session.scalars(of_meeting.order_by(Statement.position, Statement.id)))


def find_statement(meeting_id: UUID, key: UUID) -> Statement:
    """One of the meeting's statements. Raises NotFound."""
    found = db.session.get(Statement, key)
    if found is None or found.meeting_id != meeting_id:
        raise NotFound
    return found


def statement_to_change(key: UUID) -> Statement | None:
    """A statement as it is now, kept from others until this transaction ends; None where it is gone."""
    locked = select(Statement).where(Statement.id == key).with_for_update()
    return db.session.scalar(locked.execution_options(populate_existing=True))


def note_statement(meeting: Meeting, text: str, *, language: str, key: UUID) -> None:
    """Add what was just said. The key was made with the page: the same one again is a second tap."""
    if db.session.get(Statement, key) is not None:
        return
    of_meeting = select(func.max(Statement.position)).where(Statement.meeting_id == meeting.id)
    last = db.session.scalar(of_meeting)
    db.session.add(Statement(id=key, meeting_id=meeting.id, text=text, language=language,
                             position=0 if last is None else last + 1))


def edit_statement(statement: Statement, text: str, *, language: str) -> None:
    """Other words. Where they change, somebody has to say again which needs they express."""
    if text != statement.text:
        statement.is_coded = False
    statement.text, statement.language = text, language


def code_statement(statement: Statement, needs: Sequence[str] | None) -> None:
    """Say which needs it expresses; none at all is an answer too, None takes the answer back."""
    statement.needs, statement.is_coded = list(needs or ()), needs is not None


def remove_statement(statement: Statement) -> None:
    db.session.delete(statement)


def next_to_code(statement: Statement) -> Statement | None:
    """The one to code after this: further down the list, else from its top."""
    others = [other for other in statements_of(statement.meeting_id)
              if not other.is_coded and other.id != statement.id]
    further = (other for other in others if other.position > statement.position)
    return next(further, others[0] if others else None)


def spoken_in(campaign_id: UUID) -> list[tuple[Meeting, Statement]]:
    """Every statement of a campaign, beside the meeting where it was made: by date, then as it was noted."""
    spoken = select(Meeting, Statement).join(Statement, Statement.meeting_id == Meeting.id)
    in_order = (Meeting.starts_at, Meeting.code, Statement.position, Statement.id)
    rows = db.session.execute(spoken.where(Meeting.campaign_id == campaign_id).order_by(*in_order))
    return [(meeting, statement) for meeting, statement in rows]
