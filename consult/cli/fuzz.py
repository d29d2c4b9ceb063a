"""`consult fuzz`: bad input by the thousand, against a demonstration made for it and thrown away."""

import logging
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask import Flask
from sqlalchemy import select, update

from consult import clock
from consult.bench.fuzz.run import Plan, Turn, report, run
from consult.campaigns.models import Relay
from consult.cli.application import open_application
from consult.cli.demonstration import prepare_demonstration
from consult.cli.trial import database_of
from consult.db import db
from consult.meetings.models import Meeting, SignUp
from consult.territories import service as territories

ANSWERS = 40
TOKENLESS: dict[str, Any] = {"WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": False}
"""What is tried is what the forms read: their token has tests of its own."""


def prepare() -> list[str]:
    """A demonstration with a meeting today, and the addresses that only paper and messages carry."""
    territories.load_reference()
    prepare_demonstration(answers=ANSWERS)
    now = clock.now()
    meeting = db.session.scalars(select(Meeting).order_by(Meeting.code)).first()
    places = db.session.scalars(select(SignUp.code).order_by(SignUp.code).limit(3)).all()
    relays = db.session.scalars(select(Relay.code).order_by(Relay.code).limit(3)).all()
    if meeting is None:
        raise click.ClickException("La démonstration n’a pas de réunion.")
    db.session.execute(update(Meeting).where(Meeting.id == meeting.id).values(
        starts_at=now, ends_at=now + timedelta(hours=1)))
    db.session.commit()
    return [*(f"/fr/place/{code}" for code in places), *(f"/fr/r/{code}" for code in relays),
            f"/staff/reunions/{meeting.code}/accueil", "/staff/compte/double-verification/codes",
            "/staff/connexion"]


@contextmanager
def _demonstration(database: str | None) -> Iterator[tuple[Flask, list[str]]]:
    with TemporaryDirectory(prefix="consult-fuzz-") as folder, database_of(database) as environment:
        os.environ.update(environment)
        with open_application(Path(folder)) as app:
            app.config.update(TOKENLESS)
            starts = prepare()
            db.session.remove()
        yield app, starts
        with app.app_context():
            db.engine.dispose()


def _progress(turns: list[Turn]) -> Iterator[Turn]:
    with click.progressbar(turns, label="Demandes", file=sys.stderr) as shown:
        yield from shown


@click.command()
@click.option("--requests", default=30_000, show_default=True, help="Combien de demandes.")
@click.option("--seed", type=int, help="Le même nombre donne les mêmes demandes.")
@click.option("--database", metavar="URL", help="Une base PostgreSQL ; sinon SQLite.")
def fuzz(requests: int, seed: int | None, database: str | None) -> None:
    """Envoie des milliers de demandes absurdes à une démonstration : aucune ne doit la casser."""
    plan = Plan(requests, secrets.randbits(32) if seed is None else seed)
    click.echo(f"--seed {plan.seed}")
    with _demonstration(database) as (app, starts):
        logging.disable(logging.CRITICAL)
        verdict = run(app, plan, starts=starts, show=_progress)
    for line in report(verdict):
        click.echo(line)
    if verdict.faults:
        raise click.ClickException(f"{len(verdict.faults)} fautes.")
