"""A new site in a folder of its own, for measurements and drills, on SQLite or in a schema of PostgreSQL."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from consult.bench import site
from consult.cli.application import open_application
from consult.db import db
from consult.surveys.published import PublishedSurvey

database_option = click.option("--database", metavar="URL", help="Une base PostgreSQL ; sinon SQLite.")


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
class TrialSite:
    app: Flask
    survey: PublishedSurvey
    folder: Path
    environment: Mapping[str, str]


@contextmanager
def trial_site(database: str | None, folder: Path | None = None) -> Iterator[TrialSite]:
    """A campaign with the shipped questionnaire, ready to be served and read; no connection is left open."""
    with TemporaryDirectory(prefix="consult-bench-") as scratch, database_of(database) as environment:
        os.environ.update(environment)
        place = folder or Path(scratch)
        with open_application(place) as app:
            survey = site.prepare_site()
            db.session.remove()
            db.engine.dispose()
            yield TrialSite(app, survey, place, environment)
            db.session.remove()
            db.engine.dispose()


@contextmanager
def database_of(database: str | None) -> Iterator[dict[str, str]]:
    """Settings of the server measured: many families come from one address here."""
    no_limit = {"CONSULT_SUBMISSIONS_PER_MINUTE": "0"}
    if database is None:
        os.environ.pop("CONSULT_DATABASE_URL", None)
        yield no_limit
    else:
        with _schema(database) as url:
            yield {**no_limit, "CONSULT_DATABASE_URL": url}
