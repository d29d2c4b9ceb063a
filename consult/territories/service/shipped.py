"""What the release knows of its territory, taken in once: afterwards it belongs to the coordinator."""

from collections.abc import Iterable

from sqlalchemy import select

from consult.db import db
from consult.territories.indicators import Value, once, values_of_figures, values_of_places
from consult.territories.models import LoadedOnce, Territory
from consult.territories.reference import places
from consult.territories.service.indicators import value_row
from consult.territories.service.places import list_territories, load_territories
from consult.territories.service.supply import offer_row
from consult.territories.supply import Offer, known_figures, offers

OFFERS, VALUES = "offers", "values"


def _is_first(name: str) -> bool:
    """Whether these data were never taken in; from now on they were."""
    if db.session.get(LoadedOnce, name):
        return False
    db.session.add(LoadedOnce(name=name))
    return True


def load_offers(known: Iterable[Offer]) -> None:
    """Take in the supply of the places there are, unless that was done before."""
    if _is_first(OFFERS):
        codes = set(db.session.scalars(select(Territory.code)))
        db.session.add_all(offer_row(offer) for offer in known if offer.territory_code in codes)


def load_values(known: Iterable[Value]) -> None:
    """Take in the values of indicators of the places there are, unless that was done before."""
    if _is_first(VALUES):
        codes = set(db.session.scalars(select(Territory.code)))
        db.session.add_all(value_row(value) for value in known if value.territory_code in codes)


def load_reference() -> None:
    """Places where nobody has loaded any, and what is known of them where nobody has ever kept anything."""
    if not list_territories():
        load_territories(places())
        db.session.flush()  # what follows is about places that must be there
    load_offers(offers())
    load_values(once([*values_of_figures(known_figures()), *values_of_places(places())]))
