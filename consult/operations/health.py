"""Whether all is well, in plain words: what was found, what it means, what to do about it. Pure.

A sign that nobody can see from here says so, and is never called good.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from consult.errors import N_
from consult.operations.vitals import Vitals
from consult.web.filters import moment, number, size

TWO_DAYS, WEEK, FIVE_WEEKS = timedelta(days=2), timedelta(days=7), timedelta(days=35)
HOUR, SIX_HOURS, FEW_MINUTES = timedelta(hours=1), timedelta(hours=6), timedelta(minutes=5)
LITTLE_ROOM, NO_ROOM = 1_000_000_000, 200_000_000
NOTHING_WRONG = "rien"
"""What a control that found nothing says is to be looked at again."""


class State(StrEnum):
    GOOD = "good"
    UNSEEN = "unseen"
    LOOK = "look"
    WRONG = "wrong"


STATES = {State.GOOD: N_("Bon"), State.UNSEEN: N_("Inconnu"), State.LOOK: N_("À regarder"),
          State.WRONG: N_("Ne va pas")}

SEVERITY = (State.WRONG, State.LOOK, State.UNSEEN, State.GOOD)


@dataclass(frozen=True)
class Sign:
    """One thing looked at. The sentences are whole; `found` takes the values."""

    name: str
    state: State
    found: str
    meaning: str
    todo: str = ""
    """Empty where nothing is to be done."""
    values: Mapping[str, str] = field(default_factory=dict)
    endpoint: str = ""
    """The page where it is done."""


ASK = N_("Demandez-le à la personne qui s’occupe du serveur.")
LOST = N_("Si le serveur tombe en panne, tout ce que les familles ont envoyé est perdu.")
LOST_SINCE = N_("Si le serveur tombe en panne, ce qui est arrivé depuis est perdu.")
ASK_BACKUP = N_("Demandez à la personne qui s’occupe du serveur une sauvegarde chaque jour.")


def backup_sign(vitals: Vitals) -> Sign:
    name, last = N_("Sauvegarde"), vitals.backup
    if not vitals.is_real:
        return Sign(name, State.GOOD, N_("Il n’y a encore aucune vraie consultation."),
                    N_("Une démonstration n’a pas besoin d’être sauvegardée."))
    if last is None:
        return Sign(name, State.WRONG, N_("Aucune sauvegarde n’est connue."), LOST, ASK_BACKUP)
    age, values = vitals.at - last.at, {"when": moment(last.at)}
    found = N_("La dernière sauvegarde date du %(when)s.")
    if age > TWO_DAYS:
        state = State.WRONG if age > WEEK else State.LOOK
        return Sign(name, state, found, LOST_SINCE, ASK_BACKUP, values)
    return Sign(name, State.GOOD, found,
                N_("Après une panne, le site peut être remis comme il était à ce moment."), values=values)


def control_sign(vitals: Vitals) -> Sign:
    name, last = N_("Contrôle des données"), vitals.control
    ask = N_("La personne qui s’occupe du serveur le lance avec la commande « consult check ».")
    if last is None:
        return Sign(name, State.UNSEEN, N_("Aucun contrôle n’est connu."),
                    N_("Personne n’a encore vérifié que les données sont entières."), ask)
    values = {"when": moment(last.at), "what": str(last.detail.get("à_revoir", ""))}
    if values["what"] not in {"", NOTHING_WRONG}:
        return Sign(name, State.WRONG, N_("Le contrôle du %(when)s a trouvé un défaut : %(what)s."),
                    N_("Une partie des données est peut-être abîmée."),
                    N_("Prévenez la personne qui s’occupe du serveur avant de continuer."), values)
    found = N_("Le contrôle du %(when)s n’a trouvé aucun défaut.")
    if vitals.at - last.at > FIVE_WEEKS:
        return Sign(name, State.LOOK, found, N_("Ce contrôle date de plus d’un mois."), ask, values)
    return Sign(name, State.GOOD, found, N_("Les données étaient entières ce jour-là."), values=values)


def waiting_sign(vitals: Vitals) -> Sign:
    name, post = N_("Messages à envoyer"), vitals.post
    if not post.waiting or post.oldest is None:
        return Sign(name, State.GOOD, N_("Aucun message n’attend."),
                    N_("Les familles sont prévenues à temps."))
    age = vitals.at - post.oldest
    values = {"count": number(post.waiting), "when": moment(post.oldest)}
    found = N_("Messages qui attendent : %(count)s. Le plus ancien attend depuis le %(when)s.")
    late = N_("Des familles ne sont pas prévenues à temps.")
    if not post.leaves_by_itself:
        return Sign(name, State.LOOK if age > TWO_DAYS else State.GOOD, found, late if age > TWO_DAYS else N_(
            "L’envoi automatique n’est pas réglé : c’est vous qui les envoyez."),
            N_("Envoyez-les depuis la page « Messages »."), values, "meetings.outbox")
    if age <= HOUR:
        return Sign(name, State.GOOD, found, N_("Ils partent l’un après l’autre."), values=values)
    return Sign(name, State.WRONG if age > SIX_HOURS else State.LOOK, found, late,
                N_("Demandez à la personne qui s’occupe du serveur pourquoi l’envoi est arrêté."), values)


def failed_sign(vitals: Vitals) -> Sign:
    name, failed = N_("Messages en échec"), vitals.post.failed
    if not failed:
        return Sign(name, State.GOOD, N_("Aucun message n’a échoué."), N_("Il n’y a personne à rappeler."))
    return Sign(name, State.LOOK, N_("Messages pas partis, ou peut-être partis : %(count)s."),
                N_("Ces familles ne savent peut-être pas ce qui les attend."),
                N_("Décidez pour chacun depuis la page « Messages »."), {"count": number(failed)},
                "meetings.outbox")


def disk_sign(vitals: Vitals) -> Sign:
    name, room = N_("Place sur le disque"), vitals.storage.room
    if room is None:
        return Sign(name, State.UNSEEN, N_("Le disque de la base de données ne se voit pas d’ici."),
                    N_("Le site ne peut pas dire s’il lui reste de la place."), ASK)
    values = {"free": size(room.free), "total": size(room.total)}
    found, todo = N_("Il reste %(free)s sur %(total)s."), N_(
        "Demandez à la personne qui s’occupe du serveur de faire de la place.")
    if room.free < NO_ROOM:
        return Sign(name, State.WRONG, found,
                    N_("Sur un disque plein, les familles ne peuvent plus rien envoyer."), todo, values)
    if room.free < max(LITTLE_ROOM, 2 * vitals.storage.octets):
        return Sign(name, State.LOOK, found, N_("Le disque sera bientôt plein."), todo, values)
    return Sign(name, State.GOOD, found, N_("Le site peut continuer à enregistrer."), values=values)


def database_sign(vitals: Vitals) -> Sign:
    name, values = N_("Base de données"), {"size": size(vitals.storage.octets)}
    if not vitals.storage.is_writable:
        return Sign(name, State.WRONG, N_("La base de données refuse d’être modifiée."),
                    N_("Les familles ne peuvent rien envoyer en ce moment."),
                    N_("Prévenez tout de suite la personne qui s’occupe du serveur."))
    return Sign(name, State.GOOD, N_("Elle occupe %(size)s et accepte ce que les familles envoient."),
                N_("Les réponses sont enregistrées."), values=values)


def rounds_sign(vitals: Vitals) -> Sign:
    name, last = N_("Tâches automatiques"), vitals.round_at
    restart = N_("Demandez à la personne qui s’occupe du serveur de redémarrer le site.")
    stopped = N_("Les messages ne partent plus et rien n’est effacé à la date prévue.")
    if last is None or not vitals.is_alive:
        return Sign(name, State.WRONG, N_("Elles sont arrêtées."), stopped, restart)
    values = {"when": moment(last)}
    if vitals.at - last > FEW_MINUTES:
        halted = N_("Elles n’avancent plus depuis le %(when)s.")
        return Sign(name, State.WRONG, halted, stopped, restart, values)
    return Sign(name, State.GOOD, N_("Le dernier tour a fini le %(when)s."),
                N_("Messages, rappels et places libérées suivent leur cours."), values=values)


def erasing_sign(vitals: Vitals) -> Sign:
    name = N_("Effacement des noms et des téléphones")
    if vitals.overdue:
        return Sign(name, State.WRONG, N_("La date est passée et des noms sont encore là : %(which)s."),
                    N_("La promesse faite aux familles n’est pas tenue."), ASK,
                    {"which": ", ".join(vitals.overdue)})
    if vitals.erased is None:
        return Sign(name, State.GOOD, N_("Rien n’a encore dû être effacé."), N_("Aucune date n’est passée."))
    return Sign(name, State.GOOD, N_("Le dernier effacement date du %(when)s."),
                N_("Ce qui devait être effacé l’est."), values={"when": moment(vitals.erased.at)})


LOOKED_AT = (backup_sign, database_sign, disk_sign, rounds_sign, waiting_sign, failed_sign, erasing_sign,
             control_sign)


def signs(vitals: Vitals) -> list[Sign]:
    """Everything looked at, the worst on top, then in the order in which it matters."""
    return sorted((look(vitals) for look in LOOKED_AT), key=lambda sign: SEVERITY.index(sign.state))


def in_state(found: Iterable[Sign], *states: State) -> list[Sign]:
    return [sign for sign in found if sign.state in states]


def worst(found: Iterable[Sign]) -> State:
    """What the whole is called: what nobody can see from here is no reason to worry, nor to be sure."""
    states = {sign.state for sign in found}
    return next((state for state in (State.WRONG, State.LOOK) if state in states), State.GOOD)
