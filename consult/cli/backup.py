"""`consult backup`: the whole site in one file, while families answer."""

import errno
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from consult import clock
from consult.cli.application import data_option, open_as_it_is
from consult.cli.files import whole
from consult.cli.passphrase import passphrase_option, passphrase_to_seal
from consult.cli.trace import leave_trace
from consult.operations.archive import Contents
from consult.operations.backup import VERB, back_up
from consult.operations.rotation import left_behind, name_at, too_old

NO_FOLDER = "Pour garder plusieurs sauvegardes (--keep), donnez un dossier qui existe."
NOT_SEALED = ("Elle n’est pas chiffrée et contient tout, les téléphones et le secret du site aussi\u00a0: "
              "gardez-la aussi bien que le site lui-même.")
REFUSED = {
    errno.EEXIST: "Le fichier {path} existe déjà. Une sauvegarde n’en remplace jamais un autre.",
    errno.ENOSPC: "Il n’y a plus de place sur le disque. Aucun fichier n’a été écrit.",
}
UNREADABLE = "La base de données n’a pas pu être lue jusqu’au bout. Aucun fichier n’a été écrit."


def _place(path: Path, keep: int | None, *, is_sealed: bool) -> Path:
    """The file to write: the one that is named, or one named for this moment in the folder that is named."""
    if path.is_dir():
        return path / name_at(clock.now(), is_sealed=is_sealed)
    if keep:
        raise click.ClickException(NO_FOLDER)
    return path


def _write(path: Path, passphrase: str | None) -> Contents:
    secret = current_app.config["SECRET_KEY"]
    try:
        with whole(path, is_new=True) as file:
            return back_up(file, secret=secret, on=clock.today(), passphrase=passphrase)
    except OSError as problem:
        sentence = REFUSED.get(problem.errno or 0, "Le fichier {path} ne peut pas être écrit.")
        raise click.ClickException(sentence.format(path=path)) from problem
    except SQLAlchemyError as problem:
        raise click.ClickException(UNREADABLE) from problem


def _rotate(folder: Path, keep: int) -> None:
    written = {path.name: datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in folder.iterdir()}
    for name in [*left_behind(written, at=clock.now()), *too_old(written, keep=keep)]:
        (folder / name).unlink()
        click.echo(f"Ancienne sauvegarde effacée\u00a0: {name}")


@click.command
@click.argument("path", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--keep", metavar="NOMBRE", type=click.IntRange(1),
              help="FICHIER est un dossier\u00a0: n’y garder que les NOMBRE dernières sauvegardes.")
@click.option("--encrypt", is_flag=True, help="Demander une phrase de passe au clavier et chiffrer.")
@passphrase_option
@data_option
def backup(path: Path, keep: int | None, encrypt: bool, passphrase_file: Path | None, data: Path) -> None:
    """Copier tout le site dans un fichier, pendant que les familles répondent.

    Si FICHIER est un dossier, la sauvegarde y prend un nom avec sa date. Avec une phrase de passe, elle est
    chiffrée. « consult restore » la relit.
    """
    passphrase = passphrase_to_seal(passphrase_file, ask=encrypt)
    is_sealed = passphrase is not None
    file = _place(path, keep, is_sealed=is_sealed)
    with open_as_it_is(data):
        contents, size = _write(file, passphrase), file.stat().st_size
        leave_trace(VERB, file.name, {"tables": len(contents.sums), "lignes": contents.rows, "octets": size,
                                      "chiffrée": "oui" if is_sealed else "non"})
    click.echo(f"Sauvegarde écrite\u00a0: {file} ({contents.rows} lignes, {size / 1e6:.1f} Mo).")
    if not is_sealed:
        click.echo(NOT_SEALED)
    if keep:
        _rotate(file.parent, keep)
