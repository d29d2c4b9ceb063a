"""`consult drill`: real faults under load, and whether anything that was acknowledged is lost."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy import Engine, event

from consult.bench import disks, kill, plug, site
from consult.bench.families import Thanks
from consult.bench.found import Found, look
from consult.bench.plug import Cut
from consult.cli.application import data_option, open_application
from consult.cli.serve import serve
from consult.cli.trial import database_option, trial_site
from consult.db import db
from consult.surveys.published import find_survey


@click.group
def drill() -> None:
    """Provoquer de vraies pannes, et compter ce qui est perdu."""


@drill.command("kill")
@click.option("--kills", default=100, show_default=True, help="Combien d’arrêts brutaux.")
@click.option("--answers", default=10_000, show_default=True, help="Combien de réponses confirmées au moins.")
@database_option
def kill_command(kills: int, answers: int, database: str | None) -> None:
    """Tuer le serveur (kill -9) pendant que des familles répondent."""
    with trial_site(database) as trial:
        killed = kill.kill_again_and_again(
            trial.folder, trial.environment, site.submissions(trial.survey), kills=kills, answers=answers)
        found = look(trial.app, trial.survey, sent=killed.log.sent, thanked=killed.log.thanked)
    for line in kill.report(killed, found):
        click.echo(line)
    if not kill.is_kept(killed, found):
        raise SystemExit(1)


def _relax(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=NORMAL")


@drill.command("careless", hidden=True)
@click.option("--port", default=0)
@data_option
@click.pass_context
def careless(context: click.Context, data: Path, port: int) -> None:
    """Le même site, SQLite réglé comme on le conseille souvent : une coupure y perd des réponses."""
    event.listen(Engine, "connect", _relax)
    context.invoke(serve, data=data, host="127.0.0.1", port=port)


def _look(folder: Path, sent: set[str], thanked: Mapping[str, Thanks]) -> Found:
    """A site as it starts again after the cut."""
    with open_application(folder) as app:
        survey = find_survey(site.SLUG)
        nothing = Found(0, len(thanked), 0, 0, damaged=False)
        found = look(app, survey, sent=sent, thanked=thanked) if survey else nothing
        db.session.remove()
        db.engine.dispose()
    return found


def _pull(words: Sequence[str], cuts: int, each: int) -> list[Cut]:
    with (TemporaryDirectory(prefix="consult-plug-") as scratch, disks.disk(Path(scratch)) as disk,
          trial_site(None, disk.place / "site") as trial):
        return list(plug.pull(disk, words, trial.environment, site.submissions(trial.survey), cuts=cuts,
                              each=each, look=_look))


@drill.command("plug")
@click.option("--cuts", default=20, show_default=True, help="Combien de coupures de courant.")
@click.option("--answers", default=100, show_default=True, help="Combien de réponses entre deux coupures.")
def plug_command(cuts: int, answers: int) -> None:
    """Couper le courant pendant que des familles répondent (root, disques « loop »)."""
    try:
        control = _pull(plug.CARELESS, max(cuts // 4, 1), answers)
        ours = _pull(plug.SERVE, cuts, answers)
    except disks.NoDisk as problem:
        raise click.ClickException(f"Pas de disque à débrancher ici\u00a0: {problem}") from problem
    click.echo(f"témoin (synchronous=NORMAL)\u00a0: {plug.report(control)}")
    click.echo(f"site (synchronous=FULL)\u00a0: {plug.report(ours)}")
    if not any(cut.found.lost for cut in control):
        raise click.ClickException("Le témoin n’a rien perdu\u00a0: ces coupures ne prouvent rien.")
    if not all(cut.found.is_whole for cut in ours):
        raise click.ClickException("ÉCHEC\u00a0: des réponses confirmées sont perdues.")
    click.echo("Rien de perdu.")
