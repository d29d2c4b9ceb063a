"""The site that is attacked: who may come in, and how everything is put back as it was."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from uuid import UUID

from flask import Flask
from sqlalchemy import Connection, Table, select, text

from consult import clock
from consult.db import Base, db, writing
from consult.responses import service as responses
from consult.responses.models import Response
from consult.staff import access, service
from consult.staff.models import Account, Role

STRANGER = ""
WHO = (STRANGER, *(role.value for role in Role))
Rows = Mapping[Table, list[dict[str, object]]]


def sessions() -> dict[str, str]:
    """A session for somebody of each role, by the role; nothing for a stranger. The caller commits."""
    tokens = {STRANGER: ""}
    for role in Role:
        account = Account(name=f"essai-{role.value}", role=role, password_hash="", created_at=clock.now())
        db.session.add(account)
        db.session.flush()  # the session needs the account's key
        tokens[role.value] = f"{access.COOKIE}={service.open_session(account, at=clock.now())}"
    return tokens


def _keep_sqlite(path: str) -> Callable[[], None]:
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with closing(sqlite3.connect(path)) as stored:
        stored.backup(kept)

    def put_back() -> None:
        with closing(sqlite3.connect(path)) as stored:
            # Nothing here outlives the run, so nothing waits for the disk.
            stored.execute("PRAGMA synchronous=OFF")
            kept.backup(stored)
    return put_back


def _rows(connection: Connection) -> Rows:
    return {table: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in Base.metadata.sorted_tables}


def _fill(connection: Connection, rows: Rows) -> None:
    names = ", ".join(f'"{table.name}"' for table in rows)
    connection.execute(text(f"TRUNCATE {names} CASCADE"))
    for table, kept in rows.items():
        if kept:
            connection.execute(table.insert(), kept)


def keep() -> Callable[[], None]:
    """Remember all that is stored; what is returned puts it back. Needs an application context."""
    engine = db.engine
    if engine.dialect.name == "sqlite":
        return _keep_sqlite(str(engine.url.database))
    with engine.begin() as connection:
        rows = _rows(connection)

    def put_back() -> None:
        with engine.begin() as connection:
            _fill(connection, rows)
    return put_back


def _stored() -> dict[UUID, str]:
    return {row.key: row.digest for row in db.session.execute(select(Response.key, Response.digest))}


class Ground:
    """An application with its answers, its people, and the way back."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            with writing():
                self.cookies = sessions()
                db.session.commit()
            self._put_back = keep()
            self.answers = _stored()
            db.session.remove()

    def harmed(self) -> Iterable[str]:
        """What is wrong with what is stored: answers changed or gone, packed rows that say something else."""
        with self.app.app_context():
            found, now = responses.check_responses(), _stored()
            db.session.remove()
        if found.wrong:
            yield f"{len(found.wrong)} packed rows differ from their answers"
        if changed := [key for key, digest in self.answers.items() if now.get(key) != digest]:
            yield f"{len(changed)} answers changed or gone"

    def put_back(self) -> None:
        with self.app.app_context():
            db.session.remove()
            self._put_back()
