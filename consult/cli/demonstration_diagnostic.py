"""The demonstration's diagnostic: invented answers, read and decided on as a town might, and frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app

from consult.campaigns.models import Campaign
from consult.db import db
from consult.diagnostic import service
from consult.diagnostic.commitments import PromiseState
from consult.diagnostic.models import DecidedNeed, Decision, Diagnostic
from consult.diagnostic.service import Decided, Promised
from consult.diagnostic.snapshot import Heading, Tier
from consult.needs.service import code_text, list_texts, quote, text_now

SLUG = "demonstration-petite-enfance"
TITLE = "Diagnostic petite enfance (démonstration)"
SAYS: Mapping[str, Sequence[str]] = {
    "Il manque des places près de chez nous.": ("ACC-1", "MOB-1"),
    "On attend une place depuis un an.": ("ACC-1",),
    "Je ne sais pas où m’inscrire.": ("INF-1",),
    "C’est trop cher pour nous.": ("COU-1",),
    "La PMI est trop loin, il faut deux taxis.": ("SAN-1", "MOB-2"),
    "Une crèche ouverte tôt le matin nous aiderait beaucoup.": ("HOR-1",),
    "Je voudrais travailler mais je n’ai personne pour garder ma fille.": ("EMP-1",),
    "Ma mère garde les enfants, elle est fatiguée.": ("QUA-3",),
    "Un endroit pour jouer le samedi serait bien.": ("PAR-1",),
    "Il faudrait de l’ombre et de l’eau dans le parc de jeux.": ("PAR-1",),
    "Mon fils a peur du vent depuis le cyclone.": ("SAN-4",),
    "Merci de demander notre avis.": (),
}
"""What stands in the sentences that simulated families write."""
TEXTS: Mapping[Heading, str] = {
    Heading.METHOD: "Ceci est une démonstration. Les réponses sont inventées par un programme. "
                    "Rien ici ne dit ce que pensent les familles de Mamoudzou.",
    Heading.LIMITS: "Aucune famille n’a répondu à cette consultation. Ne citez aucun de ces chiffres.",
}


@dataclass(frozen=True)
class _Kept:
    codes: Sequence[str]
    tier: Tier
    statement: str
    concerned: str = "Familles avec un enfant de moins de 3 ans"


WHO = "Ville de Mamoudzou (démonstration)"
REASON = "Exemple de raison : le comité l’a placé ainsi après lecture des chiffres et des citations."
KEPT = (
    _Kept(("ACC-1", "MOB-1"), Tier.A, "Faire garder un jeune enfant dans son village."),
    _Kept(("COU-1",), Tier.A, "Payer une garde sans renoncer à l’essentiel.", "Familles à petit budget"),
    _Kept(("SAN-1",), Tier.A, "Voir la PMI sans perdre une journée."),
    _Kept(("HOR-1",), Tier.B, "Une garde qui ouvre avant le travail et ferme après.",
          "Parents qui travaillent"),
    _Kept(("EMP-1",), Tier.B, "Une garde pour chercher un emploi ou se former.", "Parents sans emploi"),
    _Kept(("SAN-4",), Tier.B, "Aider les enfants qui ont peur depuis le cyclone."),
    _Kept(("PAR-1",), Tier.C, "Des lieux ouverts où jouer avec son enfant.", "Toutes les familles"),
    _Kept(("INC-2",), Tier.B, "Être reçu plus vite quand un enfant a besoin d’une aide particulière.",
          "Familles d’un enfant qui a besoin d’une aide particulière"),
)
SET_ASIDE = {"QUA-1": "Exemple de raison : la PMI contrôle déjà les lieux d’accueil."}


def _read_texts(campaign: Campaign, name: str, today: date) -> None:
    """Somebody read what families wrote, and quotes a sentence for each need."""
    quoted: set[str] = set()
    for text in list_texts(campaign.id, (), secret=current_app.config["SECRET_KEY"]):
        if text.is_double or text.text not in SAYS:
            continue
        codes = SAYS[text.text]
        code_text(text, now=text_now(text), coder=name, codes=codes, on=today)
        for code in set(codes) - quoted:
            quote(text, code, now=text_now(text), words=text.text, in_french="", is_open=True, by=name,
                  on=today)
            quoted.add(code)


def _promise(diagnostic: Diagnostic, rows: Mapping[str, DecidedNeed], today: date) -> None:
    def promise(code: str, what: str, state: PromiseState, days: int, news: str) -> None:
        due_on = today + timedelta(days=days)
        service.promise(diagnostic, rows[code].id, Promised(what, WHO, due_on, state, "", "", news), on=today)

    promise("ACC-1", "Chercher un lieu pour 12 places à Kawéni.", PromiseState.STARTED, 90,
            "Exemple : deux lieux ont été visités.")
    promise("SAN-1", "Demander au Département une permanence de PMI au village.", PromiseState.PLANNED, -10,
            "")


def make_diagnostic(campaign: Campaign, *, by: str, today: date) -> None:
    """Once: what people changed of it since stays."""
    if service.list_diagnostics():
        return
    _read_texts(campaign, by, today)
    diagnostic = service.create_diagnostic(
        slug=SLUG, title=TITLE, territory_code=campaign.territory_code, campaigns=[campaign], on=today)
    service.write_texts(diagnostic, dict(TEXTS))
    db.session.flush()  # decisions take a lock on its row
    rows = {}
    for kept in KEPT:
        rows[kept.codes[0]] = service.decide(diagnostic, Decided(
            kept.codes, Decision.KEPT, kept.tier, REASON, kept.statement, kept.concerned))
    for code, reason in SET_ASIDE.items():
        service.decide(diagnostic, Decided([code], Decision.SET_ASIDE, reason=reason))
    db.session.flush()  # promises and snapshots need the keys of needs
    _promise(diagnostic, rows, today)
    service.show_to_everybody(service.freeze(diagnostic, by=by, on=today), on=today)
