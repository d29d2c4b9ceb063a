"""`consult campaign`: what the desk does to a campaign, from the machine itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from consult import clock
from consult.campaigns import service
from consult.campaigns.models import Campaign, Stage
from consult.campaigns.stages import NotReady
from consult.cli.application import data_option, open_application
from consult.db import db
from consult.errors import Refused
from consult.staff.service import record_action
from consult.surveys.published import find_survey

LOGGED_AS = "ligne de commande"
STAGES = {
    Stage.DRAFT: "brouillon", Stage.OPEN: "ouverte", Stage.CLOSED: "fermée", Stage.REPORTED: "restituée"}
_slug = click.argument("slug", metavar="ADRESSE")


@click.group
def campaign() -> None:
    """Les campagnes : leur liste, leur ouverture, leur fermeture."""


@campaign.command("list")
@data_option
def list_(data: Path) -> None:
    """Montrer les campagnes, leur étape et leurs dates."""
    with open_application(data):
        for found in service.list_campaigns():
            days = f"{found.opens_on:%d/%m/%Y} – {found.closes_on:%d/%m/%Y}"
            click.echo(f"{found.slug:<32} {STAGES[found.stage]:<10} {days}  {found.title.french}")


@contextmanager
def _at_work(data: Path, verb: str, slug: str) -> Iterator[Campaign]:
    """The campaign, changed and logged in one transaction; a refusal is a sentence and an exit code."""
    with open_application(data):
        try:
            found = service.find_campaign(slug)
            yield found
            record_action(account_name=LOGGED_AS, verb=verb, subject=slug)
            db.session.commit()
        except NotReady as refusal:
            raise click.ClickException("\n  ".join([str(refusal), *refusal.reasons])) from refusal
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal


@campaign.command("open")
@_slug
@data_option
def open_(slug: str, data: Path) -> None:
    """Ouvrir une campagne : la page devient publique."""
    with _at_work(data, "ouvre une campagne", slug) as found:
        service.open_campaign(found, has_questionnaire=find_survey(slug) is not None, on=clock.today())
    click.echo(f"Campagne ouverte : {slug}")


@campaign.command("close")
@_slug
@data_option
def close(slug: str, data: Path) -> None:
    """Fermer une campagne : plus personne ne commence à répondre."""
    with _at_work(data, "ferme une campagne", slug) as found:
        service.close_campaign(found, at=clock.now())
    click.echo(f"Campagne fermée : {slug}")
