"""When families are reminded of a meeting: two days before, and the same morning. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from consult import clock
from consult.meetings.states import MessageKind

DAYS_BEFORE, FROM_NINE = timedelta(days=2), time(9)
SAME_DAY_FROM = time(7)
SHORTEST_NOTICE = timedelta(hours=1)
WAKING = range(7, 20)
"""Hours at which a phone may ring for a reminder: one that is late waits for the morning."""


@dataclass(frozen=True)
class Reminder:
    """Which reminder is to be made now, for who was confirmed before `since`."""

    kind: MessageKind
    since: datetime
    occasion: str
    """The day of the meeting: when that moves, families are reminded again."""


def _local(moment: datetime, hour: time, before: timedelta = timedelta()) -> datetime:
    day = moment.astimezone(clock.ZONE).date() - before
    return datetime.combine(day, hour, clock.ZONE).astimezone(UTC)


def reminder_due(*, starts_at: datetime, at: datetime) -> Reminder | None:
    """The reminder of a meeting that is due at this moment, if there is one."""
    if at.astimezone(clock.ZONE).hour not in WAKING:
        return None
    occasion = f"{starts_at.astimezone(clock.ZONE):%Y%m%d}"
    before, morning = _local(starts_at, FROM_NINE, DAYS_BEFORE), _local(starts_at, SAME_DAY_FROM)
    if before <= at < _local(starts_at, time.min):
        return Reminder(MessageKind.REMINDER, before, occasion)
    if morning <= at <= starts_at - SHORTEST_NOTICE:
        return Reminder(MessageKind.REMINDER_TODAY, morning, occasion)
    return None


def last_waking(at: datetime) -> datetime:
    """The last moment until `at` when reminders could be made."""
    while at.astimezone(clock.ZONE).hour not in WAKING:
        at -= timedelta(hours=1)
    return at
