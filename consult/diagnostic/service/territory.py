"""What is known of a territory: its places, indicators and supply, as a snapshot holds them."""

from collections.abc import Iterator, Sequence

from consult.diagnostic.snapshot import Indicator, IndicatorValue, Place, Supply
from consult.territories.coordinates import positions
from consult.territories.indicators import Known, Value, indicators, portrait
from consult.territories.models import Territory
from consult.territories.service import around, known_offers, places_in, values_in


def _place(found: Territory) -> Place:
    where = positions().get(found.code)
    return Place(found.code, found.name, found.kind, found.parent_code or "",
                 where.latitude if where else None, where.longitude if where else None)


def places_of(code: str) -> tuple[Place, ...]:
    """The territory first, then what lies in it by name."""
    return tuple(_place(found) for found in sorted(places_in(code), key=lambda place: place.code != code))


def surroundings_of(code: str) -> tuple[Place, ...]:
    """What a territory lies in, from the nearest: some figures are known of it only."""
    inside = {place.code for place in places_in(code)}
    return tuple(_place(found) for found in around(code) if found.code not in inside)


def _value(value: Value) -> IndicatorValue:
    source = value.source
    return IndicatorValue(
        value.territory_code, value.numerator, value.denominator, value.figure, source.year, value.nature,
        source.title, source.url, source.note)


def _indicators(found: Sequence[Known]) -> Iterator[Indicator]:
    for known in found:
        indicator = known.indicator
        yield Indicator(
            indicator.code, indicator.family, indicator.label, indicator.definition, indicator.unit,
            tuple(_value(value) for value in known.values if value.figure is not None))


def indicators_of(places: Sequence[Place]) -> tuple[Indicator, ...]:
    """What is known in these places. What consultations count stands with the consultations."""
    codes = [place.code for place in places]
    others = [indicator for indicator in indicators() if not indicator.is_counted_here]
    return tuple(_indicators(portrait(others, values_in(codes), codes)))


def supply_of(places: Sequence[Place]) -> tuple[Supply, ...]:
    """Place by place, in their order."""
    order = {place.code: number for number, place in enumerate(places)}
    found = sorted(known_offers(list(order)), key=lambda offer: order[offer.territory_code])
    return tuple(
        Supply(offer.territory_code, offer.kind, offer.name, offer.value, offer.unit, offer.status,
               offer.source.year, offer.hours, offer.manager, offer.source.title, offer.source.url,
               offer.source.note)
        for offer in found)
