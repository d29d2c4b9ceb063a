"""`consult meetings list|plan|open|cancel`: thin calls to what the desk does."""

import csv
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path

import click

from consult import clock
from consult.campaigns.service import find_campaign
from consult.cli.application import data_option, open_application
from consult.db import db
from consult.meetings import service
from consult.meetings.parties import MOST_SEATS
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


def _rows(file: Path) -> list[dict[str, str]]:
    """The lines of a file as offices write them, with commas or semicolons."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        rows = list(csv.DictReader(lines, delimiter=";" if ";" in "".join(lines[:1]) else ","))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise click.ClickException("Ce fichier ne peut pas être lu comme un CSV en UTF-8.") from problem
    if not rows:
        raise click.ClickException("Ce fichier n’a aucune ligne.")
    return rows


def _plan(number: int, row: Mapping[str, str], title: str, places: set[str]) -> Plan:
    try:
        starts, ends = (instant(date.fromisoformat(row["day"]), time.fromisoformat(row[name]))
                        for name in ("starts", "ends"))
        plan = Plan(Localized(title), row["territory_code"], row["venue"].strip(), starts, ends,
                    int(row["seats"]))
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as problem:
        raise click.ClickException(f"Ligne {number}\u00a0: il faut {COLUMNS}.") from problem
    is_somewhere = plan.territory_code in places and plan.venue
    if not (is_somewhere and starts < ends and 1 <= plan.seats <= MOST_SEATS):
        raise click.ClickException(f"Ligne {number}\u00a0: revoyez le lieu, la salle, les places et l’heure.")
    return plan


def _commit(verb: str, subject: str) -> None:
    """The change and its line in the log, in one transaction."""
    record_action(account_name=LOGGED_AS, verb=verb, subject=subject)
    db.session.commit()


@click.command("plan")
@click.argument("file", metavar="FICHIER.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_slug
@click.option("--title", required=True, help="Le titre, le même pour toutes.")
@data_option
def plan(file: Path, slug: str, title: str, data: Path) -> None:
    """Préparer une série de réunions, une par ligne. Ce sont des brouillons."""
    rows = _rows(file)
    with open_application(data):
        campaign = find_campaign(slug)
        places = {place.code for place in places_in(campaign.territory_code)}
        plans = [_plan(number, row, title, places) for number, row in enumerate(rows, 2)]
        codes = [meeting.code for meeting in service.plan_series(campaign, plans)]
        _commit("prépare des réunions", slug)
    click.echo("\n".join(codes))


@click.command("open")
@_code
@data_option
def open_(code: str, data: Path) -> None:
    """Ouvrir les inscriptions d’une réunion."""
    with open_application(data):
        service.open_meeting(service.find_meeting(code))
        _commit("ouvre une réunion", code)
    click.echo(f"Réunion ouverte\u00a0: {code}")


@click.command("cancel")
@_code
@click.option("--why", required=True, help="La raison, telle que les familles la lisent.")
@data_option
def cancel(code: str, why: str, data: Path) -> None:
    """Annuler une réunion. Les messages aux familles sont préparés, pas envoyés."""
    with open_application(data):
        told = service.cancel_meeting(service.find_meeting(code), why=Localized(why), at=clock.now())
        _commit("annule une réunion", code)
    click.echo(f"Réunion annulée\u00a0: {code}. Familles à prévenir\u00a0: {told}.")


COMMANDS = (list_, plan, open_, cancel)
