"""`consult supply`: check a table of what is offered to young children, take it in, take it out again."""

from pathlib import Path

import click

from consult.cli.application import data_option, open_application
from consult.db import db
from consult.exports.supply import read_supply_file, supply_csv
from consult.staff.service import record_action
from consult.territories import service
from consult.territories.supply import Offer
from consult.territories.supply_table import BrokenSupply

LOGGED_AS = "ligne de commande"
_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)
_file = click.argument("file", metavar="FICHIER", type=_THERE)


@click.group
def supply() -> None:
    """L’offre existante : vérifier un tableau, le prendre, l’écrire."""


def _read(file: Path) -> list[Offer]:
    """The supply of a file, for the places of the site; what is wrong with it is said line by line."""
    service.load_reference()
    try:
        return read_supply_file(file.name, file.read_bytes(), service.gazetteer())
    except OSError as problem:
        raise click.ClickException(f"Ce fichier ne peut pas être lu : {file}") from problem
    except BrokenSupply as broken:
        for fault in broken.faults:
            click.echo(f"Ligne {fault.row}, {fault.column} : {fault}")
        raise click.ClickException("Ce tableau a des erreurs : rien n’est pris.") from broken


def _lines(count: int) -> str:
    return f"{count} ligne{'s'[:count > 1]}"


@supply.command
@_file
@data_option
def check(file: Path, data: Path) -> None:
    """Dire ce qui va et ce qui ne va pas dans un tableau (.csv ou .xlsx), sans rien enregistrer."""
    with open_application(data):
        click.echo(f"Ce tableau peut être pris : {_lines(len(_read(file)))}.")


@supply.command("import")
@_file
@data_option
def import_(file: Path, data: Path) -> None:
    """Prendre un tableau, à la place de toute l’offre connue."""
    with open_application(data):
        offers = _read(file)
        replaced = service.replace_offers(offers)
        if replaced.is_nothing:
            click.echo("Ce tableau est déjà pris : rien n’a changé.")
        else:
            record_action(account_name=LOGGED_AS, verb="importe l’offre", subject=file.name,
                          detail={"ajoutées": replaced.added, "retirées": replaced.removed})
            click.echo(f"{_lines(len(offers))}. Ajoutées : {replaced.added}. "
                       f"Retirées : {replaced.removed}.")
        db.session.commit()


@supply.command
@click.argument("file", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def export(file: Path, data: Path) -> None:
    """Écrire l’offre connue dans un tableau (.csv) qui se réimporte à l’identique."""
    with open_application(data):
        service.load_reference()
        offers = service.known_offers()
        content = supply_csv(offers, service.gazetteer())
    try:
        with file.open("xb") as stream:
            stream.write(content)
    except FileExistsError as problem:
        raise click.ClickException(f"Le fichier {file} existe déjà : rien n’a été écrit.") from problem
    except OSError as problem:
        raise click.ClickException(f"Le fichier {file} ne peut pas être écrit.") from problem
    click.echo(f"{_lines(len(offers))} dans {file}.")
