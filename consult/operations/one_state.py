"""The database as it is at one moment, however long it is read, while families write and wait for nobody."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from consult.db import db, reading


@contextmanager
def one_state() -> Iterator[Connection]:
    """The session reads one state in this block, and so does the connection that is given."""
    db.session.rollback()
    with reading():
        # SQLite keeps to what its first read found; PostgreSQL has to be asked for that.
        asked = {} if db.engine.dialect.name == "sqlite" else {
            "isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        yield db.session.connection(execution_options=asked)
