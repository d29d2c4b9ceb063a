"""The tables of what people decided and what was known before: needs, quotes, indicators, supply. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from consult.diagnostic.snapshot import (
    Heading,
    Indicator,
    IndicatorValue,
    KeptNeed,
    Place,
    Quote,
    SetAside,
    Snapshot,
    Supply,
)
from consult.exports.snapshots.columns import Column, Kind, Link, Shape, State, explained
from consult.exports.snapshots.words import HEADINGS

BETWEEN = "|"
"""Between the codes of one cell."""
_NOWHERE = IndicatorValue("", None, None, None, "", "", "", "", "")


def _unknown(_item: object) -> State:
    return State.UNKNOWN


def _kept(snapshot: Snapshot) -> Iterator[tuple[int, KeptNeed]]:
    return enumerate(snapshot.needs, 1)


KEPT = Shape(
    "besoins_retenus", "Besoins retenus", "Les besoins que le comité retient, le plus urgent d’abord.",
    _kept, (
        Column("cle", "Clé", "Identifiant du besoin retenu.", lambda each: each[1].key, Kind.CODE, True),
        Column("rang", "Rang", "Place dans le diagnostic.", lambda each: each[0], Kind.WHOLE, True),
        Column("codes", "Codes", "Codes de la taxonomie réunis dans ce besoin, séparés par « | ».",
               lambda each: BETWEEN.join(each[1].codes), Kind.CODE),
        Column("libelle", "Libellé", "Nom du besoin.", lambda each: each[1].label.french),
        Column("definition", "Définition", "Ce que le besoin recouvre.",
               lambda each: each[1].definition.french),
        Column("domaine", "Domaine", "Domaine de la taxonomie.", lambda each: each[1].domain.french),
        Column("priorite", "Priorité", "A, B ou C, décidée par le comité.", lambda each: each[1].tier.value,
               Kind.CODE, True),
        Column("motif", "Motif", "Pourquoi cette priorité.", lambda each: each[1].reason),
        Column("priorite_suggeree", "Priorité suggérée", "Ce que suggère la règle d’après les chiffres.",
               lambda each: each[1].suggested.value, Kind.CODE, True),
        Column("motif_suggestion", "Motif de la suggestion", "Ce qui a conduit la règle à la suggérer.",
               lambda each: each[1].suggested_because),
        Column("enonce", "Énoncé", "Le besoin, tel que le comité l’a écrit.", lambda each: each[1].statement),
        Column("publics", "Qui est concerné", "Familles concernées.", lambda each: each[1].concerned),
        Column("offre", "Offre existante", "Ce qui y répond déjà.", lambda each: each[1].offer),
        Column("lieux_en_tension", "Lieux en tension", "Codes des lieux où il presse le plus, séparés par "
               "« | ».", lambda each: BETWEEN.join(each[1].tension), Kind.CODE),
    ), ("cle",))


def _aside(snapshot: Snapshot) -> tuple[SetAside, ...]:
    return snapshot.set_aside


ASIDE = Shape(
    "besoins_ecartes", "Besoins écartés", "Les besoins que le comité ne retient pas, et pourquoi.", _aside, (
        Column("besoin", "Besoin", "Code de la taxonomie.", lambda each: each.code, Kind.CODE, True),
        Column("libelle", "Libellé", "Nom du besoin.", lambda each: each.label.french),
        Column("motif", "Motif", "Pourquoi il est écarté.", lambda each: each.reason),
    ), ("besoin",))


def _quotes(snapshot: Snapshot) -> Iterator[tuple[str, int, Quote]]:
    for need in snapshot.needs:
        yield from ((need.key, rank, quote) for rank, quote in enumerate(need.quotes, 1))


QUOTES = Shape(
    "paroles", "Paroles", "Ce que des familles ont écrit ou dit, relu et nettoyé à la main.", _quotes, (
        Column("besoin_retenu", "Besoin retenu", "Clé du besoin retenu.", lambda each: each[0], Kind.CODE,
               True),
        Column("rang", "Rang", "Numéro de la parole pour ce besoin.", lambda each: each[1], Kind.WHOLE, True),
        Column("parole", "Parole", "Les mots, dans leur langue.", lambda each: each[2].words),
        Column("langue", "Langue", "Code de la langue.", lambda each: each[2].language, Kind.CODE),
        Column("en_francais", "En français", "Vide si la parole est en français.",
               lambda each: each[2].in_french),
        Column("origine", "Origine", "réunion ou questionnaire.",
               lambda each: "réunion" if each[2].is_statement else "questionnaire", Kind.CODE, True),
    ), ("besoin_retenu", "rang"), (Link(("besoin_retenu",), "besoins_retenus", ("cle",)),),
    is_aggregate=False)


def _indicators(snapshot: Snapshot) -> Iterator[tuple[Indicator, int, IndicatorValue]]:
    """A row for each source; one without any for what nobody knows."""
    for indicator in snapshot.indicators:
        values = indicator.values or (_NOWHERE,)
        yield from ((indicator, rank, value) for rank, value in enumerate(values, 1))


INDICATORS = Shape(
    "indicateurs", "Indicateurs", "Ce que l’on sait du territoire. Plusieurs sources peuvent ne pas dire la "
    "même chose : elles sont côte à côte.", _indicators, (
        Column("indicateur", "Indicateur", "Code de l’indicateur.", lambda each: each[0].code, Kind.CODE,
               True),
        Column("rang", "Rang", "Numéro de la source.", lambda each: each[1], Kind.WHOLE, True),
        Column("famille", "Famille", "Sujet de l’indicateur.", lambda each: each[0].family),
        Column("libelle", "Libellé", "Nom de l’indicateur.", lambda each: each[0].label),
        Column("definition", "Définition", "Ce qu’il compte.", lambda each: each[0].definition),
        Column("unite", "Unité", "Unité de la valeur.", lambda each: each[0].unit),
        Column("lieu", "Lieu", "Code du lieu.", lambda each: each[2].place, Kind.CODE),
        Column("numerateur", "Numérateur", "Vide s’il est inconnu.", lambda each: each[2].numerator,
               Kind.NUMBER),
        Column("denominateur", "Dénominateur", "Vide s’il est inconnu.", lambda each: each[2].denominator,
               Kind.NUMBER),
        *explained("valeur", "Valeur", "La valeur publiée par la source.", lambda each: each[2].value,
                   kind=Kind.NUMBER, absent=_unknown),
        Column("annee", "Année", "Année de la valeur.", lambda each: each[2].year),
        Column("nature", "Nature", "recensement, estimation…", lambda each: each[2].nature),
        Column("source", "Source", "D’où elle vient.", lambda each: each[2].source_title),
        Column("source_url", "Adresse de la source", "Où la lire.", lambda each: each[2].source_url),
        Column("note", "Note", "À savoir.", lambda each: each[2].note),
    ), ("indicateur", "rang"), (Link(("lieu",), "lieux", ("lieu",)),))


def _supply(snapshot: Snapshot) -> Iterator[tuple[int, Supply]]:
    return enumerate(snapshot.supply, 1)


SUPPLY = Shape(
    "offre", "Offre d’accueil", "Les services qui existent ou sont annoncés.", _supply, (
        Column("rang", "Rang", "Numéro de la ligne.", lambda each: each[0], Kind.WHOLE, True),
        Column("lieu", "Lieu", "Code du lieu.", lambda each: each[1].place, Kind.CODE),
        Column("type", "Type", "Sorte de service.", lambda each: each[1].kind, Kind.CODE),
        Column("nom", "Nom", "Nom du service.", lambda each: each[1].name),
        *explained("valeur", "Valeur", "Le plus souvent, un nombre de places.", lambda each: each[1].value,
                   kind=Kind.NUMBER, absent=_unknown),
        Column("unite", "Unité", "Unité de la valeur.", lambda each: each[1].unit),
        Column("statut", "Statut", "en service, annoncé…", lambda each: each[1].status),
        Column("annee", "Année", "Année de l’information.", lambda each: each[1].year),
        Column("horaires", "Horaires", "Heures d’ouverture.", lambda each: each[1].opening_hours),
        Column("gestionnaire", "Gestionnaire", "Qui le fait vivre.", lambda each: each[1].manager),
        Column("source", "Source", "D’où vient l’information.", lambda each: each[1].source_title),
        Column("source_url", "Adresse de la source", "Où la lire.", lambda each: each[1].source_url),
        Column("note", "Note", "À savoir.", lambda each: each[1].note),
    ), ("rang",), (Link(("lieu",), "lieux", ("lieu",)),))


def _places(snapshot: Snapshot) -> tuple[Place, ...]:
    return snapshot.places


PLACES = Shape(
    "lieux", "Lieux", "Le territoire, puis les lieux qui en font partie.", _places, (
        Column("lieu", "Lieu", "Code du lieu.", lambda each: each.code, Kind.CODE, True),
        Column("nom", "Nom", "Nom du lieu.", lambda each: each.name),
        Column("type", "Type", "commune, village, quartier…", lambda each: each.kind, Kind.CODE),
        Column("dans", "Dans", "Code du lieu dont il fait partie.", lambda each: each.parent, Kind.CODE),
        Column("latitude", "Latitude", "En degrés.", lambda each: each.latitude, Kind.NUMBER),
        Column("longitude", "Longitude", "En degrés.", lambda each: each.longitude, Kind.NUMBER),
    ), ("lieu",))


def _texts(snapshot: Snapshot) -> Iterator[tuple[Heading, str]]:
    return ((heading, snapshot.texts[heading]) for heading in Heading if heading in snapshot.texts)


TEXTS = Shape(
    "textes", "Textes", "Ce que la personne chargée du diagnostic a écrit.", _texts, (
        Column("rubrique", "Rubrique", "Code de la rubrique.", lambda each: each[0].value, Kind.CODE, True),
        Column("rubrique_libelle", "Rubrique (libellé)", "Titre de la rubrique.",
               lambda each: HEADINGS[each[0]]),
        Column("texte", "Texte", "Le texte.", lambda each: each[1]),
    ), ("rubrique",))


def _method(snapshot: Snapshot) -> Iterator[tuple[str, str, str]]:
    yield "diagnostic", "Identifiant du diagnostic", snapshot.slug
    yield "numero", "Numéro du diagnostic figé", str(snapshot.number)
    yield "titre", "Titre", snapshot.title
    yield "territoire", "Code du territoire", snapshot.territory
    yield "fige_le", "Figé le", snapshot.frozen_on.isoformat()
    yield "base_minimale", "En dessous de cette base, rien n’est publié", str(snapshot.minimum_base)
    yield "nombre_minimal", "De 1 à ce nombre moins un, un nombre est masqué", str(snapshot.minimum_count)
    yield "taxonomie", "Version de la taxonomie des besoins", str(snapshot.taxonomy_number)
    yield "taxonomie_empreinte", "SHA-256 de la taxonomie", snapshot.taxonomy_hash
    yield "empreinte", "SHA-256 du diagnostic figé", snapshot.content_hash


METHOD = Shape(
    "methode", "Méthode", "Les règles et les versions dont dépendent les chiffres.", _method, (
        Column("cle", "Clé", "Identifiant de la ligne.", lambda each: each[0], Kind.CODE, True),
        Column("libelle", "Libellé", "Ce que c’est.", lambda each: each[1]),
        Column("valeur", "Valeur", "En texte.", lambda each: each[2], Kind.TEXT, True),
    ), ("cle",))
