"""The append-only log of what was done."""

from typing import Any

from consult import clock
from consult.db import db
from consult.staff.models import StaffAction


def record_action(*, account_name: str, verb: str, subject: str = "",
                  detail: dict[str, Any] | None = None) -> None:
    """Add a line to the log, in the transaction of the change it tells."""
    db.session.add(StaffAction(at=clock.now(), account_name=account_name, verb=verb, subject=subject,
                               detail=detail or {}))
