"""A copy of the whole site, as it is at one moment, while families answer."""

from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import IO

from consult.db.revisions import revision_of
from consult.errors import Refused
from consult.operations.archive import Contents, Head, Writer
from consult.operations.envelope import packed
from consult.operations.one_state import one_state
from consult.operations.tables import kinds_of, rows_of, tables_of

VERB = "sauvegarde"


class NothingToCopy(Refused):
    """No site was ever made in this database."""

    sentence = "Cette base est vide\u00a0: il n’y a pas de site à sauvegarder."


def release() -> str:
    """Of this product; empty where it runs from its sources."""
    try:
        return version("consult")
    except PackageNotFoundError:
        return ""


def back_up(file: IO[bytes], *, secret: str, on: date, passphrase: str | None = None) -> Contents:
    """Write the site to a file. Raises NothingToCopy. Needs an application context, changes nothing."""
    with one_state() as connection, packed(file, passphrase) as stream:
        revision = revision_of(connection)
        if revision is None:
            raise NothingToCopy
        writer = Writer(stream, Head(release(), revision, on, secret))
        for table in tables_of(connection):
            writer.add(table.name, kinds_of(table), rows_of(connection, table))
        return writer.end()
