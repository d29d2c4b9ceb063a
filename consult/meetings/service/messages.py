"""Messages read, and what a person decides of them: let go, sent by hand, sent again, left."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, select, update

from consult.campaigns.models import Campaign, Relay
from consult.db import db
from consult.errors import N_, NotFound, Refused
from consult.meetings.models import Meeting, MessageText
from consult.meetings.notices import Notice
from consult.meetings.service.telling import messages, sign_ups
from consult.meetings.states import Channel, MessageKind, MessageState
from consult.territories.models import Territory
from consult.text import Localized

meetings, texts = cast(Table, Meeting.__table__), cast(Table, MessageText.__table__)
UNDECIDED = (MessageState.READY, MessageState.UNKNOWN, MessageState.FAILED)
"""States in which a person may say what became of a message, or what is to become of it."""
_WORDS = (texts.c.campaign_id == meetings.c.campaign_id) & (texts.c.kind == messages.c.kind)
NOTICES = (
    select(
        messages.c.id, messages.c.kind, messages.c.channel, messages.c.state, messages.c.once,
        messages.c.due_at, messages.c.attempts, messages.c.problem, messages.c.recipient, messages.c.body,
        sign_ups.c.name, sign_ups.c.phone, sign_ups.c.email, sign_ups.c.code, sign_ups.c.language,
        sign_ups.c.state.label("sign_up_state"), sign_ups.c.offer_until, Relay.name.label("relay"),
        meetings.c.code.label("meeting_code"), meetings.c.title, meetings.c.stage, meetings.c.starts_at,
        meetings.c.ends_at, meetings.c.venue, Territory.name.label("village"), meetings.c.why_cancelled,
        texts.c.text.label("own_words"), Campaign.is_demonstration)
    .select_from(messages)
    .join(sign_ups, sign_ups.c.id == messages.c.sign_up_id)
    .join(meetings, meetings.c.id == messages.c.meeting_id)
    .join(Territory, Territory.code == meetings.c.territory_code)
    .join(Campaign, Campaign.id == meetings.c.campaign_id)
    .outerjoin(Relay, Relay.id == sign_ups.c.relay_id)
    .outerjoin(texts, _WORDS))
"""Everything that the words of a message are made of."""


class AlreadyDecided(Refused):
    """The message is not any more what the page showed: it left meanwhile, or a colleague was faster."""

    sentence = N_("Ce message a changé entre-temps. Rien n’a été fait. Regardez à nouveau la liste.")


def read_notices(connection: Connection, *conditions: Any) -> list[Notice]:
    """Messages, the one that has waited longest on top."""
    in_order = NOTICES.where(*conditions).order_by(messages.c.due_at, messages.c.id)
    return [Notice(**row._mapping) for row in connection.execute(in_order)]


def find_notice(message_id: UUID) -> Notice:
    """Raises NotFound."""
    found = read_notices(db.session.connection(), messages.c.id == message_id)
    if not found:
        raise NotFound
    return found[0]


def messages_in(*states: MessageState) -> list[Notice]:
    """Every message in one of these states."""
    return read_notices(db.session.connection(), messages.c.state.in_(states))


def messages_of(meeting: Meeting) -> list[Notice]:
    """Every message of a meeting."""
    return read_notices(db.session.connection(), messages.c.meeting_id == meeting.id)


def drop_all(connection: Connection, notices: Collection[Notice]) -> int:
    """What nobody needs to hear any more, unless it has left meanwhile; how many."""
    waiting = (messages.c.id.in_([notice.id for notice in notices]),
               messages.c.state.in_([MessageState.PREPARED, MessageState.READY]))
    dropping = update(messages).where(*waiting).values(state=MessageState.DROPPED)
    return connection.execute(dropping).rowcount if notices else 0


def move(connection: Connection, message_id: UUID, channel: Channel) -> None:
    """Another channel for a message that has not left: the family gave or erased a number meanwhile."""
    waiting = (messages.c.id == message_id,
               messages.c.state.in_([MessageState.PREPARED, MessageState.READY]))
    connection.execute(update(messages).where(*waiting).values(channel=channel))


def _change(before: Collection[MessageState], message_ids: Collection[UUID],
            values: Mapping[str, Any]) -> None:
    changing = update(messages).where(messages.c.id.in_(message_ids), messages.c.state.in_(before))
    if db.session.connection().execute(changing.values(**values)).rowcount != len(message_ids):
        raise AlreadyDecided


def mark_done(notice: Notice, *, recipient: str, body: str, at: datetime) -> None:
    """A person told the family, or made sure that it was told. Raises AlreadyDecided."""
    done = {"state": MessageState.SENT, "problem": "", "recipient": recipient, "body": body, "done_at": at}
    _change(UNDECIDED, [notice.id], done)


def send_again(notice: Notice, *, at: datetime) -> None:
    """A person wants it sent, although it failed or may have gone out. Raises AlreadyDecided."""
    again = {"state": MessageState.READY, "due_at": at, "attempts": 0, "problem": ""}
    _change((MessageState.UNKNOWN, MessageState.FAILED), [notice.id], again)


def leave(notice: Notice) -> None:
    """The family is not told. Raises AlreadyDecided."""
    _change(UNDECIDED, [notice.id], {"state": MessageState.DROPPED})


def let_go(prepared: Collection[Notice], *, at: datetime) -> None:
    """The messages that she has read leave. Raises AlreadyDecided when one of them has changed."""
    ready = {"state": MessageState.READY, "due_at": at}
    _change([MessageState.PREPARED], [notice.id for notice in prepared], ready)


def leave_prepared(prepared: Collection[Notice]) -> None:
    """They do not leave. Raises AlreadyDecided when one of them has changed."""
    _change([MessageState.PREPARED], [notice.id for notice in prepared], {"state": MessageState.DROPPED})


def own_words(campaign_id: UUID) -> dict[MessageKind, Localized]:
    """What the coordinator wrote herself, by kind."""
    written = select(texts.c.kind, texts.c.text).where(texts.c.campaign_id == campaign_id)
    return {row.kind: row.text for row in db.session.execute(written)}


def write_words(campaign_id: UUID, kind: MessageKind, text: Localized) -> None:
    """Her own words for a kind of message, from now on."""
    db.session.merge(MessageText(campaign_id=campaign_id, kind=kind, text=text))


def unwrite_words(campaign_id: UUID, kind: MessageKind) -> None:
    """Back to the words that are said by default."""
    written = db.session.get(MessageText, (campaign_id, kind))
    if written:
        db.session.delete(written)
