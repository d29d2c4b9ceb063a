"""Mixing: once a day rows are laid down again, so that where a row lies does not tell when it came.

Contacts and answers share no key, no order and no time as rows. Files remember more: SQLite puts a new row
below the others of its page and writes every change into its log; PostgreSQL keeps rows in the order of
writing, each with the number of its transaction. Whoever reads the files themselves could line two tables up.

What remains, and is said in docs/vie-privee.md: the rows of the current day on PostgreSQL, what the log of
SQLite holds of the last seconds, two copies compared with each other, and databases too large to be laid down
again while families answer.
"""

from contextlib import closing
from typing import Any

from sqlalchemy import Connection, text

from consult.db import db, durably

LARGEST = 256 * 1024 * 1024
"""Octets. Families wait while rows are laid down: a second or two for so many."""
MIXED = {"response": ("digest", "pk_response"), "invitee": ("phone", "pk_invitee"),
         "sign_up": ("language", "pk_sign_up")}
"""Each table with a column to write again as it is, and the random key whose order its rows take."""


def _lay_down(connection: Connection) -> None:
    """One transaction writes every row, in the order of random keys. Nobody may read half of it."""
    connection.execute(text("SET LOCAL lock_timeout = '2s'"))
    for table, (column, key) in MIXED.items():
        size = connection.scalar(text("SELECT pg_total_relation_size(CAST(:name AS regclass))"),
                                 {"name": table})
        if (size or 0) <= LARGEST:
            connection.execute(text(f'UPDATE "{table}" SET {column} = {column}'))  # noqa: S608, our own names
            connection.execute(text(f'CLUSTER "{table}" USING "{key}"'))


def _lay_down_file(cursor: Any) -> None:
    """SQLite writes the whole file again, table by table in the order of their keys."""
    [pages] = cursor.execute("PRAGMA page_count").fetchone()
    [octets] = cursor.execute("PRAGMA page_size").fetchone()
    if pages * octets <= LARGEST:
        cursor.execute("VACUUM")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def mix() -> None:
    """Lay rows down again, where there are few enough. Raises OperationalError where somebody is writing."""
    db.session.remove()
    if db.engine.dialect.name == "postgresql":
        durably(_lay_down)
    else:
        with closing(db.engine.raw_connection()) as connection:
            _lay_down_file(connection.cursor())


def shorten_log() -> None:
    """Empty SQLite's log of changes into the file: it would tell what was written in one transaction."""
    if db.engine.dialect.name == "sqlite":
        with closing(db.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
