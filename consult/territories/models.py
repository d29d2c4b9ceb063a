"""The table of places."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base


class Territory(Base):
    __tablename__ = "territory"

    code: Mapped[str] = mapped_column(primary_key=True)
    """Insee or Siren code, or our own for what has none (villages)."""
    name: Mapped[str]
    other_names: Mapped[str] = mapped_column(default="")
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("territory.code"), index=True)
    kind: Mapped[str]
    """departement, epci, commune, village, quartier, autre."""
    population: Mapped[int | None]
    """Unknown stays empty, never zero."""
    population_year: Mapped[int | None]
    population_basis: Mapped[str] = mapped_column(default="")
    source_title: Mapped[str] = mapped_column(default="")
    source_url: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
