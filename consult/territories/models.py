"""The tables of places, and of what is known of them: services for young children, values of indicators."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.db import Base, Key
from consult.territories.indicators import Value
from consult.territories.supply import Offer, Source


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


class KnownOffer(Base):
    """A service for young children, or a figure of all of them in a territory, by somebody's word."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("name <> ''", "has_a_name"),
        CheckConstraint("value >= 0", "not_below_zero"),
        CheckConstraint("source_title <> '' OR (kind = 'indicateur' AND value IS NULL)", "has_a_source"),
    )

    id: Mapped[Key]
    territory_code: Mapped[str] = mapped_column(ForeignKey(Territory.code), index=True)
    kind: Mapped[str]
    """One of `supply.KINDS`."""
    name: Mapped[str]
    value: Mapped[float | None]
    """Unknown stays empty, never zero."""
    unit: Mapped[str]
    status: Mapped[str]
    year: Mapped[int | None]
    opening_hours: Mapped[str]
    manager: Mapped[str]
    source_title: Mapped[str]
    source_url: Mapped[str]
    note: Mapped[str]

    @property
    def offer(self) -> Offer:
        source = Source(self.source_title, self.source_url, str(self.year or ""), self.note)
        return Offer(self.territory_code, self.kind, self.name, self.value, self.unit, self.status,
                     self.opening_hours, self.manager, source)


class IndicatorValue(Base):
    """What a source says of an indicator in a territory, for a year."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        CheckConstraint("source_title <> ''", "has_a_source"),
        CheckConstraint("value >= 0 AND numerator >= 0", "not_below_zero"),
        CheckConstraint("denominator > 0", "divides"),
        CheckConstraint("value IS NOT NULL OR numerator IS NOT NULL OR denominator IS NOT NULL",
                        "says_something"),
    )

    id: Mapped[Key]
    indicator: Mapped[str] = mapped_column(index=True)
    """The code of one of `indicators.indicators()`."""
    territory_code: Mapped[str] = mapped_column(ForeignKey(Territory.code), index=True)
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    value: Mapped[float | None]
    unit: Mapped[str]
    year: Mapped[int]
    nature: Mapped[str]
    source_title: Mapped[str]
    source_url: Mapped[str]
    note: Mapped[str]

    @property
    def known(self) -> Value:
        source = Source(self.source_title, self.source_url, str(self.year), self.note)
        return Value(self.indicator, self.territory_code, self.numerator, self.denominator, self.value,
                     self.unit, self.nature, source, self.id)


class LoadedOnce(Base):
    """What was taken in of the release: what the coordinator removes of it does not come back."""

    __tablename__ = "loaded_once"

    name: Mapped[str] = mapped_column(primary_key=True)
