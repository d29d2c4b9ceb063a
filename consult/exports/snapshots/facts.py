"""What each file of a frozen diagnostic says of itself: of when, of how many, with what limits. Pure."""

from collections.abc import Iterator

from consult.diagnostic.snapshot import Heading, Snapshot
from consult.exports.extract import Fact
from consult.exports.snapshots.columns import State
from consult.exports.snapshots.words import SCOPES
from consult.exports.words import DEMONSTRATION


def territory_name(snapshot: Snapshot) -> str:
    """Its code where nobody wrote its name."""
    names = {place.code: place.name for place in snapshot.places}
    return names.get(snapshot.territory) or snapshot.territory


def rule(snapshot: Snapshot) -> str:
    """The rule of disclosure, in words."""
    return (
        f"Un groupe de 1 à {snapshot.minimum_base - 1} familles n’a aucun chiffre de besoin. Un nombre "
        f"de 1 à {snapshot.minimum_count - 1} est masqué. D’autres le sont aussi quand ils permettraient "
        "de le retrouver. Masqué ne veut jamais dire zéro.")


def facts(snapshot: Snapshot) -> Iterator[Fact]:
    """Name and value of what identifies the diagnostic."""
    yield "Diagnostic", snapshot.title
    yield "Territoire", territory_name(snapshot)
    yield "Figé le", snapshot.frozen_on.strftime("%d/%m/%Y")
    yield "Numéro", snapshot.number
    for campaign in snapshot.campaigns:
        count = State.WITHHELD.value if campaign.responses is None else campaign.responses
        yield "Réponses", f"{campaign.title.french} : {count}"
    yield "Taxonomie des besoins", f"version {snapshot.taxonomy_number}, SHA-256 {snapshot.taxonomy_hash}"
    for campaign in snapshot.campaigns:
        for version in campaign.questionnaires:
            yield f"Questionnaire {version.number}", f"{campaign.slug}, SHA-256 {version.content_hash}"
    yield "Empreinte (SHA-256)", snapshot.content_hash


def cautions(snapshot: Snapshot) -> Iterator[Fact]:
    """What must be known before a figure is repeated."""
    if snapshot.is_demonstration:
        yield "Démonstration", DEMONSTRATION
    for campaign in snapshot.campaigns:
        name = f"{campaign.title.french} : "
        yield "Portée", name + SCOPES[campaign.sampling]
        yield "Nombres masqués", name + (
            f"{campaign.small} car petits et {campaign.complements} pour protéger les premiers, sur "
            f"{campaign.counts} nombres non nuls.")
        if campaign.carried_from is not None:
            yield "Chiffres repris", name + (
                f"ce sont ceux du diagnostic figé n° {campaign.carried_from} : trop peu de familles ont "
                "répondu depuis.")
    yield "Règle de publication", rule(snapshot)
    if limits := snapshot.texts.get(Heading.LIMITS):
        yield "Limites", limits


READING: tuple[Fact, ...] = (
    ("Cellule vide", "Rien n’est connu, ou rien n’a été écrit. Ce n’est jamais zéro."),
    (State.WITHHELD.value, "Le chiffre existe. Il n’est pas publié, pour que personne ne soit reconnu."),
    (State.UNKNOWN.value, "Aucune source n’a été trouvée."),
    (State.POINTLESS.value, "Aucune question ne le demande."),
    ("Apostrophe au début",
     "Un texte qui commence par =, +, - ou @ est précédé d’une apostrophe : un tableur ne l’exécute pas."),
)
