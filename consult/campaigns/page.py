"""What the public page of a campaign shows on a day; the preview on the desk shows the same."""

from dataclasses import dataclass
from datetime import date, timedelta

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


def last_day(campaign: Campaign) -> date:
    """The last day of answers: the one planned, or the one on which somebody closed before it."""
    if campaign.closed_at is None:
        return campaign.closes_on
    return min(campaign.closes_on, campaign.closed_at.astimezone(clock.ZONE).date())


def campaign_page(campaign: Campaign, *, on: date, addresses: Addresses) -> CampaignPage:
    last = last_day(campaign)
    return CampaignPage(
        campaign=campaign, situation=situation(campaign, on=on), steps=timeline(campaign.phases, on=on),
        last_day=last, kept_until=last + timedelta(days=campaign.retention_days), addresses=addresses)
