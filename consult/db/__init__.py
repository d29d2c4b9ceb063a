"""The database: one handle, one base class, the shared column types, and who may write when.

SQLite by default (WAL, synchronous=FULL: NORMAL loses acknowledged answers at a power cut), PostgreSQL
by URL. What is deleted is overwritten in the file (secure_delete): a family that withdraws leaves no trace.
Requests that write open their transaction with BEGIN IMMEDIATE, because a deferred read-then-write
cannot be upgraded under load; everything else reads.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID, uuid4

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, Enum, MetaData, event
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

from consult.db import stale  # noqa: F401, it listens to every engine
from consult.db.types import Document, LocalizedText
from consult.text import Localized

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
Key = Annotated[UUID, mapped_column(primary_key=True, default=uuid4)]
BUSY_TIMEOUT_MS = 5000
PAGE_OCTETS = 8192
"""For new files. In SQLite's usual half, each response over a kilobyte took a second page, almost empty."""
CACHE_KIB, CHECKPOINT_PAGES = 8000, 2000
"""Keys are random, so that each answer changes pages of its own: with SQLite's usual 2 MB and 1 000 pages
they were read again and copied twice as often. For each connection, and only as it needs them."""


class Base(DeclarativeBase):
    registry = registry(metadata=MetaData(naming_convention=NAMING), type_annotation_map={
        StrEnum: Enum(StrEnum, native_enum=False, length=32, create_constraint=False,
                      values_callable=lambda kind: [member.value for member in kind]),
        Localized: LocalizedText(),
        dict[str, Any]: Document(),
        list[Any]: Document(),
    })


db = SQLAlchemy(model_class=Base)
_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun in this block intend to write, and say so at once."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Inside a request that writes, what takes long is read first: nobody waits for the pen meanwhile.

    What was read must be checked again by whoever writes: others may have written since.
    """
    token = _writing.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        _writing.reset(token)


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    pragmas = (f"busy_timeout={BUSY_TIMEOUT_MS}", f"page_size={PAGE_OCTETS}", "journal_mode=WAL",
               "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON",
               f"cache_size=-{CACHE_KIB}", f"wal_autocheckpoint={CHECKPOINT_PAGES}")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


# Last, because it is made of what stands above.
from consult.db.group_commit import durably as durably  # noqa: E402
