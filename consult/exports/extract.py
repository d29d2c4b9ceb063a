"""What a file says of itself: the campaign, the day, how many, and what to know before reading. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from consult.campaigns.models import Sampling
from consult.exports.tables import Table, Version
from consult.exports.values import NO_ANSWER
from consult.exports.words import DEMONSTRATION, NO_CONTACT, ORDER, SAMPLINGS, WHO_MAY_READ
from consult.needs.texts import MASKED

Fact = tuple[str, str | int]


@dataclass(frozen=True)
class Extract:
    """A campaign whose answers are about to become a file."""

    slug: str
    title: str
    territory: str
    opens_on: date
    closes_on: date
    made_on: date
    is_demonstration: bool
    sampling: Sampling
    controller: str
    relays: Mapping[UUID, str]
    versions: tuple[Version, ...]
    tables: tuple[Table, ...]

    @property
    def file_name(self) -> str:
        """Without its ending; a file of simulated answers says so wherever it is left."""
        shown = "-demonstration" if self.is_demonstration else ""
        return f"reponses-{self.slug}{shown}-{self.made_on.isoformat()}"


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def facts(extract: Extract, responses: int | None, instances: Mapping[str, int]) -> Iterator[Fact]:
    """Name and value of what identifies the file; `instances` counts the rows of each repeat, by title.

    `responses` is None where the file begins with these lines, before they have been counted.
    """
    yield "Consultation", extract.title
    yield "Territoire", extract.territory
    yield "Réponses possibles", f"du {_day(extract.opens_on)} au {_day(extract.closes_on)}"
    yield "Fichier fait le", _day(extract.made_on)
    if responses is not None:
        yield "Nombre de réponses", responses
    yield from ((f"Lignes de « {title} »", count) for title, count in instances.items())
    yield "Questionnaires publiés", len(extract.versions)
    if extract.controller:
        yield "Responsable des données", " ".join(extract.controller.split())


def cautions(extract: Extract) -> Iterator[Fact]:
    """What must be known before a figure of this file is repeated."""
    if extract.is_demonstration:
        yield "Démonstration", DEMONSTRATION
    yield "Portée", SAMPLINGS[extract.sampling]
    yield "Qui peut lire", WHO_MAY_READ
    yield "Coordonnées", NO_CONTACT
    yield "Ordre des lignes", ORDER


_RULES: tuple[Fact, ...] = (
    ("Cellule vide",
     "La question n’a pas été posée à cette famille, ou pas dans cette version du questionnaire."),
    (NO_ANSWER, "La question a été posée. La famille n’a pas répondu."),
    ("1 et 0", "Dans la colonne d’un choix : 1 si la famille l’a choisi, 0 sinon."),
    ("1, 2, 3…", "Dans la colonne d’un choix à classer : la place que la famille lui a donnée."),
    (MASKED, "Une personne y a lu un nom ou un numéro de téléphone."),
    ("Apostrophe au début",
     "Un texte qui commence par =, +, - ou @ est précédé d’une apostrophe : un tableur ne l’exécute pas."),
)
_LINK: Fact = (
    "Numéro de ligne",
    "Dans les feuilles des parties répétées, il donne la ligne de la réponse dans « Réponses » et « Codes ».")


def reading_rules(extract: Extract) -> Iterator[Fact]:
    """How a cell is read."""
    yield from _RULES
    if len(extract.tables) > 1:
        yield _LINK


def sheet_titles(tables: tuple[Table, ...]) -> list[str]:
    """A title for each table that Excel accepts: short, without its forbidden signs, no two alike."""
    titles: list[str] = []
    for table in tables:
        plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in table.title).strip() or table.name
        title, again = plain[:31], 2
        while title.lower() in {taken.lower() for taken in (*titles, *RESERVED)}:
            title, again = f"{plain[:27]} ({again})", again + 1
        titles.append(title)
    return titles


RESERVED = ("Lisez-moi", "Codes", "Codebook", "Questionnaire", "History")
