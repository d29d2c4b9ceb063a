"""The skeleton of an impact assessment (GDPR, article 35), filled as far as the site can. Pure.

Likelihood and severity are judgements of the town: the site says what it does against each risk, and what
remains.
"""

from collections.abc import Iterator

from consult.exports.report.blocks import (
    Align,
    Block,
    Note,
    Paragraph,
    Report,
    heading,
    row,
    table,
    words,
)
from consult.operations.papers.facts import Facts
from consult.operations.papers.parts import (
    bullets,
    campaign_table,
    controllers,
    paper,
    people_and_data,
    retention_table,
    safeguards,
    to_fill,
)

TITLE = "Consultation des familles"
RISKS = (
    ("Une personne lit les données sans en avoir le droit",
     "Réponses sans identité, contacts à part, comptes par rôle, connexions courtes, journal",
     "Qui lit la base entière voit les contacts, et les textes où une famille s’est nommée"),
    ("Une famille est reconnue dans un chiffre publié",
     "Nombres petits masqués, chiffres par groupes d’au moins 11 familles, santé à l’échelle de la commune",
     "Onze réponses envoyées par une même personne feraient avancer les chiffres"),
    ("Des contacts sont rapprochés des réponses",
     "Ni clé, ni ordre, ni heure en commun ; les lignes sont rangées de nouveau chaque jour",
     "Deux copies de secours comparées disent qui est arrivé entre les deux"),
    ("Des données sont changées sans que personne ne le veuille",
     "Versions publiées et diagnostics figés que la base refuse de changer, contrôle des lignes",
     "La personne qui administre le serveur peut tout changer"),
    ("Des données disparaissent", "Écriture sur le disque avant la réponse, copies de secours, restauration",
     "Ce qui a été envoyé depuis la dernière copie, si la machine est perdue"),
)


def _context(facts: Facts) -> Iterator[Block]:
    yield heading(1, "1. Le traitement")
    yield from controllers(facts)
    yield Paragraph(words("Des familles répondent à un questionnaire sans donner leur nom. Elles peuvent "
                          "laisser un contact, gardé à part. Les réponses sont comptées, les textes sont lus "
                          "et classés, et des chiffres protégés sont publiés."))
    yield campaign_table(facts)
    yield from people_and_data(facts)
    yield heading(2, "Pourquoi une analyse")
    yield to_fill("critères qui demandent une analyse d’impact (personnes vulnérables, données sensibles, "
                  "grande échelle…) ; voir la délibération de la CNIL n° 2018-326 du 11 octobre 2018")


def _principles(facts: Facts) -> Iterator[Block]:
    yield heading(1, "2. Nécessité et proportion")
    yield bullets("Personne n’est obligé de répondre ; chaque page dit à quoi servent les réponses",
                  "Le nom n’est pas demandé pour répondre ; le contact est facultatif",
                  "Droits : lire et effacer ses réponses avec son reçu, effacer son numéro, écrire à la "
                  "Ville")
    yield retention_table(facts)
    yield to_fill("pourquoi chaque question est nécessaire")
    yield to_fill("pourquoi ces durées, et pourquoi le journal est gardé au-delà de six mois à un an")


def _risks() -> Iterator[Block]:
    yield heading(1, "3. Risques pour les personnes")
    yield table("Ce que le site fait, et ce qui reste", (
        ("Risque", Align.LEFT, 3), ("Ce que le site fait", Align.LEFT, 4), ("Ce qui reste", Align.LEFT, 4)),
        [row(*risk) for risk in RISKS])
    for risk, _done, _left in RISKS:
        yield to_fill(f"gravité et vraisemblance, « {risk[0].lower()}{risk[1:]} »")


def _end(facts: Facts) -> Iterator[Block]:
    yield heading(1, "4. Mesures")
    yield safeguards(facts)
    yield to_fill("mesures prévues en plus, avec une date et une personne")
    yield heading(1, "5. Avis et décision")
    yield to_fill("avis du délégué à la protection des données")
    yield to_fill("avis des personnes concernées ou de leurs représentants")
    yield to_fill("décision du responsable du traitement, date et signature")
    yield Note(words("Ce document est un début. Une réponse « anonyme » l’est au sens du RGPD si personne ne "
                     "peut isoler une famille, relier deux de ses réponses ou deviner quelque chose d’elle : "
                     "un village et une situation rare peuvent suffire. C’est à vérifier ici."))


def _blocks(facts: Facts) -> Iterator[Block]:
    yield from _context(facts)
    yield from _principles(facts)
    yield from _risks()
    yield from _end(facts)


def impact(facts: Facts) -> Report:
    return paper(facts, kind="Analyse d’impact (AIPD ; RGPD, article 35)", title=TITLE, blocks=_blocks(facts))
