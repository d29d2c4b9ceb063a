"""`consult taxonomy`: check a table of needs, put it in use, take it out again."""

from pathlib import Path

import click

from consult import clock
from consult.cli.application import data_option, open_application
from consult.db import db
from consult.exports.taxonomies import read_taxonomy_file, taxonomy_csv
from consult.needs import service
from consult.needs.taxonomy import Taxonomy
from consult.needs.taxonomy_table import BrokenTaxonomy
from consult.staff.service import record_action

LOGGED_AS = "ligne de commande"
_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)
_file = click.argument("file", metavar="FICHIER", type=_THERE)


@click.group
def taxonomy() -> None:
    """Les besoins et leurs règles : vérifier un tableau, le mettre en usage, l’écrire."""


def _read(file: Path) -> Taxonomy:
    """The taxonomy of a file; what is wrong with it is said line by line."""
    try:
        return read_taxonomy_file(file.name, file.read_bytes())
    except OSError as problem:
        raise click.ClickException(f"Ce fichier ne peut pas être lu : {file}") from problem
    except BrokenTaxonomy as broken:
        for fault in broken.faults:
            click.echo(f"Ligne {fault.row}, {fault.column} : {fault}")
        raise click.ClickException("Ce tableau a des erreurs : rien n’est pris.") from broken


def _size(found: Taxonomy) -> str:
    domains, needs = len(found.domains), len(list(found.needs()))
    return f"{domains} domaine{'s'[:domains > 1]}, {needs} besoin{'s'[:needs > 1]}"


@taxonomy.command
@_file
def check(file: Path) -> None:
    """Dire ce qui va et ce qui ne va pas dans un tableau (.csv ou .xlsx), sans rien enregistrer."""
    click.echo(f"Ce tableau peut être mis en usage : {_size(_read(file))}.")


@taxonomy.command("import")
@_file
@data_option
def import_(file: Path, data: Path) -> None:
    """Mettre un tableau en usage, comme une nouvelle version."""
    found = _read(file)
    with open_application(data):
        version = service.keep_taxonomy(found, source_name=file.name, at=clock.now())
        if version is None:
            click.echo("Ce tableau est déjà en usage : rien n’a changé.")
            return
        record_action(account_name=LOGGED_AS, verb="importe les besoins", subject=file.name,
                      detail={"version": version.number, "source": file.name})
        db.session.commit()
        click.echo(f"Version {version.number} en usage : {_size(found)}.")


@taxonomy.command
@click.argument("file", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def export(file: Path, data: Path) -> None:
    """Écrire les besoins en usage dans un tableau (.csv) qui se réimporte à l’identique."""
    with open_application(data):
        in_use = service.taxonomy_in_use()
    try:
        with file.open("xb") as stream:
            stream.write(taxonomy_csv(in_use.taxonomy))
    except FileExistsError as problem:
        raise click.ClickException(f"Le fichier {file} existe déjà : rien n’a été écrit.") from problem
    except OSError as problem:
        raise click.ClickException(f"Le fichier {file} ne peut pas être écrit.") from problem
    click.echo(f"Version {in_use.number} écrite dans {file}.")
