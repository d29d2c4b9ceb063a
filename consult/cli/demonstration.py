"""A campaign to try everything on: real places, the real questionnaire, invented answers that say so."""

from datetime import date, timedelta

import click
from sqlalchemy import select

from consult import clock
from consult.campaigns import service as campaigns
from consult.campaigns.models import Campaign
from consult.cli import demonstration_texts as texts
from consult.cli.demonstration_diagnostic import make_diagnostic
from consult.cli.demonstration_meetings import plan_meetings, sign_families_up
from consult.cli.simulate import simulate_answers
from consult.cli.staff import LOGGED_AS
from consult.db import db
from consult.staff import passwords
from consult.staff import service as staff
from consult.staff.models import Account, Role
from consult.surveys import service as surveys
from consult.surveys.shipped import load_shipped
from consult.text import Localized

ACCOUNT = "coordination"
ANSWERS = 600
SEED = 976
OPEN_SINCE = timedelta(days=21)
OPEN_FOR = timedelta(days=60)


def _plan(today: date) -> campaigns.Plan:
    return campaigns.Plan(
        slug=texts.SLUG, territory_code="97611", title=Localized(texts.TITLE),
        summary=Localized(texts.SUMMARY), body=Localized(texts.BODY.strip()),
        decided_by=Localized(texts.DECIDED_BY), open_to_discussion=Localized(texts.OPEN_TO_DISCUSSION),
        controller=texts.CONTROLLER, data_contact=texts.DATA_CONTACT,
        opens_on=today - OPEN_SINCE, closes_on=today + OPEN_FOR - OPEN_SINCE)


def _publish_around(campaign: Campaign, today: date) -> None:
    """Phases, relays, a piece of news."""
    title, text = texts.ANSWERING
    campaigns.add_phase(campaign, title=Localized(title), text=Localized(text),
                        starts_on=campaign.opens_on, ends_on=campaign.closes_on)
    for step in texts.STEPS:
        campaigns.add_phase(campaign, title=Localized(step.title), text=Localized(step.text),
                            starts_on=campaign.closes_on + timedelta(days=step.begins),
                            ends_on=campaign.closes_on + timedelta(days=step.ends))
    for relay in texts.RELAYS:
        campaigns.add_relay(campaign, campaigns.RelayPlan(
            relay.name, relay.kind, relay.mode, relay.territory_code))
    campaigns.add_news(campaign, title=Localized(texts.NEWS_TITLE), body=Localized(texts.NEWS_BODY),
                       published_on=today - timedelta(days=7))


def _make_campaign(today: date) -> Campaign:
    campaign = campaigns.plan_campaign(_plan(today), is_demonstration=True)
    db.session.flush()  # the questionnaire and the relays need the campaign's key
    _publish_around(campaign, today)
    questionnaire = load_shipped("besoins-petite-enfance")
    version = surveys.import_version(campaign.id, questionnaire, source_name="", at=clock.now())
    surveys.publish_version(version, at=clock.now())
    campaigns.open_campaign(campaign, has_questionnaire=True, on=today)
    plan_meetings(campaign, today=today)
    staff.record_action(account_name=LOGGED_AS, verb="préparer la démonstration", subject=campaign.slug)
    return campaign


def _find_or_make_campaign(today: date) -> Campaign:
    found = campaigns.list_campaigns()
    if any(not campaign.is_demonstration for campaign in found):
        raise click.ClickException("Ce dossier a une vraie consultation. Prenez-en un autre\u00a0: --data.")
    return found[0] if found else _make_campaign(today)


def _has_account() -> bool:
    return db.session.scalar(select(Account.id).where(Account.name == ACCOUNT)) is not None


def _make_account() -> str:
    password = passwords.new_password()
    staff.add_account(ACCOUNT, Role.COORDINATOR, password, at=clock.now())
    staff.record_action(account_name=LOGGED_AS, verb="créer le compte", subject=ACCOUNT)
    return password


def prepare_demonstration(*, answers: int = ANSWERS) -> str:
    """Make the demonstration, or what is missing of it; the account's password, empty where it is complete.

    The account comes last: its password is shown once, and whoever interrupts the command has lost nothing.
    """
    today = clock.today()
    campaign = _find_or_make_campaign(today)
    db.session.commit()
    if _has_account():
        return ""
    sign_families_up(campaign.id, seed=SEED)
    simulate_answers(campaign, count=answers, seed=SEED, today=today)
    make_diagnostic(campaign, by=ACCOUNT, today=today)
    # Another first start may have come here meanwhile; it made the same answers.
    password = "" if _has_account() else _make_account()
    db.session.commit()
    return password
