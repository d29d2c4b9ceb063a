"""The values of indicators that the coordinator keeps, each with its year and its source."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select

from consult.db import db
from consult.errors import NotFound
from consult.territories.indicators import Value, figures_of_values, once, values_of_offers
from consult.territories.models import IndicatorValue
from consult.territories.service.supply import known_offers
from consult.territories.supply import KnownFigure


def value_row(value: Value, **columns: Any) -> IndicatorValue:
    source = value.source
    return IndicatorValue(
        indicator=value.indicator, territory_code=value.territory_code, numerator=value.numerator,
        denominator=value.denominator, value=value.value, unit=value.unit, year=int(source.year),
        nature=value.nature, source_title=source.title, source_url=source.url, note=source.note, **columns)


def known_values(places: Collection[str] | None = None) -> list[Value]:
    """What is known, of these places (codes) or of all: by indicator, the most recent first."""
    in_order = select(IndicatorValue).order_by(
        IndicatorValue.indicator, IndicatorValue.year.desc(), IndicatorValue.source_title, IndicatorValue.id)
    if places is not None:
        in_order = in_order.where(IndicatorValue.territory_code.in_(places))
    return [row.known for row in db.session.scalars(in_order)]


def values_in(places: Collection[str]) -> list[Value]:
    """All that is known in these places (codes): the values that are kept, then what the supply says."""
    return once([*known_values(places), *values_of_offers(known_offers(places))])


def figures_kept(places: Collection[str] | None = None) -> list[KnownFigure]:
    """The populations and births among them, as figures that other packages look for by name."""
    return list(figures_of_values(known_values(places)))


def find_value(key: UUID) -> Value:
    """Raises NotFound."""
    found = db.session.get(IndicatorValue, key)
    if found is None:
        raise NotFound
    return found.known


def keep_value(key: UUID, value: Value) -> None:
    """Add a value, or write it again. Twice with the same key changes nothing."""
    db.session.merge(value_row(value, id=key))


def remove_value(key: UUID) -> Value:
    """Take a value away; what it said. Raises NotFound."""
    value = find_value(key)
    db.session.delete(db.session.get_one(IndicatorValue, key))
    return value
