"""Places: taken in from a file, listed, looked for."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import select

from consult.db import db
from consult.errors import N_, NotFound, Refused
from consult.territories.gazetteer import Gazetteer
from consult.territories.models import Territory
from consult.territories.reference import Place


class NoSuchParent(Refused):
    """A place says it lies in another that nobody described."""

    status = 422
    sentence = N_("Le lieu « %(name)s » dépend d’un lieu inconnu : %(parent)s.")


def _parents_first(places: Iterable[Place]) -> list[Place]:
    waiting = {place.code: place for place in places}
    known = set(db.session.scalars(select(Territory.code)))
    ordered: list[Place] = []
    while waiting:
        ready = [place for place in waiting.values() if place.parent_code in {None, *known}]
        if not ready:
            orphan = next(iter(waiting.values()))
            raise NoSuchParent(name=orphan.name, parent=orphan.parent_code)
        for place in ready:
            known.add(place.code)
            ordered.append(waiting.pop(place.code))
    return ordered


def load_territories(rows: Iterable[Place]) -> int:
    """Add the places, or bring those already there up to date; how many there are. Twice changes nothing."""
    ordered = _parents_first(rows)
    for place in ordered:
        db.session.merge(Territory(**asdict(place)))
    return len(ordered)


def list_territories() -> list[Territory]:
    """Every place, by kind, then by name."""
    in_order = select(Territory).order_by(Territory.kind, Territory.name, Territory.code)
    return list(db.session.scalars(in_order))


def places_in(code: str) -> list[Territory]:
    """A place and everything that lies in it, by name."""
    inside = select(Territory.code).where(Territory.code == code).cte(recursive=True)
    inside = inside.union(select(Territory.code).join(inside, Territory.parent_code == inside.c.code))
    found = select(Territory).where(Territory.code.in_(select(inside.c.code)))
    return list(db.session.scalars(found.order_by(Territory.name, Territory.code)))


def gazetteer() -> Gazetteer:
    """Every place by its names."""
    return Gazetteer.of(list_territories())


def around(code: str) -> list[Territory]:
    """A place, those it lies in from the nearest, then those that lie directly in it by name.

    Raises NotFound.
    """
    known = {place.code: place for place in list_territories()}
    if code not in known:
        raise NotFound
    found = [known[code]]
    while parent := known.get(found[-1].parent_code or ""):
        found.append(parent)
    inside = (place for place in known.values() if place.parent_code == code)
    return found + sorted(inside, key=lambda place: (place.name, place.code))
