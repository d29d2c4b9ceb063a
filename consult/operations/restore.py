"""A site made again from a copy: read whole before anything is written, then written in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any

from sqlalchemy import Connection, Engine, Integer, Table, func, inspect, select, text
from sqlalchemy.exc import IntegrityError

from consult.db import writing
from consult.db.revisions import revisions, upgrade
from consult.errors import Refused
from consult.meetings.service import doubt_unsent
from consult.operations.archive import Contents, Damaged, FromTheFuture, Reader
from consult.operations.envelope import unpacked
from consult.operations.tables import kinds_of, load, tables_of

VERB = "restauration"


class AlreadyUsed(Refused):
    """A restore never writes over anything."""

    sentence = ("La base visée contient déjà des tables. Une restauration n’écrase rien\u00a0: "
                "donnez une base neuve, ou un autre dossier.")


class Incoherent(Refused):
    """Rows of the copy point at others that are not in it."""

    sentence = "Des lignes de cette sauvegarde ne mènent à rien. Rien n’a été restauré."


def verify(file: IO[bytes], passphrase: str | None) -> Contents:
    """Read all of a copy. Raises Damaged, WrongPassphrase, NotABackup, FromTheFuture."""
    with unpacked(file, passphrase) as stream:
        contents = Reader(stream).contents()
    if contents.head.revision not in revisions():
        raise FromTheFuture
    return contents


@contextmanager
def one_transaction(engine: Engine) -> Iterator[Connection]:
    """All that the block writes is there at its end, or nothing is. Raises AlreadyUsed."""
    with writing(), engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        # Revisions copy and drop tables: SQLite would follow foreign keys then. They are checked at the end.
        if engine.dialect.name == "sqlite":
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if inspect(connection).get_table_names():
                    raise AlreadyUsed
                yield connection
        except IntegrityError as problem:
            raise Incoherent from problem
        finally:
            connection.invalidate()


def _refuse_orphans(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Incoherent


def _on_themselves(tables: list[Table]) -> Iterator[tuple[str, str]]:
    """Tables whose rows point at rows of the same table, and the name of the constraint."""
    for table in tables:
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table is table:
                yield table.name, str(constraint.name)


@contextmanager
def _in_any_order(connection: Connection, tables: list[Table]) -> Iterator[None]:
    """Rows that point at each other are looked at once all are there."""
    if connection.dialect.name != "postgresql":
        yield
        return
    found = list(_on_themselves(tables))
    alter = 'ALTER TABLE "{}" ALTER CONSTRAINT "{}" {}'
    for names in found:
        connection.execute(text(alter.format(*names, "DEFERRABLE INITIALLY DEFERRED")))
    yield
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for names in found:
        connection.execute(text(alter.format(*names, "NOT DEFERRABLE")))


def _count_on(connection: Connection, tables: list[Table]) -> None:
    """PostgreSQL numbers new rows from a sequence, which knows nothing of those that came with a number."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        for key in table.primary_key:
            if isinstance(key.type, Integer) and key.autoincrement and key.server_default is not None:
                sequence = func.pg_get_serial_sequence(table.name, key.name)
                following = func.coalesce(func.max(key) + 1, 1)
                connection.execute(select(func.setval(sequence, following, False)).select_from(table))


def _load(connection: Connection, reader: Reader) -> None:
    found = {table.name: table for table in tables_of(connection)}
    for table in reader.tables():
        if table.name not in found or kinds_of(found[table.name]) != dict(table.columns):
            raise Damaged
        load(connection, table.name, table.columns, table.rows)


def bring_back(connection: Connection, file: IO[bytes], passphrase: str | None, *, at: datetime) -> int:
    """Make the site of a copy in an empty database, as this release has it; messages whose fate is unknown.

    The tables are made as they were in the copy, filled, then brought to the newest revision.
    """
    with unpacked(file, passphrase) as stream:
        reader = Reader(stream)
        upgrade(reader.head.revision, inside=connection)
        tables = tables_of(connection)
        with _in_any_order(connection, tables):
            _load(connection, reader)
        _count_on(connection, tables)
    _refuse_orphans(connection)
    upgrade(inside=connection)
    return doubt_unsent(connection, at=at)
