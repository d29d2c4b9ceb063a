"""Retention: for each kind of data how long it is kept, from when, and what ends it. One run a day.

Who adds a table that holds something about people adds a rule here: the desk, the command and the register
entry all read this table, so what is written to a family is what is done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection

from consult import clock
from consult.db import durably
from consult.errors import N_
from consult.meetings.service import attempt, forget_sign_ups, forget_words
from consult.operations.anonymising import anonymise
from consult.staff.service import SCHEDULED, forget_sessions, write_action

SESSIONS_VERB = "efface des connexions terminées"
CAMPAIGN_S = N_("La base légale que la campagne indique (RGPD, article 6).")
SECURITY = N_("La sécurité du traitement (RGPD, article 32).")


class End(StrEnum):
    """What becomes of data when their time is over."""

    DELETED = "deleted"
    ANONYMISED = "anonymised"
    KEPT = "kept"
    REPLACED = "replaced"
    """By later copies, outside the site."""
    ABSENT = "absent"
    """They never reach the server, or are not written down there."""


ENDS: Mapping[End, str] = {
    End.DELETED: N_("Effacées"), End.ANONYMISED: N_("Rendues anonymes"), End.KEPT: N_("Gardées"),
    End.REPLACED: N_("Remplacées par les suivantes"), End.ABSENT: N_("Jamais écrites")}


@dataclass(frozen=True)
class Erased:
    """What a run did for one rule: of which campaign, and how much. Counts only."""

    rule: str
    subject: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Moment:
    """When a run takes place, and the duration that is a setting."""

    at: datetime
    messages_kept: timedelta


Run = Callable[[Moment], list[Erased]]


@dataclass(frozen=True)
class Rule:
    code: str
    data: str
    """What it is, in French; so are the basis and how long."""
    basis: str
    kept: str
    end: End
    run: Run | None = None
    """What ends it; None where nothing does."""
    tables: tuple[str, ...] = ()
    """Where such data are."""


def _contacts(moment: Moment) -> list[Erased]:
    gone = forget_sign_ups(moment.at.astimezone(clock.ZONE).date())
    return [Erased("contacts", each.slug, each.counts) for each in gone]


def _messages(moment: Moment) -> list[Erased]:
    gone = durably(partial(forget_words, before=moment.at - moment.messages_kept))
    return [Erased("messages", "", {"messages": gone})] if gone else []


def _answers(moment: Moment) -> list[Erased]:
    done = anonymise(moment.at.astimezone(clock.ZONE).date())
    return [Erased("réponses", each.slug, each.counts) for each in done]


def _forget_sessions(connection: Connection, at: datetime) -> int:
    gone = forget_sessions(connection, at=at)
    if gone:
        write_action(connection, account_name=SCHEDULED, verb=SESSIONS_VERB, detail={"connexions": gone})
    return gone


def _sessions(moment: Moment) -> list[Erased]:
    gone = durably(partial(_forget_sessions, at=moment.at))
    return [Erased("connexions", "", {"connexions": gone})] if gone else []


RULES: tuple[Rule, ...] = (
    Rule("contacts", N_("Prénoms, téléphones et adresses e-mail : inscriptions aux réunions, personnes à "
                        "inviter"),
         CAMPAIGN_S,
         N_("Jusqu’au jour écrit dans la campagne. Sans jour écrit : 30 jours après la réunion de "
            "restitution pour les inscriptions ; pour les personnes à inviter, le jour où les réponses "
            "deviennent anonymes."),
         End.DELETED, _contacts, ("invitee", "sign_up")),
    Rule("messages", N_("Destinataires et textes des messages envoyés"), CAMPAIGN_S,
         N_("%(days)s jours après l’envoi, et au plus tard avec les téléphones."), End.DELETED, _messages,
         ("message",)),
    Rule("réponses", N_("Réponses reliées à un reçu, et textes écrits par les familles"), CAMPAIGN_S,
         N_("Tant que la famille peut les effacer avec son reçu : le nombre de jours écrit dans la campagne, "
            "après la fin des réponses. Ensuite le reçu, la clé de la réponse, les textes, leurs codages et "
            "leurs citations sont effacés."),
         End.ANONYMISED, _answers, ("response", "coding", "masked_text", "verbatim")),
    Rule("brouillons", N_("Réponses commencées et pas envoyées"), CAMPAIGN_S,
         N_("Elles restent sur le téléphone de la famille, qui peut les effacer."), End.ABSENT),
    Rule("retraits", N_("Nombre de familles qui ont repris leurs réponses, par jour"), CAMPAIGN_S,
         N_("Sans limite : c’est un nombre, rien ne dit de quelle famille."), End.KEPT,
         tables=("withdrawn",)),
    Rule("présences", N_("Nombres de personnes venues aux réunions, et phrases dites en réunion"), CAMPAIGN_S,
         N_("Sans limite : des nombres et des phrases notées sans nom."), End.KEPT,
         tables=("arrival", "statement")),
    Rule("connexions", N_("Connexions des agents"), SECURITY,
         N_("2 heures sans rien faire, 12 heures au plus."), End.DELETED, _sessions, ("staff_session",)),
    Rule("essais", N_("Essais de mot de passe ou de code manqués"), SECURITY,
         N_("Quelques minutes en mémoire, comptés sous une empreinte : aucune adresse n’est écrite."),
         End.ABSENT),
    Rule("comptes", N_("Comptes des agents : nom de connexion, empreinte du mot de passe"), SECURITY,
         N_("Tant que la personne travaille ici. Un compte désactivé garde son nom, parce que le journal le "
            "cite."), End.KEPT, tables=("account",)),
    Rule("journal", N_("Journal de ce que les agents ont fait"), SECURITY,
         N_("Sans limite : il prouve ce qui a été fait, et la base refuse d’en changer une ligne. La CNIL "
            "conseille six mois à un an pour les traces techniques : la Ville dit pourquoi elle garde "
            "celui-ci plus longtemps."), End.KEPT, tables=("staff_action",)),
    Rule("classeurs", N_("Classeurs envoyés au bureau (questionnaire, marges, offre)"), CAMPAIGN_S,
         N_("Le fichier est lu puis oublié ; il n’en reste que le contenu utile, sans personne dedans."),
         End.ABSENT),
    Rule("copies", N_("Copies de secours du site entier"), SECURITY,
         N_("Autant de copies que la Ville en garde : 30 nuits avec la tâche fournie. Ce qu’une famille a "
            "effacé reste dans les copies faites avant, jusqu’à ce qu’elles soient remplacées."),
         End.REPLACED),
    Rule("diagnostics", N_("Diagnostics figés et chiffres publiés"), CAMPAIGN_S,
         N_("Sans limite : des nombres protégés et des citations choisies. Ce sont des archives de la "
            "Ville : leur sort se règle avec le service des archives."), End.KEPT,
         tables=("snapshot", "shared_figures")),
)


def purge(moment: Moment) -> list[Erased]:
    """Do now what every rule says is due, for good once it returns; each leaves its lines in the log."""
    return [erased for rule in RULES if rule.run for erased in rule.run(moment)]


def purge_apart(moment: Moment) -> None:
    """The same where nobody waits for the result: a rule that fails is logged, the others are followed."""
    for rule in RULES:
        if rule.run:
            attempt(f"retention {rule.code}", partial(rule.run, moment))
