"""What the desk reads of meetings and of who signed up."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consult.db import db
from consult.errors import NotFound
from consult.meetings.models import Meeting, Message, SignUp, Statement
from consult.meetings.parties import Room
from consult.meetings.standing import Share, Standing
from consult.meetings.states import Channel, MessageState


def _families(keys: list[UUID]) -> Sequence[Any]:
    """A row for each meeting and state."""
    columns = (SignUp.meeting_id, SignUp.state, func.count().label("families"),
               func.sum(SignUp.seats).label("seats"), func.sum(SignUp.minded).label("minded"))
    by_state = select(*columns).where(SignUp.meeting_id.in_(keys))
    return db.session.execute(by_state.group_by(SignUp.meeting_id, SignUp.state)).all()


def _messages(keys: list[UUID], *which: Any) -> dict[UUID, int]:
    """Families with a message of this kind still to go, by meeting."""
    families = select(Message.meeting_id, func.count(Message.sign_up_id.distinct()))
    by_meeting = families.where(Message.meeting_id.in_(keys), *which).group_by(Message.meeting_id)
    return {row[0]: row[1] for row in db.session.execute(by_meeting)}


def find_standings(meetings: Iterable[Meeting]) -> dict[UUID, Standing]:
    """How full each of these meetings is, by its key."""
    found = {meeting.id: meeting for meeting in meetings}
    keys, families = list(found), _families(list(found))
    shares = {key: {row.state: Share(row.families, Room(int(row.seats), int(row.minded)))
                    for row in families if row.meeting_id == key} for key in keys}
    to_tell = _messages(keys, Message.channel == Channel.RELAY, Message.state == MessageState.READY)
    prepared = _messages(keys, Message.state == MessageState.PREPARED)
    return {key: Standing(Room(meeting.seats, meeting.minded_seats), shares[key], to_tell.get(key, 0),
                          prepared.get(key, 0)) for key, meeting in found.items()}


def list_sign_ups(meeting_id: UUID) -> list[SignUp]:
    """Every family of a meeting, by name."""
    of_meeting = select(SignUp).where(SignUp.meeting_id == meeting_id)
    in_order = of_meeting.options(joinedload(SignUp.relay)).order_by(SignUp.name, SignUp.id)
    return list(db.session.scalars(in_order))


def find_family(meeting_id: UUID, key: UUID) -> SignUp:
    """A family of this meeting that is not forgotten yet. Raises NotFound."""
    found = db.session.get(SignUp, key)
    if found is None or found.meeting_id != meeting_id or found.code is None:
        raise NotFound
    return found


def count_uncoded(meeting_id: UUID) -> int:
    """Notes taken in a meeting that nobody has read for needs yet."""
    uncoded = (Statement.meeting_id == meeting_id, Statement.is_coded.is_(False))
    return db.session.scalar(select(func.count()).select_from(Statement).where(*uncoded)) or 0
