"""What people decide about needs: kept or set aside, in what tier, and why; and what was frozen of it."""

from datetime import date
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.campaigns.models import Campaign
from consult.db import Base, Key
from consult.db.guards import refuse
from consult.diagnostic.commitments import PromiseState
from consult.diagnostic.snapshot import Tier
from consult.territories.models import Territory


class Decision(StrEnum):
    """What became of a need. One without a row waits for somebody to decide."""

    KEPT = "kept"
    SET_ASIDE = "set_aside"


class DiagnosticCampaign(Base):
    """A campaign that a diagnostic reads."""

    __tablename__ = "diagnostic_campaign"

    diagnostic_id: Mapped[UUID] = mapped_column(ForeignKey("diagnostic.id"), primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id), primary_key=True)


class Diagnostic(Base):
    __tablename__ = "diagnostic"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    territory_code: Mapped[str] = mapped_column(ForeignKey(Territory.code))
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the coordinator writes, by heading."""
    created_on: Mapped[date]

    territory: Mapped[Territory] = relationship()
    campaigns: Mapped[list[Campaign]] = relationship(
        secondary="diagnostic_campaign", order_by="Campaign.opens_on, Campaign.id")
    needs: Mapped[list["DecidedNeed"]] = relationship(
        order_by="DecidedNeed.position, DecidedNeed.id", cascade="all, delete-orphan")
    snapshots: Mapped[list["Frozen"]] = relationship(order_by="Frozen.number.desc()")


class DecidedNeed(Base):
    """One need or several of the taxonomy, as one need of the diagnostic."""

    __tablename__ = "decided_need"

    id: Mapped[Key]
    diagnostic_id: Mapped[UUID] = mapped_column(ForeignKey(Diagnostic.id), index=True)
    codes: Mapped[list[Any]]
    """Of the taxonomy, the one that names it first."""
    decision: Mapped[Decision]
    tier: Mapped[Tier | None]
    """None until somebody says, and where it is set aside."""
    reason: Mapped[str] = mapped_column(default="")
    """Of the tier, or of setting it aside."""
    statement: Mapped[str] = mapped_column(default="")
    """The need in a sentence, as the committee reads it."""
    concerned: Mapped[str] = mapped_column(default="")
    offer: Mapped[str] = mapped_column(default="")
    """What exists already, in the coordinator's words."""
    tension: Mapped[list[Any]] = mapped_column(default=list)
    """Codes of the places where it presses most."""
    position: Mapped[int] = mapped_column(default=0)
    """Among those of its tier."""

    commitments: Mapped[list["Commitment"]] = relationship(
        order_by="Commitment.due_on, Commitment.id", back_populates="need")


class Commitment(Base):
    """What is promised for a need that was kept: « you said, we do, the proof »."""

    __tablename__ = "commitment"

    id: Mapped[Key]
    need_id: Mapped[UUID] = mapped_column(ForeignKey(DecidedNeed.id), index=True)
    what: Mapped[str]
    who: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    """The last day, included."""
    state: Mapped[PromiseState] = mapped_column(default=PromiseState.PLANNED)
    evidence: Mapped[str] = mapped_column(default="")
    evidence_url: Mapped[str] = mapped_column(default="")
    news: Mapped[str] = mapped_column(default="")
    news_on: Mapped[date | None]

    need: Mapped[DecidedNeed] = relationship(back_populates="commitments")


class Frozen(Base):
    """A diagnostic as it was on a day. Nothing changes it afterwards; it can be shown, or no longer."""

    __tablename__ = "snapshot"
    __table_args__ = (
        UniqueConstraint("diagnostic_id", "number"),
        CheckConstraint("number > 0", "numbers_begin_at_one"),
    )

    id: Mapped[Key]
    diagnostic_id: Mapped[UUID] = mapped_column(ForeignKey(Diagnostic.id))
    number: Mapped[int]
    document: Mapped[dict[str, Any]]
    """As `Snapshot.to_document()` gives it."""
    content_hash: Mapped[str]
    frozen_on: Mapped[date]
    frozen_by: Mapped[str]
    answers: Mapped[dict[str, Any]]
    """By campaign, how many responses there were and how many had been withdrawn; never published."""
    public_since: Mapped[date | None]
    """Since when everybody may read it; None while only staff do."""

    diagnostic: Mapped[Diagnostic] = relationship(back_populates="snapshots")


class SharedFigures(Base):
    """The figures of a campaign as everybody but the coordinator sees them: they move by whole batches."""

    __tablename__ = "shared_figures"
    __table_args__ = (CheckConstraint("families > 0", "of_some_families"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id), primary_key=True)
    until: Mapped[date]
    """The last day whose families are counted."""
    families: Mapped[int]
    published: Mapped[list[Any]]
    """How many families stood behind each state so far, this one included; never shown."""
    taxonomy_number: Mapped[int]
    answers_hash: Mapped[str]
    """Of the answers that are counted: while it is theirs, nobody left and nobody corrected anything."""
    document: Mapped[dict[str, Any]]
    """As `to_document()` gives it of `Measured`: what may be published, and nothing else."""


refuse(cast(Table, Frozen.__table__),
       "UPDATE OF document, content_hash, number, diagnostic_id, frozen_on, answers")
