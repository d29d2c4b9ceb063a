"""Messages leave one by one: taken and marked in a transaction of its own, sent, then what became of it.

Context: a crash between a sending and its mark would send twice. Choice: the mark comes first, with a lease;
whoever does not come back leaves a message of unknown fate, that only a person sends again. Consequence: no
transaction is open while the network is waited for, and several processes never take the same message.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, func, or_, select, update

from consult.campaigns.models import Campaign
from consult.db import durably
from consult.meetings.notices import Notice, Site, channel_for, compose, is_worth_telling, recipient_of
from consult.meetings.reminding import last_waking
from consult.meetings.senders import PostOffice
from consult.meetings.senders.fates import LEASE, Attempt, Fate, Letter, pause_after
from consult.meetings.service.messages import meetings, read_notices
from consult.meetings.service.reminders import make_reminders
from consult.meetings.service.telling import messages
from consult.meetings.sms import fold
from consult.meetings.states import Channel, MessageState

Now = Callable[[], datetime]
MINUTE = timedelta(minutes=1)
LONGEST_ROUND = timedelta(minutes=1)
"""Other work waits behind a slow gateway no longer than that."""
INTERRUPTED = "L’envoi a été interrompu."
RESTORED = "Le site a été restauré\u00a0: ce message est peut-être déjà parti."
# What was invented for a demonstration may be somebody's number.
_real = select(meetings.c.id).join(Campaign, Campaign.id == meetings.c.campaign_id).where(
    Campaign.is_demonstration.is_(False))


@dataclass(frozen=True)
class Taken:
    """A message that is ours to send until the lease ends."""

    channel: Channel
    letter: Letter
    lease_until: datetime
    attempts: int


def _next(connection: Connection, channels: Collection[Channel], at: datetime) -> Notice | None:
    """The message that has waited longest, locked. Another process takes the one behind it."""
    due = (messages.c.state == MessageState.READY, messages.c.due_at <= at,
           messages.c.channel.in_(channels), messages.c.meeting_id.in_(_real))
    first = select(messages.c.id).where(*due).order_by(messages.c.due_at, messages.c.id).limit(1)
    found = connection.execute(first.with_for_update(skip_locked=True)).scalar()
    return read_notices(connection, messages.c.id == found)[0] if found else None


def _set(connection: Connection, message_id: UUID, **values: Any) -> None:
    connection.execute(update(messages).where(messages.c.id == message_id).values(**values))


def _letter(notice: Notice, site: Site) -> Letter:
    words = compose(notice, site)
    text = fold(words.text) if notice.channel is Channel.SMS else words.text
    return Letter(notice.id, recipient_of(notice), text, words.lang, words.subject)


def take(connection: Connection, channels: Collection[Channel], *, site: Site, at: datetime) -> Taken | None:
    """Mark the next message as being sent. What is not true any more is dropped on the way."""
    while notice := _next(connection, channels, at):
        if not is_worth_telling(notice, at):
            _set(connection, notice.id, state=MessageState.DROPPED)
        elif notice.channel is not channel_for(notice):
            _set(connection, notice.id, channel=channel_for(notice))
        else:
            letter, until = _letter(notice, site), at + LEASE
            _set(connection, notice.id, state=MessageState.SENDING, lease_until=until, problem="",
                 attempts=notice.attempts + 1, recipient=letter.to, body=letter.text)
            return Taken(notice.channel, letter, until, notice.attempts + 1)
    return None


def _outcome(attempt: Attempt, attempts: int, at: datetime) -> dict[str, Any]:
    """The columns of a message after an attempt."""
    ended = {"problem": attempt.problem, "done_at": at}
    if attempt.fate is Fate.SENT:
        return {**ended, "state": MessageState.SENT}
    if attempt.fate is Fate.UNKNOWN:
        return {**ended, "state": MessageState.UNKNOWN}
    pause = pause_after(attempts) if attempt.fate is Fate.LATER else None
    if pause is None:
        return {**ended, "state": MessageState.FAILED}
    return {"state": MessageState.READY, "due_at": at + pause, "problem": attempt.problem}


def record(connection: Connection, taken: Taken, attempt: Attempt, *, at: datetime) -> None:
    """Write what became of it, unless somebody decided otherwise since the lease ended."""
    ours = (messages.c.id == taken.letter.id, messages.c.lease_until == taken.lease_until,
            messages.c.state.in_([MessageState.SENDING, MessageState.UNKNOWN]))
    outcome = _outcome(attempt, taken.attempts, at)
    connection.execute(update(messages).where(*ours).values(**outcome))


def end_leases(connection: Connection, *, at: datetime) -> int:
    """Who took a message and never came back may have sent it; how many there are."""
    late = (messages.c.state == MessageState.SENDING, messages.c.lease_until < at)
    unknown = {"state": MessageState.UNKNOWN, "problem": INTERRUPTED, "done_at": at}
    return connection.execute(update(messages).where(*late).values(**unknown)).rowcount


def _doubt(connection: Connection, at: datetime) -> int:
    waiting = messages.c.state.in_([MessageState.PREPARED, MessageState.READY, MessageState.SENDING])
    unknown = {"state": MessageState.UNKNOWN, "problem": RESTORED, "done_at": at}
    return connection.execute(update(messages).where(waiting).values(**unknown)).rowcount


def doubt_unsent(connection: Connection, *, at: datetime) -> int:
    """The site is as it was earlier: what was to be sent then may have gone out since; how many there are.

    Reminders too: those whose moment has come are made, so that nothing makes and sends them again.
    """
    count = _doubt(connection, at)
    make_reminders(connection, at=last_waking(at))
    return count + _doubt(connection, at)


def _sent_lately(connection: Connection, at: datetime) -> int:
    # A clock that stepped back leaves endings in the future: they must not hold everything up until then.
    around = and_(messages.c.done_at > at - MINUTE, messages.c.done_at < at + MINUTE)
    lately = or_(around, messages.c.state == MessageState.SENDING)
    return connection.execute(select(func.count()).select_from(messages).where(lately)).scalar_one()


def _take_at_pace(connection: Connection, channels: Collection[Channel], *, office: PostOffice,
                  at: datetime) -> Taken | None:
    if _sent_lately(connection, at) >= office.per_minute:
        return None
    return take(connection, channels, site=office.site, at=at)


def deliver(
        office: PostOffice, *, now: Now, is_stopping: Callable[[], bool] = lambda: False) -> Counter[Fate]:
    """Send what is due, at the pace of the settings; how many of each fate.

    A channel in trouble rests until the next round: every message behind would only wait for it too.
    """
    channels, end, fates = set(office.senders), now() + LONGEST_ROUND, Counter[Fate]()
    while channels and not is_stopping() and (at := now()) < end:
        taken = durably(partial(_take_at_pace, channels=frozenset(channels), office=office, at=at))
        if taken is None:
            break
        attempt = office.senders[taken.channel](taken.letter)
        durably(partial(record, taken=taken, attempt=attempt, at=now()))
        fates[attempt.fate] += 1
        if attempt.fate in {Fate.LATER, Fate.UNKNOWN}:
            channels.discard(taken.channel)
    return fates
