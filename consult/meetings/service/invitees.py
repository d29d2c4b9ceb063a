"""The verbs of meetings: keep who wants to be invited, and forget them."""

from collections.abc import Mapping
from datetime import date
from secrets import randbelow
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import Connection, Table, UpdateBase, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from consult.campaigns.models import Campaign
from consult.db import db
from consult.db.prepared import Prepared
from consult.errors import NotFound
from consult.meetings.models import Invitee
from consult.meetings.phones import identity

_invitees = cast(Table, Invitee.__table__)


def _keeping(adding: Any) -> UpdateBase:
    """The insertion that replaces what the same phone left before."""
    statement: UpdateBase = adding.on_conflict_do_update(
        index_elements=["campaign_id", "phone"], set_={"details": adding.excluded.details})
    return statement


_KEEP = Prepared(("id", "campaign_id", "phone", "details"), sqlite=_keeping(sqlite.insert(_invitees)),
                 postgresql=_keeping(postgresql.insert(_invitees)))
STIRRED = 50
"""How many rows move with each new one, on a database that keeps rows in the order of their arrival."""


def keep_invitee(connection: Connection, campaign_id: UUID, contacts: Mapping[str, Any]) -> bool:
    """Keep what somebody left to be invited; the same phone again replaces it.

    Nothing is kept, and False returned, where there is neither a phone number nor a mail address.
    """
    phone = identity(contacts)
    if not phone:
        return False
    row = {"id": uuid4(), "campaign_id": campaign_id, "phone": phone, "details": dict(contacts)}
    if connection.dialect.name == "postgresql":
        _keep_among_others(connection, campaign_id, row)
    else:
        _KEEP.run(connection, row)
    return True


def _keep_among_others(connection: Connection, campaign_id: UUID, row: Mapping[str, Any]) -> None:
    """Write other rows again around the new one, so that neither place nor transaction tells who came last.

    SQLite keeps this table in the order of its random keys. PostgreSQL keeps the order of writing, and the
    number of the transaction where everybody can read it: both would line up with the answers'.
    """
    # One at a time, or two that rewrite each other's rows would wait for each other.
    connection.execute(select(func.pg_advisory_xact_lock(campaign_id.int & 0x7FFFFFFFFFFFFFFF)))
    before = randbelow(STIRRED + 1)
    _stir(connection, campaign_id, before)
    _KEEP.run(connection, row)
    _stir(connection, campaign_id, STIRRED - before)


def _stir(connection: Connection, campaign_id: UUID, count: int) -> None:
    of_campaign = select(_invitees.c.id).where(_invitees.c.campaign_id == campaign_id)
    some = of_campaign.order_by(func.random()).limit(count)
    connection.execute(
        update(_invitees).where(_invitees.c.id.in_(some.scalar_subquery())).values(phone=_invitees.c.phone))


def find_invitees(campaign_id: UUID) -> list[Invitee]:
    """People to invite, by phone number: an order that says nothing of when they came."""
    of_campaign = select(Invitee).where(Invitee.campaign_id == campaign_id)
    return list(db.session.scalars(of_campaign.order_by(Invitee.phone, Invitee.id)))


def forget_invitee(campaign_id: UUID, invitee_id: UUID) -> None:
    """Erase one person. Raises NotFound."""
    invitee = db.session.get(Invitee, invitee_id)
    if invitee is None or invitee.campaign_id != campaign_id:
        raise NotFound
    db.session.delete(invitee)


def forget_invitees(*, on: date, campaign_id: UUID | None = None) -> int:
    """Erase everybody whose campaign was to forget them by this day; how many went."""
    due = select(Campaign.id).where(Campaign.contacts_forgotten_on <= on)
    if campaign_id is not None:
        due = due.where(Campaign.id == campaign_id)
    return db.session.connection().execute(delete(_invitees).where(_invitees.c.campaign_id.in_(due))).rowcount
