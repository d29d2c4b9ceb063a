"""The README of an open data package, in French. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from consult.diagnostic.snapshot import Snapshot
from consult.exports.extract import Fact
from consult.exports.snapshots.catalogue import SCHEMA_URL, title
from consult.exports.snapshots.columns import Table
from consult.exports.snapshots.facts import cautions, facts
from consult.exports.snapshots.words import LICENCE, LICENCE_URL


def _listed(lines: Iterable[Fact]) -> Iterator[str]:
    for name, value in lines:
        yield f"- {name} : {' '.join(str(value).split())}"


def _catalogue(catalogue: Mapping[str, str]) -> Iterator[str]:
    unknown = [f"`{name}`" for name, value in catalogue.items() if not value]
    yield f"`catalogue.csv` suit le schéma [scdl/catalogue]({SCHEMA_URL})."
    if unknown:
        yield (f"À remplir avant de publier, car le diagnostic ne le sait pas : {', '.join(unknown)}. "
               "Rien n’a été inventé.")


def _lines(snapshot: Snapshot, tables: Sequence[Table], catalogue: Mapping[str, str]) -> Iterator[str]:
    yield from (f"# {title(snapshot)}", "", "## Ce que c’est", "", *_listed(facts(snapshot)), "")
    yield from ("## À savoir avant de citer un chiffre", "", *_listed(cautions(snapshot)), "")
    yield from ("## Les fichiers", "",
                "CSV en UTF-8, séparés par des virgules. `datapackage.json` décrit chaque colonne.", "")
    yield from (f"- `{table.name}.csv` : {table.shape.about}" for table in tables)
    yield from ("", "Une cellule vide n’est jamais zéro. La colonne voisine, dont le nom finit par `_etat`, "
                "dit pourquoi elle est vide.", "",
                "Un texte qui commence par =, +, - ou @ est précédé d’une apostrophe.", "",
                "Ce sont des agrégats : ni réponses, ni paroles de familles, ni coordonnées.", "")
    yield from ("## Catalogue", "", *_catalogue(catalogue), "")
    yield from ("## Licence", "", f"[{LICENCE}]({LICENCE_URL})")


def read_me(snapshot: Snapshot, tables: Sequence[Table], catalogue: Mapping[str, str]) -> str:
    return "\n".join(_lines(snapshot, tables, catalogue)) + "\n"
