"""The entry of the register of processing activities (GDPR, article 30), as the site fills it. Pure."""

from collections.abc import Iterator

from consult.exports.report.blocks import Block, Paragraph, Report, clean, heading, strong, words
from consult.operations.papers.facts import Facts
from consult.operations.papers.parts import (
    bullets,
    campaign_table,
    controllers,
    known,
    paper,
    people_and_data,
    retention_table,
    safeguards,
    to_fill,
)

TITLE = "Consultation des familles"


def _who(facts: Facts) -> Iterator[Block]:
    yield heading(1, "1. Qui")
    yield from controllers(facts)
    yield known("Adresse de l’éditeur du site", facts.address)
    yield known("Hébergeur", facts.host)
    yield to_fill("numéro de la fiche dans le registre, date de création, service qui s’en occupe")


def _why(facts: Facts) -> Iterator[Block]:
    yield heading(1, "2. Pourquoi")
    yield Paragraph(words("Connaître les besoins des familles avant de décider, les inviter à des réunions "
                          "publiques, et rendre compte de ce qui a été entendu."))
    for each in facts.campaigns:
        if each.purpose:
            yield Paragraph(words(strong(f"{clean(each.title)} : "), clean(each.purpose)))
    yield campaign_table(facts)


def _to_whom(facts: Facts) -> Iterator[Block]:
    yield heading(1, "4. À qui les données sont communiquées")
    yield bullets("Coordination : réponses une par une, contacts",
                  "Enquêteurs : leur lien, les textes à lire, aucun résultat",
                  "Lecteurs et public : seulement des nombres protégés et des citations choisies")
    by_hand = "aucun service d’envoi n’est réglé, les messages partent à la main"
    yield Paragraph(words(f"Messages : {', '.join(_senders(facts)) or by_hand}."))
    yield to_fill("sous-traitants (hébergeur, envoi d’e-mails et de SMS), contrats, article 28 du RGPD")
    yield to_fill("transferts hors de l’Union européenne, s’il y en a")


def _senders(facts: Facts) -> Iterator[str]:
    if facts.sends_mail:
        yield "un service d’envoi d’e-mails est réglé"
    if facts.sends_sms:
        yield "un service d’envoi de SMS est réglé"


def _blocks(facts: Facts) -> Iterator[Block]:
    yield from _who(facts)
    yield from _why(facts)
    yield heading(1, "3. De qui et de quoi il s’agit")
    yield from people_and_data(facts)
    yield from _to_whom(facts)
    yield heading(1, "5. Combien de temps")
    yield retention_table(facts)
    yield heading(1, "6. Mesures de sécurité")
    yield safeguards(facts)
    yield to_fill("mesures du serveur et des locaux (accès, mises à jour, chiffrement du disque, copies)")


def register(facts: Facts) -> Report:
    return paper(facts, kind="Registre des activités de traitement (RGPD, article 30)", title=TITLE,
                 blocks=_blocks(facts))
