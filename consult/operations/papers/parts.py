"""What both papers share: empty lines for the town, the list of campaigns, the table of retention. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from consult.exports.report.blocks import (
    Align,
    Block,
    Bullets,
    Paragraph,
    Report,
    clean,
    heading,
    row,
    strong,
    table,
    words,
)
from consult.operations.papers.facts import CampaignFacts, Facts
from consult.text import typeset

DEMONSTRATION = "Démonstration : les campagnes sont inventées."
NO_LIMIT = "pas de jour écrit"


def to_fill(what: str) -> Paragraph:
    """A line that only the town can write."""
    return Paragraph(words(strong(f"À remplir par la Ville : {what}"), " " + "…" * 30))


def known(label: str, value: str) -> Paragraph:
    """A setting; an empty one is for the town to write."""
    return Paragraph(words(strong(f"{label} : "), clean(value))) if value.strip() else to_fill(label.lower())


def bullets(*items: str) -> Bullets:
    return Bullets(tuple(words(item) for item in items))


def day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else NO_LIMIT


def paper(facts: Facts, *, kind: str, title: str, blocks: Iterator[Block]) -> Report:
    """Dated, and marked where the campaigns are invented."""
    is_demonstration = any(campaign.is_demonstration for campaign in facts.campaigns)
    return Report(
        facts.town, typeset(kind), title, f"Rempli par le site le {day(facts.on)}, à relire et à compléter.",
        f"{title}, {day(facts.on)}", DEMONSTRATION if is_demonstration else "", facts.on.isoformat(),
        tuple(blocks), is_short=True)


def campaign_table(facts: Facts) -> Block:
    rows = [row(clean(each.title), f"{day(each.opens_on)} – {day(each.closes_on)}", each.basis,
                day(each.contacts_until), day(each.answers_until)) for each in facts.campaigns]
    if not rows:
        return Paragraph(words("Aucune campagne n’est préparée à cette date."))
    return table("Campagnes", (
        ("Campagne", Align.LEFT, 3), ("Réponses", Align.LEFT, 2), ("Base légale", Align.LEFT, 3),
        ("Téléphones effacés le", Align.LEFT, 2), ("Réponses anonymes le", Align.LEFT, 2)), rows)


def retention_table(facts: Facts) -> Block:
    rows = [row(rule.data, rule.kept, rule.end) for rule in facts.rules]
    return table("Durées de conservation", (
        ("Données", Align.LEFT, 3), ("Combien de temps", Align.LEFT, 5), ("Ensuite", Align.LEFT, 2)), rows)


def controllers(facts: Facts) -> Iterator[Block]:
    """Each controller once, with whom people write to."""
    told = dict.fromkeys((each.controller, each.contact) for each in facts.campaigns if each.controller)
    for controller, contact in told:
        yield known("Responsable du traitement", controller)
        yield known("Contact pour les droits des personnes", contact)
    if not told:
        yield to_fill("responsable du traitement, nom et adresse")
        yield to_fill("contact pour les droits des personnes")
    yield to_fill("délégué à la protection des données (nom, téléphone, courriel)")


def special_questions(campaign: CampaignFacts) -> str:
    return " · ".join(clean(question) for question in campaign.special)


def people_and_data(facts: Facts) -> Iterator[Block]:
    yield heading(2, "Personnes concernées")
    yield bullets("Familles qui répondent, ou qui s’inscrivent à une réunion",
                  "Enfants dont elles parlent : âge et besoins, jamais de nom demandé",
                  "Agents qui ont un compte")
    yield heading(2, "Données")
    yield bullets(
        "Réponses au questionnaire, langue de la page, jour, façon de répondre, lieu qui a donné le lien. "
        "Ni nom, ni adresse sur Internet, ni heure, ni compte, ni cookie",
        "À part, si la famille le veut : prénom ou autre nom, téléphone, adresse e-mail, langue, nombre de "
        "personnes, besoins pour venir",
        "Pour les agents : nom de connexion, empreinte du mot de passe, journal de ce qu’ils font")
    for each in facts.campaigns:
        if each.special:
            yield Paragraph(words(
                strong(f"Données sensibles (RGPD, article 9), {clean(each.title)} : "),
                special_questions(each)))
            yield to_fill("condition de l’article 9, paragraphe 2, qui permet de poser ces questions")


def safeguards(facts: Facts) -> Bullets:
    code = "obligatoire" if facts.second_step else "possible, pas obligatoire d’après les réglages"
    return bullets(
        f"Réponses et contacts dans deux tables sans clé, ordre ni heure en commun, dans {facts.database}",
        "Aucune adresse sur Internet et aucune réponse dans les journaux techniques",
        f"Comptes par rôle, mots de passe protégés (Argon2id), code à usage unique {code}",
        "Journal des actions que la base refuse de changer",
        "Nombres petits masqués ; chiffres partagés par groupes d’au moins 11 familles",
        "Effacement par la famille avec son reçu ; effacement automatique chaque jour",
        "Copies de secours et restauration par une commande")
