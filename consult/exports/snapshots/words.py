"""The French words of a frozen diagnostic's files. Files are in French whoever opens them."""

from collections.abc import Mapping

from consult.campaigns.models import Sampling
from consult.diagnostic.snapshot import Heading

ALL_FAMILIES = "Toutes les familles"
DRAWN: Mapping[Sampling, str] = {
    Sampling.VOLUNTARY: "volontaires",
    Sampling.RANDOM: "tirage au sort",
    Sampling.CENSUS: "toutes les familles",
}
SCOPES: Mapping[Sampling, str] = {
    Sampling.VOLUNTARY:
        "Réponses reçues, non représentatif au sens statistique. Ont répondu les familles qui l’ont voulu.",
    Sampling.RANDOM: "Familles tirées au sort. L’intervalle à 95 % dit la précision des parts pondérées.",
    Sampling.CENSUS: "Toutes les familles ont été interrogées.",
}
HEADINGS: Mapping[Heading, str] = {
    Heading.CONTEXT: "Contexte",
    Heading.METHOD: "Méthode",
    Heading.LIMITS: "Limites",
    Heading.TENSION: "Zones en tension",
    Heading.ORIENTATIONS: "Orientations",
    Heading.CALENDAR: "Calendrier",
}
LICENCE = "Licence Ouverte / Open Licence 2.0 (Etalab)"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
