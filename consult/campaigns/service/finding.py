"""Campaigns and relays, found."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from consult.campaigns.models import Campaign, Relay, Stage
from consult.db import db
from consult.errors import NotFound


def find_campaign(slug: str) -> Campaign:
    """The campaign at this address. Raises NotFound."""
    # PostgreSQL refuses a NUL in any text, even in a question about it.
    campaign = db.session.scalar(select(Campaign).where(Campaign.slug == slug.replace("\0", "")))
    if campaign is None:
        raise NotFound
    return campaign


def list_campaigns() -> list[Campaign]:
    """Every campaign, the one that began last on top."""
    in_order = select(Campaign).order_by(Campaign.opens_on.desc(), Campaign.slug, Campaign.id)
    return list(db.session.scalars(in_order))


def open_campaigns(on: date) -> list[Campaign]:
    """Campaigns a family can answer on this day, the one closing first on top."""
    answerable = (Campaign.stage == Stage.OPEN, Campaign.opens_on <= on, Campaign.closes_on >= on)
    in_order = select(Campaign).where(*answerable).order_by(Campaign.closes_on, Campaign.id)
    return list(db.session.scalars(in_order))


def coming_campaigns(on: date) -> list[Campaign]:
    """Campaigns announced, whose first day to answer is still to come."""
    announced = (Campaign.stage == Stage.OPEN, Campaign.opens_on > on)
    in_order = select(Campaign).where(*announced).order_by(Campaign.opens_on, Campaign.id)
    return list(db.session.scalars(in_order))


def past_campaigns(on: date) -> list[Campaign]:
    """Campaigns that were open and can no longer be answered, the newest on top."""
    over = or_(Campaign.stage.in_([Stage.CLOSED, Stage.REPORTED]),
               (Campaign.stage == Stage.OPEN) & (Campaign.closes_on < on))
    in_order = select(Campaign).where(over).order_by(Campaign.closes_on.desc(), Campaign.id)
    return list(db.session.scalars(in_order))


def find_relay(code: str) -> Relay:
    """The relay whose printed code this is, however it was typed. Raises NotFound."""
    relay = db.session.scalar(select(Relay).where(Relay.code == code.strip().lower().replace("\0", "")))
    if relay is None:
        raise NotFound
    return relay


def relays_of_account(account_id: UUID) -> list[Relay]:
    """The links of an interviewer, in the campaigns that families see as open."""
    theirs = (Relay.account_id == account_id, Campaign.stage == Stage.OPEN)
    in_order = (
        select(Relay).join(Relay.campaign).options(contains_eager(Relay.campaign)).where(*theirs)
        .order_by(Campaign.closes_on, Relay.name, Relay.id))
    return list(db.session.scalars(in_order))
