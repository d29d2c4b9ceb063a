"""People who asked to be invited."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.campaigns.models import Campaign
from consult.db import Base, Key


class Invitee(Base):
    """Somebody to invite. No date, village or language shown: each would help to find the answers again."""

    __tablename__ = "invitee"
    # Without a rowid SQLite keeps rows in the order of their random keys, not of their arrival.
    __table_args__ = (UniqueConstraint("campaign_id", "phone"), {"sqlite_with_rowid": False})

    id: Mapped[Key]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    phone: Mapped[str]
    """Digits only, so that one family asking twice is one row; "@…" where a mail address stands for it."""
    details: Mapped[dict[str, Any]]
    """The contact answers by question name, each {"label": question, "answer": in words}, in French."""
