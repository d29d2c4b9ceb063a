"""The verbs of territories: places, the supply they have, the values of their indicators."""

from consult.territories.service.indicators import (
    figures_kept,
    find_value,
    keep_value,
    known_values,
    remove_value,
    values_in,
)
from consult.territories.service.places import (
    NoSuchParent,
    around,
    gazetteer,
    list_territories,
    load_territories,
    places_in,
)
from consult.territories.service.shipped import load_offers, load_reference, load_values
from consult.territories.service.supply import (
    OfferDoubled,
    Replaced,
    find_offer,
    keep_offer,
    known_offers,
    list_offers,
    remove_offer,
    replace_offers,
)

__all__ = (
    "NoSuchParent", "OfferDoubled", "Replaced", "around", "figures_kept", "find_offer", "find_value",
    "gazetteer", "keep_offer", "keep_value", "known_offers", "known_values", "list_offers",
    "list_territories", "load_offers", "load_reference", "load_territories", "load_values", "places_in",
    "remove_offer", "remove_value", "replace_offers", "values_in")
