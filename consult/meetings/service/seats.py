"""Seats: taken, given back, offered to who waits. What happens to one meeting happens one after the other."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Row, Table, select, update

from consult.errors import NotFound
from consult.meetings.models import Meeting, SignUp
from consult.meetings.parties import Room, offer_deadline
from consult.meetings.service.telling import drop_unsent, tell
from consult.meetings.states import MeetingStage, MessageKind, SignUpState

meetings, sign_ups = cast(Table, Meeting.__table__), cast(Table, SignUp.__table__)


def lock_meeting(connection: Connection, meeting_id: UUID) -> Row[Any]:
    """The meeting, ours until the end of the transaction. Raises NotFound.

    SQLite has one writer. On PostgreSQL the row lock puts those who want the same hall in a queue, and as
    everybody takes it first, nobody waits for somebody who waits for them.
    """
    found = connection.execute(select(meetings).where(meetings.c.id == meeting_id).with_for_update()).first()
    if found is None:
        raise NotFound
    return found


def take(connection: Connection, meeting_id: UUID, room: Room) -> bool:
    """Take this room, or nothing at all where it is not there. A negative room is given back."""
    seats, minded = meetings.c.seats_taken + room.seats, meetings.c.minded_taken + room.minded
    # What is given back is always welcome; what is wanted must be there.
    fits = [meetings.c.seats >= seats] if room.seats > 0 else []
    fits += [meetings.c.minded_seats >= minded] if room.minded > 0 else []
    taking = update(meetings).where(meetings.c.id == meeting_id, *fits)
    return connection.execute(taking.values(seats_taken=seats, minded_taken=minded)).rowcount == 1


def next_turn(connection: Connection, meeting_id: UUID) -> int:
    """A number on the waiting list, after all those given out."""
    giving = update(meetings).where(meetings.c.id == meeting_id).values(turns=meetings.c.turns + 1)
    return int(connection.execute(giving.returning(meetings.c.turns)).scalar_one())


def set_state(connection: Connection, sign_up_id: UUID, state: SignUpState, **columns: Any) -> None:
    """A sign-up in its new state; what only the old one needed is forgotten."""
    values = {"turn": None, "offer_until": None, **columns, "state": state}
    connection.execute(update(sign_ups).where(sign_ups.c.id == sign_up_id).values(**values))


def room_of(sign_up: Row[Any]) -> Room:
    return Room(sign_up.seats, sign_up.minded)


def _lapse_offers(connection: Connection, meeting_id: UUID, at: datetime) -> None:
    late = select(sign_ups).where(
        sign_ups.c.meeting_id == meeting_id, sign_ups.c.state == SignUpState.OFFERED,
        sign_ups.c.offer_until < at)
    for sign_up in connection.execute(late.order_by(sign_ups.c.id)).all():
        take(connection, meeting_id, -room_of(sign_up))
        drop_unsent(connection, sign_up.id, MessageKind.OFFER)
        set_state(connection, sign_up.id, SignUpState.LAPSED)


def _waiting(connection: Connection, meeting_id: UUID) -> list[Row[Any]]:
    of_meeting = (sign_ups.c.meeting_id == meeting_id, sign_ups.c.state == SignUpState.WAITING)
    return list(connection.execute(select(sign_ups).where(*of_meeting).order_by(sign_ups.c.turn)).all())


def settle(connection: Connection, meeting_id: UUID, *, at: datetime) -> int:
    """Give room that came free to the first families it fits, in order of arrival; how many were offered it.

    Offers nobody answered end first. A family too large for what is left waits whole, and those behind it
    may pass. Nothing is offered once the meeting has begun or is not open.
    """
    meeting = lock_meeting(connection, meeting_id)
    _lapse_offers(connection, meeting_id, at)
    if meeting.stage is not MeetingStage.OPEN or meeting.starts_at <= at:
        return 0
    until, offered = offer_deadline(now=at, starts_at=meeting.starts_at), 0
    for sign_up in _waiting(connection, meeting_id):
        if take(connection, meeting_id, room_of(sign_up)):
            set_state(connection, sign_up.id, SignUpState.OFFERED, offer_until=until)
            drop_unsent(connection, sign_up.id, MessageKind.WAITING)
            tell(connection, sign_up, MessageKind.OFFER, at=at, occasion=f"{until:%Y%m%d%H%M}")
            offered += 1
    return offered
