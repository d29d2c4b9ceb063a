"""`consult meetings list|plan|open|cancel`: thin calls to what the desk does."""

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path

import click

from consult import clock
from consult.campaigns.service import find_campaign
from consult.cli.application import data_option, open_application
from consult.db import db
from consult.errors import Refused
from consult.meetings import service
from consult.meetings.service import Plan
from consult.meetings.stages import Situation, situation
from consult.meetings.times import instant, local_day, local_hour
from consult.staff.service import record_action
from consult.territories.service import places_in
from consult.text import Localized

LOGGED_AS = "ligne de commande"
SITUATIONS = {Situation.DRAFT: "brouillon", Situation.COMING: "ouverte", Situation.FULL: "complète",
              Situation.CANCELLED: "annulée", Situation.OVER: "passée"}
COLUMNS = "territory_code, venue, day (2026-11-23), starts (16:00), ends, seats"
_slug = click.option("--campaign", "slug", required=True, help="L’adresse courte de la campagne.")
_code = click.argument("code", metavar="CODE")


@click.command("list")
@_slug
@data_option
def list_(slug: str, data: Path) -> None:
    """Montrer les réunions d’une campagne, leur étape et leurs places."""
    with open_application(data):
        for found in service.list_meetings(find_campaign(slug).id):
            when = f"{local_day(found.starts_at):%d/%m/%Y} {local_hour(found.starts_at):%H:%M}"
            stage = SITUATIONS[situation(found, at=clock.now())]
            click.echo(f"{found.code}  {stage:<10} {when}  {found.seats_taken}/{found.seats}  {found.venue}")


def _rows(file: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The lines of a file as offices write them, with commas or semicolons, by their number in it."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        rows = csv.DictReader(stream, delimiter=";" if ";" in first else ",")
        yield from ((rows.line_num, row) for row in rows)


def _plan(number: int, row: Mapping[str, str], title: str, places: set[str]) -> Plan:
    try:
        starts, ends = (instant(date.fromisoformat(row["day"]), time.fromisoformat(row[name]))
                        for name in ("starts", "ends"))
        plan = Plan(Localized(title), row["territory_code"], row["venue"].strip(), starts, ends,
                    int(row["seats"]))
    except (KeyError, TypeError, ValueError, OverflowError) as problem:
        raise click.ClickException(f"Ligne {number}\u00a0: il faut {COLUMNS}.") from problem
    if plan.territory_code not in places or not plan.venue or plan.seats < 1 or starts >= ends:
        raise click.ClickException(f"Ligne {number}\u00a0: revoyez le lieu, la salle, les places et l’heure.")
    return plan


@contextmanager
def _logged(data: Path, verb: str) -> Iterator[list[str]]:
    """A change and its line in the log, in one transaction; the block says on what."""
    subject: list[str] = []
    with open_application(data):
        try:
            yield subject
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
        record_action(account_name=LOGGED_AS, verb=verb, subject=" ".join(subject))
        db.session.commit()


@click.command("plan")
@click.argument("file", metavar="FICHIER.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_slug
@click.option("--title", required=True, help="Le titre, le même pour toutes.")
@data_option
def plan(file: Path, slug: str, title: str, data: Path) -> None:
    """Préparer une série de réunions : une par ligne du fichier. Ce sont des brouillons."""
    with _logged(data, "prépare des réunions") as subject:
        campaign = find_campaign(slug)
        places = {place.code for place in places_in(campaign.territory_code)}
        made = service.plan_series(campaign, [_plan(*line, title, places) for line in _rows(file)])
        subject.append(slug)
        codes = [meeting.code for meeting in made]
    click.echo("\n".join(codes))


@click.command("open")
@_code
@data_option
def open_(code: str, data: Path) -> None:
    """Ouvrir les inscriptions d’une réunion."""
    with _logged(data, "ouvre une réunion") as subject:
        service.open_meeting(service.find_meeting(code))
        subject.append(code)
    click.echo(f"Réunion ouverte\u00a0: {code}")


@click.command("cancel")
@_code
@click.option("--why", required=True, help="La raison, telle que les familles la lisent.")
@data_option
def cancel(code: str, why: str, data: Path) -> None:
    """Annuler une réunion. Les messages aux familles sont préparés, pas envoyés."""
    with _logged(data, "annule une réunion") as subject:
        told = service.cancel_meeting(service.find_meeting(code), why=Localized(why), at=clock.now())
        subject.append(code)
    click.echo(f"Réunion annulée\u00a0: {code}. Familles à prévenir\u00a0: {told}.")


COMMANDS = (list_, plan, open_, cancel)
