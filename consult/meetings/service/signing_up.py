"""Families sign up, change, say yes to an offer, cancel. Each is one transaction, lasting once it returns."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Row, select
from sqlalchemy import update as update_rows
from sqlalchemy.dialects import postgresql, sqlite

from consult.campaigns.codes import ALPHABET
from consult.errors import N_, NotFound, Refused
from consult.meetings.models import Meeting
from consult.meetings.parties import Party
from consult.meetings.service.seats import (
    lock_meeting,
    next_turn,
    room_of,
    set_state,
    settle,
    sign_ups,
    take,
)
from consult.meetings.service.telling import drop_unsent, tell
from consult.meetings.stages import accepts_sign_ups
from consult.meetings.states import HOLDING, MessageKind, SignUpState

CODE_LETTERS = 8
"""Eleven thousand millions of them: nobody finds one by trying, at the pace that is allowed."""


class SignUpsOver(Refused):
    """The meeting has begun, is over, cancelled or not public yet."""

    status = 410
    sentence = N_("On ne peut plus s’inscrire à cette réunion.")


class NoRoom(Refused):
    """The change asks for more seats than are left. Nothing is changed."""

    sentence = N_("Il ne reste pas assez de places pour ce changement. Votre inscription n’a pas changé.")


class Status(StrEnum):
    STORED = "stored"
    REPEATED = "repeated"
    """The same was here already: the phone lost our reply, not the family's seats."""
    DIFFERENT = "different"
    """The key is known with other details: a change, or another family?"""


@dataclass(frozen=True)
class Outcome:
    status: Status
    code: str = ""
    """What the family changes or cancels with; empty when nothing was stored."""


def _of_meeting(row: Row[Any]) -> Meeting:
    """The row as the rules of `stages` read it."""
    return Meeting(**{name: getattr(row, name) for name in ("stage", "starts_at", "seats", "seats_taken")})


def _new_code(connection: Connection) -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
        if connection.execute(select(sign_ups.c.id).where(sign_ups.c.code == code)).first() is None:
            return code


def _is_same(sign_up: Row[Any], meeting_id: UUID, party: Party) -> bool:
    # The same number is the same number, however it is written the second time.
    sent = {name: value for name, value in party.columns().items() if name != "phone_typed"}
    return sign_up.meeting_id == meeting_id and sent == {name: getattr(sign_up, name) for name in sent}


def _insert(connection: Connection, row: dict[str, Any]) -> bool:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    adding = insert(sign_ups).values(**row).on_conflict_do_nothing(index_elements=["id"])
    return connection.execute(adding.returning(sign_ups.c.id)).first() is not None


def _find(connection: Connection, key: UUID) -> Row[Any] | None:
    return connection.execute(select(sign_ups).where(sign_ups.c.id == key)).first()


def sign_up(connection: Connection, *, key: UUID, meeting_id: UUID, party: Party, at: datetime,
            relay_id: UUID | None = None) -> Outcome:
    """Take a family in: with seats where they are, else on the waiting list. Raises SignUpsOver, NotFound.

    The key is looked at first: what was stored already is not stored, nor refused, a second time.
    """
    meeting = lock_meeting(connection, meeting_id)
    if found := _find(connection, key):
        same = _is_same(found, meeting_id, party)
        return Outcome(Status.REPEATED, found.code or "") if same else Outcome(Status.DIFFERENT)
    if not accepts_sign_ups(_of_meeting(meeting), at=at):
        raise SignUpsOver
    row = {**party.columns(), "id": key, "meeting_id": meeting_id, "code": _new_code(connection),
           "state": SignUpState.WAITING, "seats": party.room.seats, "minded": party.room.minded,
           "relay_id": relay_id}
    if not _insert(connection, row):
        return Outcome(Status.DIFFERENT)  # the same key was sent for another meeting at the same moment
    _seat_or_wait(connection, cast(Row[Any], _find(connection, key)), at=at)
    return Outcome(Status.STORED, row["code"])


def _seat_or_wait(connection: Connection, sign_up: Row[Any], *, at: datetime) -> SignUpState:
    """Seats where there are some, else the last place on the waiting list; told either way."""
    if take(connection, sign_up.meeting_id, room_of(sign_up)):
        set_state(connection, sign_up.id, SignUpState.CONFIRMED)
        tell(connection, sign_up, MessageKind.CONFIRMED, at=at, occasion=_occasion(at))
        return SignUpState.CONFIRMED
    turn = next_turn(connection, sign_up.meeting_id)
    set_state(connection, sign_up.id, SignUpState.WAITING, turn=turn)
    tell(connection, sign_up, MessageKind.WAITING, at=at, occasion=str(turn))
    return SignUpState.WAITING


def _occasion(at: datetime) -> str:
    """Which of several times the same thing is told."""
    return f"{at:%Y%m%d%H%M%S%f}"


def find_sign_up(connection: Connection, code: str) -> Row[Any]:
    """The sign-up that a family's code opens, however it was typed. Raises NotFound."""
    wanted = code.strip().lower().replace("\0", "")
    found = connection.execute(select(sign_ups).where(sign_ups.c.code == wanted)).first()
    if found is None:
        raise NotFound
    return found


def _locked(connection: Connection, code: str) -> tuple[Row[Any], Row[Any]]:
    """The meeting, ours, and the sign-up as it is now that nobody else can change it."""
    meeting = lock_meeting(connection, find_sign_up(connection, code).meeting_id)
    return meeting, find_sign_up(connection, code)


def _refuse_late(meeting: Row[Any], at: datetime) -> None:
    if not accepts_sign_ups(_of_meeting(meeting), at=at):
        raise SignUpsOver


def change(connection: Connection, code: str, party: Party, *, at: datetime) -> None:
    """Other details for a sign-up. Raises NoRoom when more seats are asked for than are left; SignUpsOver.

    A family that waits keeps its turn, whatever it asks for.
    """
    meeting, found = _locked(connection, code)
    _refuse_late(meeting, at)
    if found.state in HOLDING and not take(connection, meeting.id, party.room - room_of(found)):
        raise NoRoom
    changed = {**party.columns(), "seats": party.room.seats, "minded": party.room.minded}
    connection.execute(update_rows(sign_ups).where(sign_ups.c.id == found.id).values(**changed))
    settle(connection, meeting.id, at=at)


def accept(connection: Connection, code: str, *, at: datetime) -> SignUpState:
    """Say yes to an offer; after its end, or after a cancellation, seats again or the end of the list."""
    meeting, found = _locked(connection, code)
    _refuse_late(meeting, at)
    settle(connection, meeting.id, at=at)
    found = find_sign_up(connection, code)
    if found.state is SignUpState.OFFERED:
        drop_unsent(connection, found.id, MessageKind.OFFER)
        set_state(connection, found.id, SignUpState.CONFIRMED)
        tell(connection, found, MessageKind.CONFIRMED, at=at, occasion=_occasion(at))
        return SignUpState.CONFIRMED
    if found.state in {SignUpState.LAPSED, SignUpState.CANCELLED}:
        return _seat_or_wait(connection, found, at=at)
    return SignUpState(found.state)


def cancel(connection: Connection, code: str, *, at: datetime) -> None:
    """The family does not come; its seats go to who waits. A second time changes nothing."""
    meeting, found = _locked(connection, code)
    if found.state is SignUpState.CANCELLED:
        return
    if found.state in HOLDING:
        take(connection, meeting.id, -room_of(found))
    drop_unsent(connection, found.id)
    set_state(connection, found.id, SignUpState.CANCELLED)
    settle(connection, meeting.id, at=at)
