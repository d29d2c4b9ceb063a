"""`consult diagnostic`: what there is, freezing it, and everything it can be handed out as."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from consult import clock
from consult.cli.application import data_option, open_application
from consult.cli.files import whole
from consult.db import db, writing
from consult.diagnostic import service
from consult.diagnostic.models import Diagnostic, Frozen
from consult.errors import NotFound
from consult.exports.offered import files_of
from consult.exports.rules import rules_of
from consult.exports.snapshots.archive import manifest
from consult.staff.service import record_action

LOGGED_AS = "ligne de commande"
MANIFEST = "MANIFEST"
_slug = click.argument("slug", metavar="DIAGNOSTIC")


@click.group
def diagnostic() -> None:
    """Les diagnostics : leur liste, les figer, en écrire les rapports et les fichiers."""


def _find(slug: str) -> Diagnostic:
    try:
        return service.find_diagnostic(slug)
    except NotFound as unknown:
        raise click.ClickException(f"Aucun diagnostic ne s’appelle {slug}.") from unknown


def _state(frozen: Frozen) -> str:
    public = ", public" if frozen.public_since else ""
    return f"  état {frozen.number}, figé le {frozen.frozen_on}{public}, {frozen.content_hash}"


@diagnostic.command("list")
@data_option
def list_all(data: Path) -> None:
    """Les diagnostics et leurs états figés."""
    with open_application(data):
        for each in service.list_diagnostics():
            click.echo(f"{each.slug} : {each.title}")
            for frozen in each.snapshots:
                click.echo(_state(frozen))


@diagnostic.command
@_slug
@data_option
def freeze(slug: str, data: Path) -> None:
    """Figer un diagnostic : rien ne changera plus cet état."""
    with open_application(data), writing():
        frozen = service.freeze(_find(slug), by=LOGGED_AS, on=clock.today())
        record_action(account_name=LOGGED_AS, verb="fige un diagnostic", subject=slug,
                      detail={"numero": frozen.number})
        db.session.commit()
        click.echo(_state(frozen).strip())


def _chosen(slug: str, number: int | None) -> Frozen:
    found = [each for each in _find(slug).snapshots if number in (None, each.number)]
    if not found:
        raise click.ClickException("Ce diagnostic n’a pas cet état figé.")
    return found[0]


@diagnostic.command
@_slug
@click.argument("folder", metavar="DOSSIER", type=click.Path(file_okay=False, path_type=Path))
@click.option("--state", type=int, help="Numéro de l’état ; sinon le dernier.")
@data_option
def export(slug: str, folder: Path, state: int | None, data: Path) -> None:
    """Écrire rapports et fichiers d’un état figé. Interrompue, la commande reprend où elle en était."""
    with open_application(data):
        snapshot = service.snapshot_of(_chosen(slug, state))
        wanted = list(files_of(snapshot, rules_of(snapshot)))
    try:
        _write(folder, wanted)
    except OSError as problem:
        raise click.ClickException(f"Ce dossier ne peut pas être écrit\u00a0: {folder}") from problem
    click.echo(f"{len(wanted)} fichiers dans {folder}, et leurs empreintes dans {MANIFEST}.")


def _write(folder: Path, wanted: Sequence[tuple[str, Callable[[], bytes]]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with click.progressbar(wanted, label="Fichiers", file=sys.stderr) as files:
        for name, make in files:
            # A file that has its name is complete, and a frozen state makes the same one again.
            if not (folder / name).exists():
                with whole(folder / name) as file:
                    file.write(make())
    written = {name: (folder / name).read_bytes() for name, _make in wanted}
    with whole(folder / MANIFEST) as file:
        file.write(manifest(written))
