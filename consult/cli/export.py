"""`consult export`: the answers of a campaign as a file, written whole or not at all."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import click

from consult import clock
from consult.campaigns.service import find_campaign
from consult.cli.application import data_option, ready_application
from consult.db import db, writing
from consult.errors import Refused
from consult.exports import service
from consult.exports.archive import responses_zip
from consult.exports.csv_files import line_piece, responses_csv
from consult.exports.extract import Extract
from consult.exports.rows import Filling
from consult.exports.values import Words
from consult.exports.workbook import write_workbook
from consult.staff.service import record_action

LOGGED_AS = "ligne de commande"
Write = Callable[[IO[bytes], Extract, Words], None]


def _csv(file: IO[bytes], extract: Extract, words: Words) -> None:
    filling = Filling(extract, [line_piece], words=words)
    file.writelines(responses_csv(filling, service.responses_of(extract)))


def _xlsx(file: IO[bytes], extract: Extract, _words: Words) -> None:
    write_workbook(file, extract, service.responses_of(extract))


def _zip(file: IO[bytes], extract: Extract, words: Words) -> None:
    file.writelines(responses_zip(extract, service.responses_of(extract), words=words))


WRITERS: dict[str, Write] = {".csv": _csv, ".xlsx": _xlsx, ".zip": _zip}


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name only once it is complete and on the disk; nobody else may read it."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as scratch:
        try:
            yield scratch
            scratch.flush()
            os.fsync(scratch.fileno())
            Path(scratch.name).replace(path)
        except BaseException:
            Path(scratch.name).unlink(missing_ok=True)
            raise


def _note(extract: Extract, name: str) -> None:
    # The rest only reads, for minutes sometimes: families must be able to write meanwhile.
    db.session.rollback()
    with writing():
        record_action(account_name=LOGGED_AS, verb="télécharge les réponses", subject=extract.slug,
                      detail={"fichier": name})
        db.session.commit()


def _writer(path: Path) -> Write:
    if path.suffix.lower() not in WRITERS:
        raise click.ClickException("Le nom du fichier doit finir par .csv, .xlsx ou .zip.")
    return WRITERS[path.suffix.lower()]


@click.command
@click.argument("slug", metavar="CAMPAGNE")
@click.argument("path", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--codes", is_flag=True, help="Dans un CSV ou une archive : les codes au lieu des mots.")
@data_option
def export(slug: str, path: Path, codes: bool, data: Path) -> None:
    """Écrire les réponses d’une campagne dans un fichier .csv, .xlsx ou .zip."""
    write = _writer(path)
    with ready_application(data).app_context():
        try:
            extract = service.extract_of(find_campaign(slug), on=clock.today())
            _note(extract, path.name)
            with _whole(path) as file:
                write(file, extract, Words.CODES if codes else Words.LABELS)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except OSError as problem:
            raise click.ClickException(f"Le fichier {path} ne peut pas être écrit.") from problem
    click.echo(f"Fichier écrit : {path}")
