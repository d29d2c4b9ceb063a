"""The French words of files: kinds of question, what figures are. Files are in French whoever opens them."""

from collections.abc import Mapping

from consult.campaigns.models import Sampling
from consult.surveys.questions import Kind

KINDS: Mapping[Kind, str] = {
    Kind.NOTE: "Texte affiché",
    Kind.TEXT: "Texte libre",
    Kind.INTEGER: "Nombre entier",
    Kind.DECIMAL: "Nombre",
    Kind.RANGE: "Nombre sur une échelle",
    Kind.DATE: "Date",
    Kind.TIME: "Heure",
    Kind.ONE: "Un seul choix",
    Kind.MULTIPLE: "Plusieurs choix",
    Kind.RANK: "Classement",
    Kind.ACKNOWLEDGE: "Case à cocher",
    Kind.CALCULATE: "Valeur calculée",
    Kind.HIDDEN: "Valeur cachée",
}
SAMPLINGS: Mapping[Sampling, str] = {
    Sampling.VOLUNTARY:
        "Réponses reçues, non représentatif au sens statistique. Ont répondu les familles qui l’ont voulu. "
        "Les autres pensent peut-être autrement.",
    Sampling.RANDOM: "Familles tirées au hasard. Les chiffres de ce fichier sont bruts, sans pondération.",
    Sampling.CENSUS: "Toutes les familles ont été interrogées. Les chiffres de ce fichier sont bruts.",
}
DEMONSTRATION = "Données de démonstration : ces réponses sont simulées."
NO_CONTACT = (
    "Aucune coordonnée. Les prénoms et les numéros de téléphone sont gardés à part. Ils ne sont dans aucun "
    "fichier de réponses.")
WHO_MAY_READ = (
    "Réservé aux personnes qui travaillent sur cette consultation. Ce fichier contient les réponses une par "
    "une. Ne le publiez pas. Effacez vos copies quand elles ne servent plus.")
ORDER = (
    "Les lignes sont dans un ordre tiré au hasard, et non dans l’ordre d’arrivée. Le jour est connu, jamais "
    "l’heure.")
