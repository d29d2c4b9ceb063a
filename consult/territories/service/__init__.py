"""The verbs of territories."""

from consult.territories.service.places import NoSuchParent, list_territories, load_territories, places_in

__all__ = ("NoSuchParent", "list_territories", "load_territories", "places_in")
