"""What is to be told is written in the transaction of the change that caused it, once for each occasion."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from consult.meetings.models import Message, SignUp
from consult.meetings.states import Channel, MessageKind, MessageState

messages, sign_ups = cast(Table, Message.__table__), cast(Table, SignUp.__table__)


def channel_of(sign_up: Row[Any]) -> Channel:
    """A phone first: that is what families read."""
    if sign_up.phone:
        return Channel.SMS
    return Channel.EMAIL if sign_up.email else Channel.RELAY


def tell(connection: Connection, sign_up: Row[Any], kind: MessageKind, *, at: datetime, occasion: str = "",
         state: MessageState = MessageState.READY) -> None:
    """Write down that this family is to be told, unless it was on the same occasion already."""
    once = f"{sign_up.id.hex}/{kind.value}/{occasion}"
    row = {"id": uuid4(), "once": once, "meeting_id": sign_up.meeting_id, "sign_up_id": sign_up.id,
           "kind": kind, "channel": channel_of(sign_up), "state": state, "due_at": at}
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(insert(messages).values(**row).on_conflict_do_nothing(index_elements=["once"]))


def tell_all(connection: Connection, meeting_id: UUID, states: tuple[Any, ...], kind: MessageKind, *,
             at: datetime, occasion: str = "", state: MessageState = MessageState.READY) -> int:
    """The same for every family of a meeting in one of these states; how many there are."""
    concerned = select(sign_ups).where(sign_ups.c.meeting_id == meeting_id, sign_ups.c.state.in_(states))
    found = connection.execute(concerned.order_by(sign_ups.c.id)).all()
    for sign_up in found:
        tell(connection, sign_up, kind, at=at, occasion=occasion, state=state)
    return len(found)


def drop_prepared(connection: Connection, meeting_id: UUID) -> None:
    """What she has not let go yet is overtaken by what comes next."""
    prepared = (messages.c.meeting_id == meeting_id, messages.c.state == MessageState.PREPARED)
    connection.execute(update(messages).where(*prepared).values(state=MessageState.DROPPED))


def drop_unsent(connection: Connection, sign_up_id: UUID, *kinds: MessageKind) -> None:
    """What was to be told and is not true any more; of all kinds where none is named."""
    waiting = (messages.c.sign_up_id == sign_up_id,
               messages.c.state.in_([MessageState.PREPARED, MessageState.READY]))
    named = (messages.c.kind.in_(kinds),) if kinds else ()
    connection.execute(update(messages).where(*waiting, *named).values(state=MessageState.DROPPED))
