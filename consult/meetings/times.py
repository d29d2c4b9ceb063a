"""Days and hours as they are read on the clocks of the place, and the instants they stand for. Pure."""

from datetime import UTC, date, datetime, time

from consult import clock


def instant(day: date, hour: time) -> datetime:
    """The moment at which the clocks of the place show this day and this hour."""
    return datetime.combine(day, hour, clock.ZONE).astimezone(UTC)


def local_day(moment: datetime) -> date:
    return moment.astimezone(clock.ZONE).date()


def local_hour(moment: datetime) -> time:
    return moment.astimezone(clock.ZONE).time()
