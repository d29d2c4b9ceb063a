"""The verbs of territories."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import select

from consult.db import db
from consult.errors import N_, Refused
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
