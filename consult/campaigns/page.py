"""What the public page of a campaign shows on a day; the preview on the desk shows the same."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consult import clock
from consult.campaigns.models import Campaign
from consult.campaigns.stages import Situation, Step, situation, timeline


@dataclass(frozen=True)
class Addresses:
    """The endpoints the page leads to: a preview leads to previews."""

    answer: str
    data: str
    document: str
    campaign: str


@dataclass(frozen=True)
class CampaignPage:
    campaign: Campaign
    situation: Situation
    steps: list[Step]
    last_day: date
    kept_until: date
    """The day until which answers can still be withdrawn."""
    addresses: Addresses

    @property
    def can_answer(self) -> bool:
        return self.situation is Situation.ANSWERABLE


def last_day(closes_on: date, closed_at: datetime | None) -> date:
    """The last day of answers: the one planned, or the one on which somebody closed before it."""
    if closed_at is None:
        return closes_on
    return min(closes_on, closed_at.astimezone(clock.ZONE).date())


def kept_until(campaign: Campaign) -> date:
    """The last day on which a family can take its answers back; the day after, they are made anonymous."""
    return last_day(campaign.closes_on, campaign.closed_at) + timedelta(days=campaign.retention_days)


def campaign_page(campaign: Campaign, *, on: date, addresses: Addresses) -> CampaignPage:
    return CampaignPage(
        campaign=campaign, situation=situation(campaign, on=on), steps=timeline(campaign.phases, on=on),
        last_day=last_day(campaign.closes_on, campaign.closed_at), kept_until=kept_until(campaign),
        addresses=addresses)
