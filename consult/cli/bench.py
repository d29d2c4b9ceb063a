"""`consult bench`: speed and weight of what families use, on this machine, beside what is promised."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import click

from consult.bench import burst, export, growth, meetings, needs, page, site, submit
from consult.bench import line as bad_lines
from consult.bench.servers import empty_app, server
from consult.cli.application import data_option, ready_application
from consult.cli.serve import listen, run
from consult.cli.trial import TrialSite, database_option, trial_site
from consult.cli.watching import watched
from consult.db import db, writing

_seconds = click.option("--seconds", default=6.0, show_default=True, help="Durée de chaque mesure.")


@click.group
def bench() -> None:
    """Mesurer la vitesse et le poids, à côté de ce qui est promis."""


@bench.command(hidden=True)
@click.option("--port", default=0)
def empty(port: int) -> None:
    """Une vue qui ne fait rien, sur le même serveur."""
    app = empty_app()
    server = listen(app, host="127.0.0.1", port=port)
    # Counted and logged as the site is: what is compared is the views.
    with watched(app):
        run(app, server)


@contextmanager
def _both(measured: TrialSite) -> Iterator[tuple[int, int]]:
    """The ports of the site and of the empty view, both running."""
    words = ("serve", "--data", str(measured.folder))
    same = measured.environment
    with server(*words, environment=same) as port, server("bench", "empty", environment=same) as empty_port:
        yield port, empty_port


@bench.command("submit")
@click.option("--clients", default="2,8,32", show_default=True, help="Combien de familles à la fois.")
@_seconds
@database_option
def submit_command(clients: str, seconds: float, database: str | None) -> None:
    """Envois durables par seconde, et chaque envoi confirmé retrouvé ensuite."""
    numbers = [int(number) for number in clients.split(",")]
    with trial_site(database) as measured:
        with _both(measured) as (port, empty_port):
            measures = submit.measure(port=port, empty_port=empty_port, clients=numbers, seconds=seconds,
                                      requests=site.submissions(measured.survey))
        for line in submit.report(measures.lines):
            click.echo(line)
        lost, stored = site.lost(measured.app, measures.receipts), len(site.stored_keys())
    count = len(measures.receipts)
    click.echo(f"{count} envois confirmés, {lost} introuvables ensuite\u00a0; {stored} réponses en tout.")
    if lost or len(set(measures.receipts)) != count:
        raise click.ClickException("Des envois confirmés ne sont pas enregistrés, ou le sont deux fois.")


@bench.command("growth")
@click.option("--sizes", default="1000,100000,1000000", show_default=True, help="Combien de réponses.")
@_seconds
@database_option
def growth_command(sizes: str, seconds: float, database: str | None) -> None:
    """Ce que coûtent une page et un envoi quand il y a déjà beaucoup de réponses."""
    lines: list[growth.Line] = []
    with trial_site(database) as measured, _both(measured) as (port, empty_port):
        requests = site.submissions(measured.survey)
        for size in sorted(int(size) for size in sizes.split(",")):
            needs.store(measured.survey, size - len(site.stored_keys()))
            db.session.remove()
            lines.append(growth.measure(
                size, port=port, empty_port=empty_port, requests=requests, seconds=seconds))
    for line in growth.report(lines):
        click.echo(line)


@bench.command("burst")
@click.option("--families", default=2000, show_default=True, help="Combien de familles.")
@click.option("--seconds", default=60.0, show_default=True, help="En combien de secondes elles arrivent.")
@database_option
def burst_command(families: int, seconds: float, database: str | None) -> None:
    """2 000 familles en une minute, après un appel à la radio : toutes servies, aucune erreur."""
    with trial_site(database) as measured:
        with server("serve", "--data", str(measured.folder), environment=measured.environment) as port:
            radio = burst.Radio(port, families, seconds, site.submissions(measured.survey))
            heard = burst.listen_apart(radio)
        lost = site.lost(measured.app, heard.sent.receipts)
        stored = len(site.stored_keys())
    for line in burst.report(radio, heard):
        click.echo(line)
    count = len(heard.sent.receipts)
    click.echo(f"{count} réponses confirmées, {lost} introuvables ensuite\u00a0; {stored} en tout.")
    if lost or burst.errors(heard) or stored != families:
        raise click.ClickException("Des familles n’ont pas été servies, ou leurs réponses sont perdues.")


@bench.command("meetings")
@database_option
def meetings_command(database: str | None) -> None:
    """500 inscriptions de 50 téléphones pour 60 places : aucune de trop, aucune perdue."""
    with trial_site(database) as measured:
        with writing():
            code = meetings.prepare_meeting()
            db.session.remove()
        with _both(measured) as (port, empty_port):
            found = meetings.crowd(port=port, empty_port=empty_port, code=code)
        after = meetings.seated(found.ours.receipts)
    for line in meetings.report(found, after):
        click.echo(line)
    if after.lost or after.confirmed != meetings.SEATS or not after.in_order:
        raise click.ClickException("Des places ont été données deux fois, ou des inscriptions sont perdues.")


@bench.command("needs")
@click.option("--sizes", default="10000,100000,1000000", show_default=True, help="Combien de réponses.")
@database_option
def needs_command(sizes: str, database: str | None) -> None:
    """Les besoins comptés dans de très nombreuses réponses : temps et mémoire."""
    lines: list[needs.Line] = []
    with trial_site(database) as measured:
        stored = 0
        for size in sorted(int(size) for size in sizes.split(",")):
            needs.store(measured.survey, size - stored)
            lines.append(needs.measure(measured.survey, size))
            stored = size + 1000
        for line in needs.report(lines):
            click.echo(line)


@bench.command("write", hidden=True)
@click.argument("name")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--count", type=int, required=True)
@data_option
def write_command(name: str, path: Path, count: int, data: Path) -> None:
    """Un fichier de réponses, dans un processus à lui."""
    with ready_application(data).app_context():
        click.echo(json.dumps(asdict(export.write_one(name, path, count))))


@bench.command("export")
@click.option("--sizes", default="10000,100000", show_default=True, help="Combien de réponses.")
@database_option
def export_command(sizes: str, database: str | None) -> None:
    """Les réponses en fichiers : vitesse et mémoire, à côté d’une boucle nue."""
    with trial_site(database) as measured:
        stored = 0
        for size in sorted(int(size) for size in sizes.split(",")):
            needs.store(measured.survey, size - stored)
            stored = size
            lines = [export.measure(name, size, folder=measured.folder, environment=measured.environment)
                     for name in export.names()]
            for line in chain(export.report(lines), export.report_papers()):
                click.echo(line)


@bench.command("page")
@_seconds
@database_option
def page_command(seconds: float, database: str | None) -> None:
    """La première page d’une famille : sa vitesse, et ce qu’un téléphone doit charger."""
    with trial_site(database) as measured, _both(measured) as (port, empty_port):
        for line in page.report_speed(page.measure_speed(port=port, empty_port=empty_port, seconds=seconds)):
            click.echo(line)
        if chromium := page.find_chromium():
            for line in page.report_weight(page.measure_weight(chromium, port)):
                click.echo(line)
        else:
            click.echo("Pas de Chromium sur cette machine : le poids n’est pas mesuré.")


@bench.command("line")
@click.option("--visits", default=5, show_default=True, help="Combien de familles, avec et sans script.")
def line_command(visits: int) -> None:
    """Tout le questionnaire par une très mauvaise ligne : ce que la famille attend."""
    chromium = page.find_chromium()
    if not chromium:
        raise click.ClickException("Pas de Chromium sur cette machine : rien n’est mesuré.")
    with trial_site(None) as measured:
        words = ("serve", "--data", str(measured.folder))
        with server(*words, environment=measured.environment) as port:
            fields = next(site.filled_forms(measured.survey))
            found = bad_lines.measure(chromium, port, fields, visits=visits)
        stored = len(site.stored_keys())
    for line in bad_lines.report(found):
        click.echo(line)
    if stored != len(found):
        raise click.ClickException(f"{stored} réponses enregistrées pour {len(found)} familles.")
