"""The verbs of staff: sign-ins, accounts, second step, log."""

from consult.staff.service.log import record_action
from consult.staff.service.sessions import (
    account_of_session,
    close_other_sessions,
    close_session,
    forget_sessions,
    open_session,
    session_of,
    sessions_of,
)

__all__ = (
    "account_of_session",
    "close_other_sessions",
    "close_session",
    "forget_sessions",
    "open_session",
    "record_action",
    "session_of",
    "sessions_of",
)
