"""Accounts, their sessions, and the append-only log."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, Key
from consult.db.guards import refuse
from consult.db.types import Moment

HANDLE = 16
"""Digits of a hash that a page shows of a sign-in."""


class Role(StrEnum):
    COORDINATOR = "coordinator"
    INTERVIEWER = "interviewer"
    READER = "reader"


class Account(Base):
    __tablename__ = "account"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    """What the person types to sign in, lower case."""
    role: Mapped[Role]
    password_hash: Mapped[str]
    """Argon2id."""
    password_until: Mapped[datetime | None] = mapped_column(Moment)
    """Where somebody else made the password: until when it opens, and then only to choose another."""
    totp_secret: Mapped[str | None]
    """Base32; set once the first code was right."""
    totp_last_step: Mapped[int] = mapped_column(default=0)
    """The last thirty-second step used: a code is good once."""
    recovery_hashes: Mapped[list[Any]] = mapped_column(default=list)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class StaffSession(Base):
    """A sign-in. The cookie holds a random token, this table its SHA-256; deleting the row ends it."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)

    account: Mapped[Account] = relationship()

    @property
    def handle(self) -> str:
        """How a page calls it: enough to choose it in a list."""
        return self.token_hash[:HANDLE]


class StaffAction(Base):
    """What was done, by whom, when. Triggers refuse to change or delete a row."""

    __tablename__ = "staff_action"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    account_name: Mapped[str]
    """Kept as text: the log outlives the account."""
    verb: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


refuse(cast(Table, StaffAction.__table__), "UPDATE")
refuse(cast(Table, StaffAction.__table__), "DELETE")
