"""Questionnaire versions. A published one never changes: the database refuses it."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.campaigns.models import Campaign
from consult.db import Base, Key
from consult.db.guards import refuse
from consult.db.types import Moment


class QuestionnaireVersion(Base):
    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[Key]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id), index=True)
    number: Mapped[int]
    """1 for the first version of a campaign."""
    document: Mapped[dict[str, Any]]
    """The whole questionnaire, as `Questionnaire.to_document()` gives it."""
    content_hash: Mapped[str]
    """SHA-256 of the canonical document, hexadecimal."""
    source_name: Mapped[str] = mapped_column(default="")
    imported_at: Mapped[datetime] = mapped_column(Moment())
    published_at: Mapped[datetime | None] = mapped_column(Moment())
    """Families answer the version published last."""
    reviews: Mapped[list[Any]] = mapped_column(default=list)
    """Who read which language again: [{"tag": "swb", "by": "…", "on": "2026-11-23"}]. Not hashed."""


PUBLISHED_STAYS = "OLD.published_at IS NOT NULL"
refuse(cast(Table, QuestionnaireVersion.__table__), "UPDATE OF document, content_hash, number, campaign_id",
       PUBLISHED_STAYS)
