"""The supply that the coordinator keeps: line by line, or the whole table in place of the one there was."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from consult.db import db
from consult.errors import N_, NotFound, Refused
from consult.territories.cells import read_year
from consult.territories.models import KnownOffer
from consult.territories.supply import Offer


class OfferDoubled(Refused):
    """The same source says the same of the same service."""

    status = 422
    sentence = N_("Cette ligne existe déjà : même lieu, même type, même nom, même année, même source.")


@dataclass(frozen=True)
class Replaced:
    """How many lines a table brought, and how many it did away with; a changed line is both."""

    added: int
    removed: int

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.removed)


def _columns(offer: Offer) -> dict[str, Any]:
    source = offer.source
    return {"territory_code": offer.territory_code, "kind": offer.kind, "name": offer.name,
            "value": offer.value, "unit": offer.unit, "status": offer.status, "year": read_year(source.year),
            "opening_hours": offer.hours, "manager": offer.manager, "source_title": source.title,
            "source_url": source.url, "note": source.note}


def offer_row(offer: Offer, **columns: Any) -> KnownOffer:
    return KnownOffer(**_columns(offer), **columns)


def list_offers(places: Collection[str] | None = None) -> list[KnownOffer]:
    """The supply, of these places (codes) or of all: by place, by kind, by name, the most recent first."""
    in_order = select(KnownOffer).order_by(
        KnownOffer.territory_code, KnownOffer.kind, KnownOffer.name, KnownOffer.year.desc().nulls_last(),
        KnownOffer.source_title, KnownOffer.id)
    if places is not None:
        in_order = in_order.where(KnownOffer.territory_code.in_(places))
    return list(db.session.scalars(in_order))


def known_offers(places: Collection[str] | None = None) -> list[Offer]:
    """The same, as values."""
    return [row.offer for row in list_offers(places)]


def find_offer(key: UUID) -> KnownOffer:
    """Raises NotFound."""
    found = db.session.get(KnownOffer, key)
    if found is None:
        raise NotFound
    return found


def keep_offer(key: UUID, offer: Offer) -> None:
    """Add a line, or write it again. Twice with the same key changes nothing. Raises OfferDoubled."""
    if any(row.offer.identity == offer.identity and row.id != key for row in list_offers()):
        raise OfferDoubled
    db.session.merge(offer_row(offer, id=key))


def remove_offer(key: UUID) -> Offer:
    """Take a line away; what it said. Raises NotFound."""
    row = find_offer(key)
    db.session.delete(row)
    return row.offer


def replace_offers(offers: Iterable[Offer]) -> Replaced:
    """Put a whole table in place of the one there is; lines that are alike in both stay as they are."""
    wanted, rows = set(offers), list_offers()
    kept = {row.offer for row in rows} & wanted
    gone = [row for row in rows if row.offer not in kept]
    for row in gone:
        db.session.delete(row)
    new = wanted - kept
    db.session.add_all(map(offer_row, new))
    return Replaced(len(new), len(gone))
