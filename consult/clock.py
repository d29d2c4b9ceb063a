"""The one place that asks what time it is: rules receive a day, views and commands ask here."""

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo(os.environ.get("CONSULT_TIMEZONE", "Indian/Mayotte"))


def now() -> datetime:
    """The current instant, in UTC, aware."""
    return datetime.now(UTC)


def today() -> date:
    """The current day where the families live."""
    return now().astimezone(ZONE).date()
