"""`simulate`: plausible answers, read and stored the way families' answers are, for a demonstration."""

import random
import secrets
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import click
from flask import current_app
from sqlalchemy import select

from consult import clock
from consult.campaigns import service as campaigns
from consult.campaigns.models import Campaign, Mode
from consult.cli.application import data_option, open_application
from consult.db import db
from consult.errors import NotFound
from consult.responses import service as responses
from consult.responses.models import Response
from consult.responses.service import Submission
from consult.surveys.published import PublishedSurvey, find_survey
from consult.surveys.reading.answers import read
from consult.surveys.simulation import plausible_fields

ALONE = 0.45
"""Share of families who answer by themselves, through no relay."""
IN_SHIMAORE = 0.3
LAST_DAYS = timedelta(days=20)
REAL = ("Cette consultation est réelle\u00a0: des réponses inventées la fausseraient. "
        "Si c’est bien ce que vous voulez\u00a0: --force.")


@dataclass(frozen=True)
class Way:
    """How families are reached: by a relay, or by nobody."""

    relay_id: UUID | None = None
    mode: Mode = Mode.SELF


def _days(campaign: Campaign, today: date) -> list[date]:
    """The days on which it was open, three weeks of them at most."""
    last = max(campaign.opens_on, min(today, campaign.closes_on))
    first = max(campaign.opens_on, last - LAST_DAYS)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _day(rng: random.Random, days: list[date]) -> date:
    """Many answer in the first days, then fewer and fewer."""
    return days[min(len(days) - 1, int(rng.triangular(0, len(days), len(days) / 3)))]


def _way(rng: random.Random, ways: list[Way]) -> Way:
    """Nearly half of them answer alone, and the first relays are the busiest."""
    alone, *relays = ways
    if not relays or rng.random() < ALONE:
        return alone
    return rng.choices(relays, [1 / rank for rank in range(1, len(relays) + 1)])[0]


def _survey(campaign: Campaign) -> PublishedSurvey:
    survey = find_survey(campaign.slug)
    if survey is None:
        raise click.ClickException("Cette consultation n’a pas de questionnaire publié.")
    return survey


def _submission(rng: random.Random, survey: PublishedSurvey, key: UUID, day: date, way: Way) -> Submission:
    fields = plausible_fields(survey.questionnaire, rng=rng, today=day)
    reading = read(survey.questionnaire, fields, today=day)
    language = "swb" if rng.random() < IN_SHIMAORE else "fr"
    return responses.submission_of(survey, key=key, language=language, mode=way.mode, relay_id=way.relay_id,
                                   day=day, answers=reading.answers, contacts=reading.contacts)


def simulate_answers(campaign: Campaign, *, count: int, seed: int, today: date) -> int:
    """Send `count` answers, each made from the seed and its number; how many were not there before."""
    survey, days = _survey(campaign), _days(campaign, today)
    ways = [Way(), *(Way(relay.id, relay.mode) for relay in campaign.relays)]
    known = set(db.session.scalars(select(Response.key)))
    layout, secret = responses.layout_of(survey), current_app.config["SECRET_KEY"]
    sent = 0
    with click.progressbar(range(count), label="Réponses simulées", file=sys.stderr) as numbers:
        for number in numbers:
            rng = random.Random(f"{seed}/{number}")  # noqa: S311, the same seed must make the same answers
            key = UUID(int=rng.getrandbits(128), version=4)
            if key not in known:
                submission = _submission(rng, survey, key, _day(rng, days), _way(rng, ways))
                responses.receive(submission, layout=layout, secret=secret)
                sent += 1
    return sent


def _find(slug: str, *, force: bool) -> Campaign:
    try:
        campaign = campaigns.find_campaign(slug)
    except NotFound as refusal:
        raise click.ClickException(f"Aucune consultation n’a l’adresse «\u00a0{slug}\u00a0».") from refusal
    if not campaign.is_demonstration and not force:
        raise click.ClickException(REAL)
    return campaign


@click.command()
@click.argument("count", type=click.IntRange(1, 1_000_000), metavar="NOMBRE")
@click.option("--campaign", "slug", required=True, metavar="ADRESSE", help="Adresse de la consultation.")
@click.option("--seed", type=int, help="Le même nombre donne les mêmes réponses.")
@click.option("--force", is_flag=True, help="Même si la consultation n’est pas une démonstration.")
@data_option
def simulate(count: int, slug: str, seed: int | None, force: bool, data: Path) -> None:
    """Envoie des réponses inventées, mais plausibles, à une consultation de démonstration."""
    with open_application(data):
        sent = simulate_answers(_find(slug, force=force), count=count, today=clock.today(),
                                seed=secrets.randbits(32) if seed is None else seed)
        click.echo(f"Réponses simulées ajoutées\u00a0: {sent}.")
