"""`consult bench`: speed and weight of what families use, on this machine, beside what is promised."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from consult.bench import export, meetings, needs, page, site, submit
from consult.bench.servers import empty_app, server
from consult.cli.application import data_option, open_application, ready_application
from consult.cli.serve import listen, run
from consult.db import db, writing
from consult.surveys.published import PublishedSurvey

_database = click.option("--database", metavar="URL", help="Une base PostgreSQL ; sinon SQLite.")
_seconds = click.option("--seconds", default=6.0, show_default=True, help="Durée de chaque mesure.")


@click.group
def bench() -> None:
    """Mesurer la vitesse et le poids, à côté de ce qui est promis."""


@bench.command(hidden=True)
@click.option("--port", default=0)
def empty(port: int) -> None:
    """Une vue qui ne fait rien, sur le même serveur."""
    app = empty_app()
    run(app, listen(app, host="127.0.0.1", port=port))


@contextmanager
def _schema(database: str) -> Iterator[str]:
    """The address of an empty schema of that database, gone at the end."""
    name = f"consult_bench_{os.getpid()}"
    engine = create_engine(make_url(database).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    try:
        url = engine.url.update_query_dict({"options": f"-csearch_path={name}"})
        yield url.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        engine.dispose()


@dataclass(frozen=True)
class _Site:
    app: Flask
    survey: PublishedSurvey
    folder: Path
    environment: Mapping[str, str]


@contextmanager
def _site(database: str | None) -> Iterator[_Site]:
    """A new site in a folder of its own, ready to be served and read."""
    with TemporaryDirectory(prefix="consult-bench-") as folder, _database_of(database) as environment:
        os.environ.update(environment)
        with open_application(Path(folder)) as app:
            survey = site.prepare_site()
            db.session.remove()
            yield _Site(app, survey, Path(folder), environment)
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _database_of(database: str | None) -> Iterator[dict[str, str]]:
    """Settings of the server measured: many families come from one address here."""
    no_limit = {"CONSULT_SUBMISSIONS_PER_MINUTE": "0"}
    if database is None:
        os.environ.pop("CONSULT_DATABASE_URL", None)
        yield no_limit
    else:
        with _schema(database) as url:
            yield {**no_limit, "CONSULT_DATABASE_URL": url}


@contextmanager
def _both(measured: _Site) -> Iterator[tuple[int, int]]:
    """The ports of the site and of the empty view, both running."""
    words = ("serve", "--data", str(measured.folder))
    with server(*words, environment=measured.environment) as port, server("bench", "empty") as empty_port:
        yield port, empty_port


@bench.command("submit")
@click.option("--clients", default="2,8,32", show_default=True, help="Combien de familles à la fois.")
@_seconds
@_database
def submit_command(clients: str, seconds: float, database: str | None) -> None:
    """Envois durables par seconde, et chaque envoi confirmé retrouvé ensuite."""
    numbers = [int(number) for number in clients.split(",")]
    with _site(database) as measured:
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


@bench.command("meetings")
@_database
def meetings_command(database: str | None) -> None:
    """500 inscriptions de 50 téléphones pour 60 places : aucune de trop, aucune perdue."""
    with _site(database) as measured:
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
@_database
def needs_command(sizes: str, database: str | None) -> None:
    """Les besoins comptés dans de très nombreuses réponses : temps et mémoire."""
    lines: list[needs.Line] = []
    with _site(database) as measured:
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
@_database
def export_command(sizes: str, database: str | None) -> None:
    """Les réponses en fichiers : vitesse et mémoire, à côté d’une boucle nue."""
    with _site(database) as measured:
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
@_database
def page_command(seconds: float, database: str | None) -> None:
    """La première page d’une famille : sa vitesse, et ce qu’un téléphone doit charger."""
    with _site(database) as measured, _both(measured) as (port, empty_port):
        for line in page.report_speed(page.measure_speed(port=port, empty_port=empty_port, seconds=seconds)):
            click.echo(line)
        if chromium := page.find_chromium():
            for line in page.report_weight(page.measure_weight(chromium, port)):
                click.echo(line)
        else:
            click.echo("Pas de Chromium sur cette machine : le poids n’est pas mesuré.")
