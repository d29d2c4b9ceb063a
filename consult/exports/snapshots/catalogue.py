"""The line that describes an open data set in a town's catalogue, by the schema `scdl/catalogue` 0.1.3. Pure.

Every column of the schema is mandatory. What nobody told us stays empty, and the files say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from consult.diagnostic.snapshot import Snapshot
from consult.exports.snapshots.facts import territory_name
from consult.exports.words import DEMONSTRATION
from consult.text import spelling

SCHEMA_URL = "https://schema.data.gouv.fr/scdl/catalogue/"
THEME = "Petite enfance"
KEYWORDS = ("petite-enfance", "besoins", "familles", "consultation", "diagnostic")
MESHES: Mapping[str, str] = {
    "quartier": "Infracommunale", "village": "Infracommunale", "commune": "Communale",
    "epci": "Intercommunale", "canton": "Cantonale", "departement": "Départementale", "region": "Régionale"}
"""By kind of territory, the word the schema has for it."""
_SIRET = re.compile(r"\d{14}")


@dataclass(frozen=True)
class Publisher:
    """Who puts the data online, and where: a diagnostic knows none of it. Empty is unknown."""

    name: str = ""
    siret: str = ""
    url: str = ""
    published_on: date | None = None

    def __post_init__(self) -> None:
        if self.siret and not _SIRET.fullmatch(self.siret):
            raise ValueError("A SIRET has fourteen figures.")


def title(snapshot: Snapshot) -> str:
    shown = " (données de démonstration)" if snapshot.is_demonstration else ""
    return f"{snapshot.title}, figé le {snapshot.frozen_on.isoformat()}{shown}"


def description(snapshot: Snapshot) -> str:
    return (
        f"{DEMONSTRATION + ' ' if snapshot.is_demonstration else ''}Besoins exprimés par les familles de "
        f"jeunes enfants ({territory_name(snapshot)}), participation, offre d’accueil et indicateurs. "
        "Données agrégées et protégées, figées ensemble.")


def keywords(snapshot: Snapshot) -> tuple[str, ...]:
    """In small letters without accents, as the schema asks."""
    place = re.sub(r"[^a-z0-9]+", "-", spelling(territory_name(snapshot))).strip("-")
    return (*KEYWORDS, place) if place else KEYWORDS


def _mesh(snapshot: Snapshot) -> str:
    kinds = {place.code: place.kind for place in snapshot.places}
    return MESHES.get(kinds.get(snapshot.territory, ""), "Autre")


def _days(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    opened = [campaign.opens_on for campaign in snapshot.campaigns]
    closed = [campaign.closes_on for campaign in snapshot.campaigns]
    yield "COUV_TEMP_DEBUT", min(opened).isoformat() if opened else ""
    yield "COUV_TEMP_FIN", max(closed).isoformat() if closed else ""


def catalogue_line(snapshot: Snapshot, publisher: Publisher, *, resources: int) -> dict[str, str]:
    """Value by column, in the order of the schema; `resources` counts the files of the data set."""
    published = publisher.published_on
    return {
        "COLL_NOM": publisher.name, "COLL_SIRET": publisher.siret, "ID": snapshot.name,
        "TITRE": title(snapshot), "DESCRIPTION": description(snapshot), "THEME": THEME,
        "PRODUCTEUR_NOM": publisher.name, "PRODUCTEUR_SIRET": publisher.siret,
        "COUV_SPAT_MAILLE": _mesh(snapshot), "COUV_SPAT_NOM": territory_name(snapshot),
        **dict(_days(snapshot)), "DATE_PUBL": published.isoformat() if published else "",
        "FREQ_MAJ": "Ponctuelle", "DATE_MAJ": snapshot.frozen_on.isoformat(),
        "MOTS_CLES": ";".join(keywords(snapshot)), "LICENCE": "Licence Ouverte-LO",
        "NOMBRE_RESSOURCES": str(resources), "FORMAT_RESSOURCES": "csv", "URL": publisher.url}
