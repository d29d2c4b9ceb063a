"""The words reports share: what a figure is, how people came to answer, what is withheld. Pure."""

from collections.abc import Mapping

from consult.campaigns.models import Sampling
from consult.diagnostic.figures import CampaignUsed
from consult.diagnostic.snapshot import Snapshot, Tier
from consult.exports.report.content.numbers import number

MASKED, NOT_ASKED, NOTHING, NOT_WRITTEN = "masqué", "non demandé", "–", "Rien n’est écrit à cette date."
SAMPLINGS: Mapping[Sampling, str] = {
    Sampling.VOLUNTARY:
        "Réponses reçues, non représentatif au sens statistique. Ont répondu les familles qui l’ont voulu.",
    Sampling.RANDOM:
        "Familles tirées au hasard. L’intervalle dit où se trouve sans doute la part de toutes les familles.",
    Sampling.CENSUS: "Toutes les familles ont été interrogées.",
}
TIERS: Mapping[Tier, str] = {
    Tier.A: "Niveau A, à traiter d’abord", Tier.B: "Niveau B, à traiter ensuite",
    Tier.C: "Niveau C, à garder en vue"}
DEMONSTRATION = "Données de démonstration : les réponses sont simulées."
MASKED_IS_NOT_ZERO = "« Masqué » ne veut pas dire zéro."
NEVER_ADDED = ("Les chiffres de plusieurs consultations sont côte à côte. Ils ne sont jamais additionnés : "
               "une famille a pu répondre à plusieurs.")
NO_PLACE = "Les paroles ne sont jamais reliées à un village."


def rule(snapshot: Snapshot) -> str:
    """What is withheld, with the thresholds this snapshot was frozen under."""
    return (f"Un groupe de moins de {number(snapshot.minimum_base)} familles n’est pas montré. Un nombre de "
            f"1 à {number(snapshot.minimum_count - 1)} est masqué, et aussi un nombre qui permettrait de le "
            f"retrouver. {MASKED_IS_NOT_ZERO}")


def loss(campaign: CampaignUsed) -> str:
    return (f"Sur {number(campaign.counts)} nombres, {number(campaign.small)} sont masqués parce que trop "
            f"petits, et {number(campaign.complements)} pour les protéger.")


def town(snapshot: Snapshot) -> str:
    """The territory the diagnostic is of, by its name where it is known."""
    return next((place.name for place in snapshot.places if place.code == snapshot.territory),
                snapshot.territory)


def places(snapshot: Snapshot) -> dict[str, str]:
    return {place.code: place.name for place in snapshot.places}
