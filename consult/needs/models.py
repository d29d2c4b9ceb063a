"""What people decide about needs: taxonomy, known margins, codes given to texts, words quoted from them."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.campaigns.models import Campaign
from consult.db import Base, Key
from consult.db.guards import refuse
from consult.db.types import Moment
from consult.responses.models import Response


class TaxonomyVersion(Base):
    """The taxonomy as it was on a day; the newest one is in use. A version never changes."""

    __tablename__ = "taxonomy_version"

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(unique=True)
    document: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    """SHA-256 of the canonical document."""
    source_name: Mapped[str] = mapped_column(default="")
    """The file it came from; empty where it was edited on the desk."""
    created_at: Mapped[datetime] = mapped_column(Moment())


refuse(cast(Table, TaxonomyVersion.__table__), "UPDATE")


class KnownMargin(Base):
    """How many of the population are in each category of a question, by somebody's word."""

    __tablename__ = "known_margin"
    __table_args__ = (UniqueConstraint("campaign_id", "question"),)

    id: Mapped[Key]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    question: Mapped[str]
    targets: Mapped[dict[str, Any]]
    """Number by choice, or by group of choices joined with `|`, in the order they were typed; null where
    those who give them are not of the population."""
    source: Mapped[str]
    """Title, year and address of where the numbers come from."""


class Coding(Base):
    """What one person read in one text: an open answer, or something said in a meeting."""

    __tablename__ = "coding"
    __table_args__ = (
        CheckConstraint("(response_key IS NULL) <> (statement_id IS NULL)", "of_one_text"),
        UniqueConstraint("response_key", "question", "coder", name="uq_coding_answer_coder"),
        UniqueConstraint("statement_id", "coder", name="uq_coding_statement_coder"),
    )

    id: Mapped[Key]
    response_key: Mapped[UUID | None] = mapped_column(ForeignKey(Response.key, ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(default="")
    """Of the answer; empty for a statement."""
    statement_id: Mapped[UUID | None] = mapped_column(ForeignKey("statement.id", ondelete="CASCADE"))
    coder: Mapped[str]
    """Name of the account."""
    text_hash: Mapped[str]
    """Of the text that was read: a correction by the family leaves its coding behind."""
    codes: Mapped[list[Any]]
    """Codes of needs; none where the text expresses none."""
    coded_on: Mapped[date]


class MaskedText(Base):
    """A text with a name or a phone number inside: only who marked it still reads it."""

    __tablename__ = "masked_text"
    __table_args__ = (
        CheckConstraint("(response_key IS NULL) <> (statement_id IS NULL)", "one_text"),
        UniqueConstraint("response_key", "question", name="uq_masked_text_answer"),
        UniqueConstraint("statement_id", name="uq_masked_text_statement"),
    )

    id: Mapped[Key]
    response_key: Mapped[UUID | None] = mapped_column(ForeignKey(Response.key, ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(default="")
    statement_id: Mapped[UUID | None] = mapped_column(ForeignKey("statement.id", ondelete="CASCADE"))
    marked_by: Mapped[str]


class Verbatim(Base):
    """Words of one text that are quoted for a need, cleaned by hand of whatever tells who said them."""

    __tablename__ = "verbatim"
    __table_args__ = (
        CheckConstraint("(response_key IS NULL) <> (statement_id IS NULL)", "from_one_text"),
        UniqueConstraint("response_key", "question", "need", name="uq_verbatim_answer_need"),
        UniqueConstraint("statement_id", "need", name="uq_verbatim_statement_need"),
    )

    id: Mapped[Key]
    response_key: Mapped[UUID | None] = mapped_column(ForeignKey(Response.key, ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(default="")
    statement_id: Mapped[UUID | None] = mapped_column(ForeignKey("statement.id", ondelete="CASCADE"))
    need: Mapped[str]
    """Its code in the taxonomy."""
    text_hash: Mapped[str]
    """Of the text they were taken from: once the family changes it, nobody reads them any more."""
    words: Mapped[str]
    in_french: Mapped[str] = mapped_column(default="")
    """What they mean, where they are in another language; empty where nobody translated them."""
    is_open: Mapped[bool] = mapped_column(default=False)
    """Whether somebody judged that others may read them."""
    chosen_on: Mapped[date]
