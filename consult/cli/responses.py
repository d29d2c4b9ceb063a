"""`consult responses`: what is stored, kept in order; and people to invite, forgotten on their day."""

from pathlib import Path

import click

from consult import clock
from consult.cli.application import data_option, open_application, ready_application
from consult.db import db
from consult.meetings.service import forget_sign_ups
from consult.responses import service


@click.group
def responses() -> None:
    """Les réponses enregistrées."""


@responses.command
@data_option
def check(data: Path) -> None:
    """Vérifier que chaque ligne compacte dit la même chose que sa réponse."""
    with open_application(data):
        found = service.check_responses()
    click.echo(f"{found.responses} réponses vérifiées.")
    if found.unreadable:
        raise click.ClickException(f"{len(found.unreadable)} réponses sont illisibles.")
    if found.wrong:
        raise click.ClickException(
            f"{len(found.wrong)} lignes compactes sont à refaire\u00a0: « consult responses rebuild ».")


@responses.command
@data_option
def rebuild(data: Path) -> None:
    """Refaire les lignes compactes à partir des réponses."""
    with open_application(data):
        found = service.rebuild_packed()
        db.session.commit()
    click.echo(f"{found.responses} réponses lues, {len(found.wrong)} lignes compactes refaites.")


@responses.command
@data_option
def forget_contacts(data: Path) -> None:
    """Effacer les prénoms et les téléphones des campagnes dont le jour est venu."""
    app = ready_application(data)
    with app.app_context():
        gone = forget_sign_ups(clock.today())
    click.echo(f"{sum(forgotten.people for forgotten in gone)} personnes effacées.")
