"""Reminders are made when their moment comes, once each, for families that were expected before it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, exists, select

from consult.meetings.reminding import Reminder, reminder_due
from consult.meetings.service.messages import meetings
from consult.meetings.service.telling import messages, sign_ups, tell
from consult.meetings.states import MeetingStage, MessageKind, MessageState, SignUpState

SOON = timedelta(days=4)


def _coming(connection: Connection, at: datetime) -> list[tuple[UUID, datetime]]:
    """Meetings of the next days. One whose change she has not let go yet would be told with the new time."""
    is_changing = exists().where(
        messages.c.meeting_id == meetings.c.id, messages.c.state == MessageState.PREPARED)
    soon = (meetings.c.stage == MeetingStage.OPEN, meetings.c.starts_at > at,
            meetings.c.starts_at < at + SOON, ~is_changing)
    found = select(meetings.c.id, meetings.c.starts_at).where(*soon)
    return [(row.id, row.starts_at) for row in connection.execute(found.order_by(meetings.c.id))]


def _already_know(connection: Connection, meeting_id: UUID, reminder: Reminder) -> set[UUID]:
    """Families that had this reminder, or their confirmation since its moment."""
    kinds = [MessageKind.CONFIRMED, reminder.kind]
    told = select(messages.c.sign_up_id, messages.c.kind, messages.c.once).where(
        messages.c.meeting_id == meeting_id, messages.c.kind.in_(kinds))
    # The occasion of a confirmation is its moment, written so that later ones sort behind (signing_up.py).
    since = f"{reminder.since.astimezone(UTC):%Y%m%d%H%M%S%f}"
    knows = {MessageKind.CONFIRMED: lambda occasion: occasion > since,
             reminder.kind: lambda occasion: occasion == reminder.occasion}
    return {row.sign_up_id for row in connection.execute(told)
            if knows[row.kind](row.once.rsplit("/", 1)[1])}


def _remind(connection: Connection, meeting_id: UUID, reminder: Reminder, at: datetime) -> int:
    know = _already_know(connection, meeting_id, reminder)
    expected = (sign_ups.c.meeting_id == meeting_id, sign_ups.c.state == SignUpState.CONFIRMED)
    found = connection.execute(select(sign_ups).where(*expected).order_by(sign_ups.c.id)).all()
    to_tell = [sign_up for sign_up in found if sign_up.id not in know]
    for sign_up in to_tell:
        tell(connection, sign_up, reminder.kind, at=at, occasion=reminder.occasion)
    return len(to_tell)


def make_reminders(connection: Connection, *, at: datetime) -> int:
    """Write down the reminders whose moment has come; how many. A second time there are none."""
    due = [(key, reminder_due(starts_at=starts_at, at=at)) for key, starts_at in _coming(connection, at)]
    return sum(_remind(connection, key, reminder, at) for key, reminder in due if reminder)
