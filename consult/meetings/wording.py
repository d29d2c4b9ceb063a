"""The words of messages: what is said by default, and the blanks for a family's own facts. Pure.

Nothing is made up in another language: what the coordinator wrote and a second person read goes out in it,
everybody else reads French.
"""

import re
from collections.abc import Mapping

from consult.errors import N_, Refused
from consult.meetings.states import MessageKind
from consult.text import FRENCH, Localized, State, typeset

EVERYWHERE = ("prenom", "titre", "jour", "heure", "lieu", "village", "code", "lien", "ville")
ONLY_IN = {MessageKind.OFFER: ("limite",), MessageKind.CANCELLED: ("raison",)}
DEFAULT: Mapping[MessageKind, str] = {
    MessageKind.CONFIRMED:
        "{ville} : bonjour {prenom}. Votre place est gardée. {titre} : {jour} à {heure}, {lieu}, {village}. "
        "Pour changer ou annuler : {lien}",
    MessageKind.WAITING:
        "{ville} : bonjour {prenom}. La réunion du {jour} à {village} est complète. "
        "Vous êtes sur la liste d’attente. Nous vous écrivons si une place se libère. Votre page : {lien}",
    MessageKind.OFFER:
        "{ville} : bonjour {prenom}. Une place est libre pour vous. "
        "{titre} : {jour} à {heure}, {lieu}, {village}. Dites oui avant {limite} : {lien}",
    MessageKind.REMINDER:
        "{ville} : bonjour {prenom}. La réunion est bientôt. {titre} : {jour} à {heure}, {lieu}, {village}. "
        "Vous ne venez pas ? Dites-le ici : {lien}",
    MessageKind.REMINDER_TODAY:
        "{ville} : bonjour {prenom}. La réunion est aujourd’hui à {heure}. {titre} : {lieu}, {village}. "
        "Vous ne venez pas ? Dites-le ici : {lien}",
    MessageKind.CHANGED:
        "{ville} : bonjour {prenom}. La réunion change. "
        "Maintenant c’est {jour} à {heure}, {lieu}, {village}. Vous ne venez pas ? Dites-le ici : {lien}",
    MessageKind.CANCELLED:
        "{ville} : bonjour {prenom}. La réunion du {jour} à {heure}, {village}, est annulée. {raison} "
        "Pour choisir une autre date : {lien}",
}
SUBJECT: Mapping[MessageKind, str] = {
    MessageKind.CONFIRMED: "Votre place est gardée : {titre}",
    MessageKind.WAITING: "Vous êtes sur la liste d’attente : {titre}",
    MessageKind.OFFER: "Une place est libre pour vous : {titre}",
    MessageKind.REMINDER: "La réunion est bientôt : {titre}",
    MessageKind.REMINDER_TODAY: "La réunion est aujourd’hui : {titre}",
    MessageKind.CHANGED: "La réunion change : {titre}",
    MessageKind.CANCELLED: "La réunion est annulée : {titre}",
}
NAMES: Mapping[MessageKind, str] = {
    MessageKind.CONFIRMED: N_("Place gardée"),
    MessageKind.WAITING: N_("Liste d’attente"),
    MessageKind.OFFER: N_("Place libre"),
    MessageKind.REMINDER: N_("Rappel, deux jours avant"),
    MessageKind.REMINDER_TODAY: N_("Rappel, le matin même"),
    MessageKind.CHANGED: N_("Autre lieu ou autre heure"),
    MessageKind.CANCELLED: N_("Réunion annulée"),
}
MEANINGS: Mapping[str, str] = {
    "prenom": N_("le prénom de la famille"),
    "titre": N_("le titre de la réunion"),
    "jour": N_("le jour, en mots et en chiffres"),
    "heure": N_("l’heure du début"),
    "lieu": N_("la salle"),
    "village": N_("le village"),
    "code": N_("le code de la famille"),
    "lien": N_("l’adresse de sa page, pour changer ou annuler"),
    "ville": N_("le nom de la Ville"),
    "limite": N_("jusqu’à quand la place est gardée"),
    "raison": N_("pourquoi la réunion est annulée"),
}
_BLANK = re.compile(r"\{([^{}]*)\}")
_BLANK_AND_SPACE = re.compile(r"\{([^{}]*)\}( ?)")


class UnknownBlank(Refused):
    """A word in braces that nothing replaces: a family would read it as it stands."""

    status = 422
    sentence = N_("Dans ce message, rien ne remplace « %(name)s ». "
                  "Les mots entre accolades sont : %(known)s.")


class LoneBrace(Refused):
    """A brace without its other half."""

    status = 422
    sentence = N_("Une accolade est seule, près de « %(near)s ».")


def blanks(kind: MessageKind) -> tuple[str, ...]:
    """The names that may stand in braces in a message of this kind."""
    return EVERYWHERE + ONLY_IN.get(kind, ())


def _braced(name: str) -> str:
    return "{" + name + "}"


def check(words: str, kind: MessageKind) -> None:
    """Raise UnknownBlank or LoneBrace where a family would read a brace."""
    known = blanks(kind)
    for name in _BLANK.findall(words):
        if name not in known:
            raise UnknownBlank(name=_braced(name), known=", ".join(map(_braced, known)))
    rest = _BLANK.sub("", words)
    if lone := re.search(r"[{}]", rest):
        raise LoneBrace(near=rest[max(0, lone.start() - 10):lone.start() + 10].strip())


def fill(words: str, values: Mapping[str, str]) -> str:
    """The words with each value in its place, as it is; an empty one takes the space behind it along."""
    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            return found[0]
        return values[found[1]] + (found[2] if values[found[1]] else "")
    return _BLANK_AND_SPACE.sub(value, words)


def reviewed(text: Localized, tag: str) -> str:
    """The text in a language where a second person has read it, else empty."""
    return text.others[tag].text if tag != FRENCH and text.state(tag) is State.REVIEWED else ""


def words_for(kind: MessageKind, own: Localized | None, tag: str) -> tuple[str, str]:
    """The words to send to who reads this language, and the language they are in."""
    if own and (translated := reviewed(own, tag)):
        return translated, tag
    return typeset(own.french if own else DEFAULT[kind]), FRENCH


def subject_for(kind: MessageKind, values: Mapping[str, str]) -> str:
    """One line, in French: nobody has written it in another language."""
    return " ".join(fill(typeset(SUBJECT[kind]), values).split())
