"""Mixing: once a day rows are laid down again, so that where a row lies does not tell when it came.

Contacts and answers share no key, no order and no time as rows. Files remember more: SQLite puts a new row
below the others of its page and writes every change into its log; PostgreSQL keeps rows in the order of
writing, each with the number of its transaction. Whoever reads the files themselves could line two tables up.

What remains, and is said in docs/vie-privee.md: answers of the current day on PostgreSQL, what came in the
last seconds, two copies compared with each other, and databases too large to be laid down
again while families answer.
"""

from contextlib import closing
from typing import Any

from sqlalchemy import Connection, text

from consult.db import db, durably

LARGEST = 256 * 1024 * 1024
"""Octets. Families wait while rows are laid down: a second or two for so many."""
MIXED = {
    "response": ('UPDATE "response" SET digest = digest', 'CLUSTER "response" USING "pk_response"'),
    "invitee": ('UPDATE "invitee" SET phone = phone', 'CLUSTER "invitee" USING "pk_invitee"'),
    "sign_up": ('UPDATE "sign_up" SET language = language', 'CLUSTER "sign_up" USING "pk_sign_up"')}
"""For each table: every row is written again as it is, then all take the order of their random keys."""


def _lay_down(connection: Connection) -> None:
    """One transaction writes every row, in the order of random keys. Nobody may read half of it."""
    connection.execute(text("SET LOCAL lock_timeout = '2s'"))
    for table, statements in MIXED.items():
        size = connection.scalar(text("SELECT pg_total_relation_size(CAST(:name AS regclass))"),
                                 {"name": table})
        if (size or 0) <= LARGEST:
            for statement in statements:
                connection.execute(text(statement))


def _lay_contacts_down(connection: Connection) -> None:
    """Where any came since: a row that is written again where it lies stays in the page it came to."""
    connection.execute(text("SET LOCAL lock_timeout = '2s'"))
    size = connection.scalar(text("SELECT pg_total_relation_size('invitee')")) or 0
    writings = connection.scalar(text("SELECT count(DISTINCT xmin::text) FROM invitee")) or 0
    if writings > 1 and size <= LARGEST:
        for statement in MIXED["invitee"]:
            connection.execute(text(statement))


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


def tidy_up() -> None:
    """Every few seconds, what tells who came last goes: SQLite's log, PostgreSQL's places of contacts."""
    db.session.remove()
    if db.engine.dialect.name == "postgresql":
        durably(_lay_contacts_down)
    else:
        with closing(db.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
