"""`consult retention`: how long each kind of data is kept, and what is due done now."""

from datetime import timedelta
from pathlib import Path

import click
from flask import Flask

from consult import clock
from consult.cli.application import data_option, ready_application
from consult.exports.report import write
from consult.operations.dates import Dates, next_dates
from consult.operations.papers import PAPERS
from consult.operations.papers.facts import facts_of
from consult.operations.retention import ENDS, RULES, Moment, purge
from consult.text import typeset


def moment_of(app: Flask) -> Moment:
    """Now, with the duration of this site's settings."""
    return Moment(clock.now(), timedelta(days=app.config["MESSAGES_KEPT_DAYS"]))


@click.group
def retention() -> None:
    """Ce qui est gardé, combien de temps, et ce qui y met fin."""


def _line(dates: Dates) -> str:
    contacts = f"{dates.contacts:%d/%m/%Y}" if dates.contacts else "pas de jour"
    answers = f"{dates.answers:%d/%m/%Y}{'' if dates.is_waiting else ' (rien à faire)'}"
    return f"{dates.campaign.slug}\u00a0: prénoms et téléphones {contacts}, réponses anonymes {answers}"


@retention.command
@data_option
def show(data: Path) -> None:
    """Écrire les règles, et les prochaines dates de chaque campagne."""
    app = ready_application(data)
    days = {"days": app.config["MESSAGES_KEPT_DAYS"]}
    for rule in RULES:
        click.echo(typeset(f"{rule.data}\n  {ENDS[rule.end]}. {rule.kept % days}\n  {rule.basis}"))
    with app.app_context():
        for dates in next_dates():
            click.echo(_line(dates))


@retention.command
@click.argument("name", type=click.Choice(sorted(PAPERS)))
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def paper(name: str, path: Path, data: Path) -> None:
    """Écrire la fiche du registre ou l’analyse d’impact : la fin du nom (.docx, .odt) dit comment."""
    if path.suffix not in {".docx", ".odt"}:
        raise click.ClickException("La fin du nom doit être .docx ou .odt.")
    app = ready_application(data)
    with app.app_context():
        path.write_bytes(write(PAPERS[name](facts_of(app.config, on=clock.today())), path.suffix))
    click.echo(f"{path} est écrit.")


@retention.command
@data_option
def run(data: Path) -> None:
    """Faire maintenant ce qui est dû, comme le site le fait chaque jour."""
    app = ready_application(data)
    # No transaction is opened here: each rule has its own.
    with app.app_context():
        done = purge(moment_of(app))
    for erased in done:
        counts = ", ".join(
            f"{name.replace('_', ' ')}\u00a0: {count}" for name, count in erased.counts.items())
        click.echo(" ".join(part for part in (erased.rule, erased.subject, counts) if part))
    if not done:
        click.echo("Rien n’est dû aujourd’hui.")
