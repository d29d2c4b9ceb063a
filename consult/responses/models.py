"""One row per answered questionnaire, and how many were taken back."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from consult.campaigns.models import Mode, Relay
from consult.db import Base
from consult.surveys.models import QuestionnaireVersion


class Response(Base):
    """No address, no user agent, no time of day, no account."""

    __tablename__ = "response"
    __table_args__ = (
        Index("ix_response_version_day", "version_id", "day").ddl_if(dialect="postgresql"),
        # All that is counted, without the documents it lies beside: a million rows are read in a second.
        # PostgreSQL refuses a key over 2.7 kB, which the packed row of a long questionnaire would be.
        Index("ix_response_counted", "version_id", "day", "language", "mode", "relay_id", "packed"
              ).ddl_if(dialect="sqlite"),
        {"sqlite_with_rowid": False})

    key: Mapped[UUID] = mapped_column(primary_key=True)
    """Random, made for the family's draft; the same key is the same response."""
    version_id: Mapped[UUID] = mapped_column(ForeignKey(QuestionnaireVersion.id))
    language: Mapped[str]
    """Tag of the language shown."""
    mode: Mapped[Mode] = mapped_column(default=Mode.SELF)
    relay_id: Mapped[UUID | None] = mapped_column(ForeignKey(Relay.id, ondelete="SET NULL"))
    day: Mapped[date]
    answers: Mapped[dict[str, Any]]
    """Relevant answers by question name; null: asked, not answered; absent: not asked."""
    packed: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str]
    """SHA-256 of the canonical answers, contacts left out: with them it could join the two tables."""
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    """Keyed hash of the receipt code; the code itself is kept by the family only."""


class Withdrawn(Base):
    """How many families took their answers back on a day; nothing of whose, or of what they were."""

    __tablename__ = "withdrawn"

    version_id: Mapped[UUID] = mapped_column(ForeignKey(QuestionnaireVersion.id), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]
