"""When the rules of retention come to each campaign."""

from dataclasses import dataclass
from datetime import date, timedelta

from consult.campaigns.models import Campaign
from consult.campaigns.page import kept_until
from consult.campaigns.service import list_campaigns
from consult.meetings.service import forgotten_on
from consult.operations.anonymising import waits


@dataclass(frozen=True)
class Dates:
    campaign: Campaign
    contacts: date | None
    """The day on which names and phones are erased; None where neither a day nor a meeting is known."""
    answers: date
    """The day on which answers become anonymous."""
    is_waiting: bool
    """Whether any answer still leads back to its family."""


def dates_of(campaign: Campaign) -> Dates:
    return Dates(campaign, forgotten_on(campaign), kept_until(campaign) + timedelta(days=1),
                 waits(campaign.id))


def next_dates() -> list[Dates]:
    """Of every campaign, the one whose answers become anonymous first on top."""
    found = (dates_of(campaign) for campaign in list_campaigns())
    return sorted(found, key=lambda each: (each.answers, each.campaign.slug))
