"""How Alembic reaches the database: the running application's engine, one transaction for all revisions.

A restore hands over a connection whose transaction is its own: there, nothing is committed here.
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Enum, TypeDecorator

from consult.db import Base, db, writing


def _plain_type(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """A new revision names the database's own types: ours may change, what it did may not."""
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def _is_of_this_database(item: Any, _name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Whether an index is made on this database: some are for one kind of database only."""
    wanted = getattr(item, "_ddl_if", None) if kind == "index" else None
    return wanted is None or wanted.dialect in (None, db.engine.dialect.name)


def _foreign_keys(connection: Connection, state: str) -> None:
    # SQLite changes a table by copying it and dropping the old one. With foreign keys on, that drop would
    # delete every row pointing at it. The pragma does nothing inside a transaction, so it comes before.
    raw: Any = connection.connection.driver_connection
    raw.execute(f"PRAGMA foreign_keys={state}")


def _refuse_orphans(connection: Connection) -> None:
    """What foreign keys would have refused meanwhile is refused now, before anything is committed."""
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RuntimeError(f"The revision leaves rows that point nowhere: {orphans[:5]}")


def _run(connection: Connection, *, on_sqlite: bool) -> None:
    # Our SQLite connections begin and end their transactions themselves, so its DDL is transactional too.
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True,
                      compare_type=True, render_item=_plain_type, include_object=_is_of_this_database,
                      transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
        if on_sqlite:
            _refuse_orphans(connection)


def _migrate() -> None:
    on_sqlite = db.engine.dialect.name == "sqlite"
    if inside := context.config.attributes.get("connection"):
        return _run(inside, on_sqlite=on_sqlite)
    with writing(), db.engine.connect() as connection:
        if not on_sqlite:
            return _run(connection, on_sqlite=False)
        _foreign_keys(connection, "OFF")
        try:
            _run(connection, on_sqlite=True)
        finally:
            connection.rollback()
            _foreign_keys(connection, "ON")


_migrate()
