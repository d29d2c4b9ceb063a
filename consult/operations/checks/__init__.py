"""Whether a site is whole: each control looks at one thing, changes nothing, and says what it found.

All read one state of the database, so that what families do meanwhile is no fault. A control that cannot look
is a fault itself, and hinders no other.
"""

from collections.abc import Callable, Iterator

from consult.operations.checks import contents, storage
from consult.operations.checks.control import Control, Site
from consult.operations.one_state import one_state

VERB = "contrôle"
CONTROLS: dict[str, Callable[[Site], Control]] = {
    "Fichier de la base": storage.file,
    "Tables": storage.revision,
    "Liens": storage.links,
    "Journal et documents figés": storage.guards,
    "Dossier": storage.folder,
    "Réponses": contents.responses,
    "Reçus": contents.receipts,
    "Empreintes": contents.fingerprints,
    "Réunions": contents.meetings,
}


def _look(name: str, site: Site) -> Control:
    try:
        # On PostgreSQL a query that fails would silence all that follow.
        with site.connection.begin_nested():
            return CONTROLS[name](site)
    except Exception as problem:
        # Never the message: a database repeats the values it was given.
        return Control("", (f"n’a pas pu être vérifié ({type(problem).__name__})",))


def check(site_of: Callable[..., Site]) -> Iterator[tuple[str, Control]]:
    """The name and the outcome of each control. Needs an application context."""
    with one_state() as connection:
        site = site_of(connection)
        for name in CONTROLS:
            yield name, _look(name, site)
