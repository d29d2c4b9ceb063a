"""The verbs of campaigns."""

from datetime import date

from sqlalchemy import select

from consult.campaigns.models import Campaign, Relay, Stage
from consult.db import db
from consult.errors import NotFound


def find_campaign(slug: str) -> Campaign:
    """The campaign at this address. Raises NotFound."""
    campaign = db.session.scalar(select(Campaign).where(Campaign.slug == slug))
    if campaign is None:
        raise NotFound
    return campaign


def open_campaigns(on: date) -> list[Campaign]:
    """Campaigns a family can answer on this day, the one closing first on top."""
    answerable = (Campaign.stage == Stage.OPEN, Campaign.opens_on <= on, Campaign.closes_on >= on)
    in_order = select(Campaign).where(*answerable).order_by(Campaign.closes_on, Campaign.id)
    return list(db.session.scalars(in_order))


def find_relay(code: str) -> Relay:
    """The relay whose printed code this is, however it was typed. Raises NotFound."""
    relay = db.session.scalar(select(Relay).where(Relay.code == code.strip().lower()))
    if relay is None:
        raise NotFound
    return relay
