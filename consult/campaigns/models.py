"""Campaigns and what is published around them: phases, documents, news, relays."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.db import Base, Key
from consult.db.types import Moment
from consult.territories.models import Territory
from consult.text import Localized


class Stage(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    REPORTED = "reported"


class Sampling(StrEnum):
    """How people came to answer; it decides what may be said of the figures."""

    VOLUNTARY = "voluntary"
    RANDOM = "random"
    CENSUS = "census"


class LegalBasis(StrEnum):
    """Article 6(1) of the GDPR: e, c or a."""

    PUBLIC_TASK = "public_task"
    LEGAL_OBLIGATION = "legal_obligation"
    CONSENT = "consent"


class Mode(StrEnum):
    """How a response was given."""

    SELF = "self"
    ASSISTED = "assisted"
    PAPER = "paper"
    IMPORTED = "imported"


class RelayKind(StrEnum):
    PMI = "pmi"
    SCHOOL = "school"
    ASSOCIATION = "association"
    TOWN_HALL = "town_hall"
    OTHER = "other"


class Campaign(Base):
    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("opens_on <= closes_on", "opens_before_it_closes"),
        CheckConstraint("retention_days > 0", "kept_for_some_time"),
    )

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    stage: Mapped[Stage] = mapped_column(default=Stage.DRAFT)
    title: Mapped[Localized]
    summary: Mapped[Localized] = mapped_column(default=Localized)
    body: Mapped[Localized] = mapped_column(default=Localized)
    """Markdown."""
    decided_by: Mapped[Localized] = mapped_column(default=Localized)
    """Who decides, and when."""
    open_to_discussion: Mapped[Localized] = mapped_column(default=Localized)
    """What can still change, and what cannot."""
    territory_code: Mapped[str] = mapped_column(ForeignKey("territory.code"))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    """Last day on which families can still answer, included."""
    closed_at: Mapped[datetime | None] = mapped_column(Moment())
    """When somebody closed it by hand; answers begun before are taken for one more day."""
    sampling: Mapped[Sampling] = mapped_column(default=Sampling.VOLUNTARY)
    controller: Mapped[str] = mapped_column(default="")
    """Name and address of the controller of the personal data (GDPR, article 13)."""
    data_contact: Mapped[str] = mapped_column(default="")
    """Where people write to use their rights, and to whom (data protection officer)."""
    legal_basis: Mapped[LegalBasis] = mapped_column(default=LegalBasis.PUBLIC_TASK)
    retention_days: Mapped[int] = mapped_column(default=730)
    """Days after closing until answers are anonymised for good and can no longer be withdrawn."""
    contacts_forgotten_on: Mapped[date | None]
    """Day on which first names and phones are erased."""
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    """Its answers are simulated; every page and file says so."""

    territory: Mapped[Territory] = relationship()
    phases: Mapped[list["Phase"]] = relationship(
        order_by="Phase.starts_on, Phase.id", cascade="all, delete-orphan")
    documents: Mapped[list["PublishedDocument"]] = relationship(
        order_by="PublishedDocument.filename, PublishedDocument.id", cascade="all, delete-orphan")
    news: Mapped[list["News"]] = relationship(
        order_by="News.published_on.desc(), News.id", cascade="all, delete-orphan")
    relays: Mapped[list["Relay"]] = relationship(
        order_by="Relay.name, Relay.id", cascade="all, delete-orphan")


class Phase(Base):
    """A step of the timeline: families answer, the committee reads, the town decides."""

    __tablename__ = "phase"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", "starts_before_it_ends"),)

    id: Mapped[Key]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    title: Mapped[Localized]
    text: Mapped[Localized] = mapped_column(default=Localized)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class PublishedDocument(Base):
    """A file to download."""

    __tablename__ = "published_document"

    id: Mapped[Key]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    title: Mapped[Localized]
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class News(Base):
    """What happened since; newest first."""

    __tablename__ = "news"

    id: Mapped[Key]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    published_on: Mapped[date]
    title: Mapped[Localized]
    body: Mapped[Localized] = mapped_column(default=Localized)


class Relay(Base):
    """A place or a person that hands the questionnaire on: its link tells which reach it had."""

    __tablename__ = "relay"

    id: Mapped[Key]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    """Short, lower case, without letters that look alike; it is printed."""
    name: Mapped[str]
    kind: Mapped[RelayKind] = mapped_column(default=RelayKind.OTHER)
    territory_code: Mapped[str | None] = mapped_column(ForeignKey("territory.code"))
    mode: Mapped[Mode] = mapped_column(default=Mode.SELF)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    """The interviewer whose link this is."""

    campaign: Mapped[Campaign] = relationship(viewonly=True)
