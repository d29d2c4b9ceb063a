"""What the papers are filled with: this site's settings, its campaigns, its rules of retention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from consult.campaigns.models import Campaign, LegalBasis
from consult.operations.dates import Dates, next_dates
from consult.operations.retention import ENDS, RULES
from consult.surveys.published import find_survey
from consult.surveys.questions import Questionnaire

BASES: Mapping[LegalBasis, str] = {
    LegalBasis.PUBLIC_TASK: "mission d’intérêt public (RGPD, article 6, paragraphe 1, point e)",
    LegalBasis.LEGAL_OBLIGATION: "obligation légale (RGPD, article 6, paragraphe 1, point c)",
    LegalBasis.CONSENT: "consentement (RGPD, article 6, paragraphe 1, point a)",
}
SPECIAL = ("santé", "article 9")


@dataclass(frozen=True)
class CampaignFacts:
    title: str
    purpose: str
    opens_on: date
    closes_on: date
    controller: str
    contact: str
    basis: str
    contacts_until: date | None
    answers_until: date
    special: tuple[str, ...]
    """Questions whose answers are of a special category."""
    is_demonstration: bool


@dataclass(frozen=True)
class Retained:
    """A rule as it is written in a paper."""

    data: str
    kept: str
    end: str
    basis: str


@dataclass(frozen=True)
class Facts:
    town: str
    address: str
    host: str
    on: date
    second_step: bool
    sends_mail: bool
    sends_sms: bool
    database: str
    campaigns: tuple[CampaignFacts, ...]
    rules: tuple[Retained, ...]


def _special(questionnaire: Questionnaire) -> tuple[str, ...]:
    return tuple(question.label.french for question in questionnaire.questions()
                 if any(word in question.sensitivity for word in SPECIAL))


def _campaign(campaign: Campaign, dates: Dates) -> CampaignFacts:
    survey = find_survey(campaign.slug)
    return CampaignFacts(
        campaign.title.french, campaign.summary.french, campaign.opens_on, campaign.closes_on,
        campaign.controller, campaign.data_contact, BASES[campaign.legal_basis], dates.contacts,
        dates.answers, _special(survey.questionnaire) if survey else (), campaign.is_demonstration)


def facts_of(settings: Mapping[str, Any], *, on: date) -> Facts:
    """What is known on a day. The settings are the application's."""
    days = {"days": settings["MESSAGES_KEPT_DAYS"]}
    is_file = str(settings["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")
    return Facts(
        settings["TOWN_NAME"], settings["PUBLISHER_ADDRESS"], settings["HOSTING_PROVIDER"], on,
        settings["TOTP_REQUIRED"], bool(settings["SMTP_URL"]),
        bool(settings["SMS_URL"]), "un fichier SQLite" if is_file else "une base PostgreSQL",
        tuple(_campaign(dates.campaign, dates) for dates in next_dates()),
        tuple(Retained(rule.data, rule.kept % days, ENDS[rule.end], rule.basis) for rule in RULES))
