"""`consult restore`: the site of a backup, made again where there is none."""

import os
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from consult import clock
from consult.app import keep_secret
from consult.cli.application import alone, data_option, open_to_fill
from consult.cli.passphrase import passphrase_option, passphrase_to_open
from consult.cli.trace import LOGGED_AS
from consult.db import db
from consult.operations.archive import Contents
from consult.operations.envelope import is_sealed
from consult.operations.restore import VERB, bring_back, one_transaction, verify
from consult.staff.service import write_action

OTHER_SETTING = ("CONSULT_SECRET_KEY n’est pas le secret de cette sauvegarde\u00a0: les reçus des familles "
                 "n’ouvriraient plus rien. Retirez ce réglage, la restauration écrira secret.key.")
ANOTHER_SITE = ("{path} est le secret d’un autre site\u00a0: les reçus des familles n’ouvriraient plus "
                "rien. Donnez un autre dossier, ou retirez ce fichier si ce site ne sert plus.")
UNCERTAIN = ("{count} messages attendaient. Certains sont peut-être partis depuis la sauvegarde\u00a0: "
             "la page «\u00a0Messages\u00a0» les montre «\u00a0À vérifier\u00a0».")


def _refuse_other_secret(folder: Path, secret: str) -> None:
    path, setting = folder / "secret.key", os.environ.get("CONSULT_SECRET_KEY")
    if setting and setting != secret:
        raise click.ClickException(OTHER_SETTING)
    if not setting and path.exists() and path.read_text(encoding="ascii") != secret:
        raise click.ClickException(ANOTHER_SITE.format(path=path))


def _verified(path: Path, passphrase_file: Path | None) -> tuple[str | None, Contents]:
    """The passphrase that opens the file, where it has one, and what is in it once all of it was read."""
    try:
        with path.open("rb") as file:
            passphrase = passphrase_to_open(passphrase_file) if is_sealed(file) else None
            return passphrase, verify(file, passphrase)
    except OSError as problem:
        raise click.ClickException(f"Le fichier {path} ne peut pas être lu.") from problem


def _fill(data: Path, path: Path, passphrase: str | None, contents: Contents) -> int:
    """Everything in one transaction, the secret just before its end; how many messages are uncertain."""
    secret, folder = contents.head.secret, data.absolute()
    with (path.open("rb") as file, open_to_fill(data, secret), alone(folder),
          one_transaction(db.engine) as connection):
        uncertain = bring_back(connection, file, passphrase, at=clock.now())
        write_action(connection, account_name=LOGGED_AS, verb=VERB, subject=path.name, detail={
            "sauvegarde_du": contents.head.day.isoformat(), "tables": len(contents.sums),
            "lignes": contents.rows, "messages_à_vérifier": uncertain})
        if not os.environ.get("CONSULT_SECRET_KEY"):
            keep_secret(folder, secret)
    return uncertain


@click.command
@click.argument("path", metavar="FICHIER", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Lire et vérifier le fichier, sans rien restaurer.")
@passphrase_option
@data_option
def restore(path: Path, check: bool, passphrase_file: Path | None, data: Path) -> None:
    """Refaire un site à partir d’une sauvegarde, dans un dossier ou une base qui n’en ont pas.

    Le fichier est d’abord lu en entier et vérifié. Rien n’est jamais écrasé.
    """
    passphrase, contents = _verified(path, passphrase_file)
    click.echo(f"Fichier entier et intact\u00a0: sauvegarde du {contents.head.day:%d/%m/%Y}, "
               f"{len(contents.sums)} tables, {contents.rows} lignes.")
    if check:
        return
    _refuse_other_secret(data.absolute(), contents.head.secret)
    try:
        uncertain = _fill(data, path, passphrase, contents)
    except DBAPIError as problem:
        # The first line only: what follows may repeat values, and those are families'.
        why = str(problem.orig).partition("\n")[0]
        raise click.ClickException(f"La base n’a rien gardé de la restauration\u00a0: {why}") from problem
    click.echo(f"Site restauré dans {data.absolute()}.")
    if uncertain:
        click.echo(UNCERTAIN.format(count=uncertain))
