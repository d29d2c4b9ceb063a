"""A campaign taken from one stage to the next."""

from collections.abc import Iterable
from datetime import date, datetime

from consult.campaigns import stages
from consult.campaigns.models import Campaign
from consult.campaigns.stages import TRANSITIONS, NotReady, WrongStage


def _take(campaign: Campaign, name: str, *, missing: Iterable[str] = ()) -> None:
    transition = TRANSITIONS[name]
    if campaign.stage is not transition.start:
        raise WrongStage
    if reasons := list(missing):
        raise NotReady(reasons)
    campaign.stage = transition.end


def open_campaign(campaign: Campaign, *, has_questionnaire: bool, on: date) -> None:
    """Draft → open. Raises WrongStage, and NotReady with the reasons."""
    missing = stages.missing_before_opening(campaign, has_questionnaire=has_questionnaire, on=on)
    _take(campaign, "ouvrir", missing=missing)


def close_campaign(campaign: Campaign, *, at: datetime) -> None:
    """Open → closed; answers begun before are taken for one more day. Raises WrongStage."""
    _take(campaign, "fermer")
    campaign.closed_at = at


def reopen_campaign(campaign: Campaign, *, on: date) -> None:
    """Closed → open, up to the same last day. Raises WrongStage, NotReady."""
    _take(campaign, "rouvrir", missing=stages.missing_before_reopening(campaign, on=on))
    campaign.closed_at = None


def report_campaign(campaign: Campaign) -> None:
    """Closed → reported: families can read what came of it. Raises WrongStage, NotReady."""
    _take(campaign, "restituer", missing=stages.missing_before_reporting(campaign))
