"""`consult export`: the answers of a campaign as a file, written whole or not at all."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click

from consult import clock
from consult.campaigns.service import find_campaign
from consult.cli.application import data_option, ready_application
from consult.cli.files import whole
from consult.db import db, writing
from consult.errors import Refused
from consult.exports import service
from consult.exports.extract import Extract
from consult.exports.formats import EXTRAS, WRITERS
from consult.exports.libraries import require
from consult.exports.rows import Given
from consult.exports.values import Words
from consult.responses.service import participation
from consult.staff.service import record_action

LOGGED_AS = "ligne de commande"
DESCRIPTION = ".xml"


def _responses(extract: Extract) -> Iterator[tuple[int, Given]]:
    """The responses, with a bar for whoever waits in front of a terminal."""
    count = participation(find_campaign(extract.slug).id).total
    with click.progressbar(service.responses_of(extract), length=count, label="Réponses", file=sys.stderr,
                           update_min_steps=1000) as given:
        yield from given


def _write(file: IO[bytes], extract: Extract, ending: str, words: Words) -> None:
    if ending == DESCRIPTION:
        file.write(service.description_of(find_campaign(extract.slug), extract))
    else:
        WRITERS[ending](file, extract, _responses(extract), words)


def _note(extract: Extract, name: str) -> None:
    # The rest only reads, for minutes sometimes: families must be able to write meanwhile.
    db.session.rollback()
    with writing():
        record_action(account_name=LOGGED_AS, verb="télécharge les réponses", subject=extract.slug,
                      detail={"fichier": name})
        db.session.commit()


def _ending(path: Path) -> str:
    """How the file is to be written. Raises LibraryMissing where that needs what is not installed."""
    endings = [*WRITERS, DESCRIPTION]
    ending = next((ending for ending in endings if path.name.lower().endswith(ending)), None)
    if ending is None:
        *others, last = endings
        raise click.ClickException(f"Le nom du fichier doit finir par {', '.join(others)} ou {last}.")
    if ending in EXTRAS:
        require(EXTRAS[ending])
    return ending


@click.command
@click.argument("slug", metavar="CAMPAGNE")
@click.argument("path", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--codes", is_flag=True, help="Dans un CSV ou une archive : les codes au lieu des mots.")
@data_option
def export(slug: str, path: Path, codes: bool, data: Path) -> None:
    """Écrire les réponses d’une campagne dans un fichier.

    La fin du nom choisit : .csv, .xlsx, .zip (avec les parties répétées), .sps.zip (pour SPSS), .sav,
    .parquet, ou .xml (la description DDI des questions, sans les réponses).
    """
    ending = _ending(path)
    with ready_application(data).app_context():
        try:
            extract = service.extract_of(find_campaign(slug), on=clock.today())
            _note(extract, path.name)
            with whole(path) as file:
                _write(file, extract, ending, Words.CODES if codes else Words.LABELS)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except OSError as problem:
            raise click.ClickException(f"Le fichier {path} ne peut pas être écrit.") from problem
    click.echo(f"Fichier écrit : {path}")
