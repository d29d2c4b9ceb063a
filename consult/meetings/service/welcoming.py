"""Who is expected at the door, and who came: what several phones note becomes one list."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from consult import clock
from consult.db import db
from consult.meetings.arrivals import Entry, WrongEntries, is_door_open, merged
from consult.meetings.models import Arrival, Meeting, SignUp
from consult.meetings.service.seats import lock_meeting, sign_ups
from consult.meetings.states import MeetingStage, SignUpState
from consult.text import spelling

arrivals = cast(Table, Arrival.__table__)
WELCOMING = (MeetingStage.OPEN, MeetingStage.HELD)


def welcoming_meetings(*, on: date) -> list[Meeting]:
    """Meetings whose door is open on this day: the next one on top, then the last one that was."""
    stood = select(Meeting).where(Meeting.stage.in_(WELCOMING)).order_by(Meeting.starts_at, Meeting.code)
    found = [meeting for meeting in db.session.scalars(stood) if is_door_open(meeting, on=on)]
    return sorted(found, key=lambda meeting: _nearness(meeting, on))


def _nearness(meeting: Meeting, on: date) -> tuple[bool, timedelta]:
    day = meeting.starts_at.astimezone(clock.ZONE).date()
    return day < on, abs(day - on)


def families_at_the_door(meeting_id: UUID) -> list[SignUp]:
    """Families whose seats are confirmed, and those that came all the same; by first name."""
    came = select(Arrival.id).where(Arrival.meeting_id == meeting_id)
    met = or_(SignUp.state == SignUpState.CONFIRMED, SignUp.id.in_(came))
    families = db.session.scalars(select(SignUp).where(SignUp.meeting_id == meeting_id, met))
    return sorted(families, key=lambda family: (spelling(family.name), family.id))


def arrivals_of(connection: Connection, meeting_id: UUID) -> list[Entry]:
    """Every row of a meeting, in the order of their keys, which says nothing."""
    of_meeting = select(arrivals).where(arrivals.c.meeting_id == meeting_id)
    return [Entry(row.id, row.is_walk_in, row.women, row.men, row.children, row.noted_at)
            for row in connection.execute(of_meeting.order_by(arrivals.c.id))]


def _taken_elsewhere(connection: Connection, meeting_id: UUID, ids: Collection[UUID]) -> bool:
    """Whether one of these keys is a family's, or a row of another meeting."""
    families = select(sign_ups.c.id).where(sign_ups.c.id.in_(ids))
    others = select(arrivals.c.id).where(arrivals.c.id.in_(ids), arrivals.c.meeting_id != meeting_id)
    return connection.execute(families.union(others)).first() is not None


def _refuse_foreign(connection: Connection, meeting_id: UUID, entries: Collection[Entry]) -> None:
    """A family's row has the key of its sign-up to this meeting; a walk-in's key is nobody else's."""
    of_meeting = select(sign_ups.c.id).where(sign_ups.c.meeting_id == meeting_id)
    ours = set(connection.scalars(of_meeting))
    walk_ins = {entry.id for entry in entries if entry.is_walk_in}
    families = {entry.id for entry in entries} - walk_ins
    if not families <= ours or _taken_elsewhere(connection, meeting_id, walk_ins):
        raise WrongEntries


def _store(connection: Connection, meeting_id: UUID, entry: Entry) -> None:
    columns: dict[str, Any] = {**entry.to_json(), "id": entry.id, "meeting_id": meeting_id}
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    adding = insert(arrivals).values(**columns)
    newer = {name: adding.excluded[name] for name in ("women", "men", "children", "noted_at")}
    # The key may have become another meeting's since it was looked for: that row stays as it is.
    connection.execute(adding.on_conflict_do_update(
        index_elements=["id"], set_=newer, where=arrivals.c.meeting_id == meeting_id))


def welcome(connection: Connection, meeting_id: UUID, entries: Iterable[Entry]) -> int:
    """Keep the later version of each row; how many changed. Raises WrongEntries for a key of elsewhere."""
    lock_meeting(connection, meeting_id)
    sent = merged(entries)
    _refuse_foreign(connection, meeting_id, sent.values())
    known = {entry.id: entry for entry in arrivals_of(connection, meeting_id)}
    changed = [entry for entry in sent.values() if entry.is_later_than(known.get(entry.id))]
    for entry in changed:
        _store(connection, meeting_id, entry)
    return len(changed)
