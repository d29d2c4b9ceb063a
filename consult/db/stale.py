"""A connection that PostgreSQL has ended meanwhile is replaced before anybody uses it.

Context: after the database restarts, the connections kept for later fail once, for somebody. Asking each
first whether it lives costs a journey on every request. Choice: see, without asking, whether the server has
said something: on a connection at rest, that is its farewell. Consequence: a system call, no journey.
"""

import select
import sqlite3
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError


def _has_ended(connection: Any) -> bool:
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


@event.listens_for(Engine, "checkout")
def _replace_stale(connection: Any, _record: object, _handed_out: object) -> None:
    if not isinstance(connection, sqlite3.Connection) and _has_ended(connection):
        # The others of the same age are no better.
        raise InvalidatePoolError
