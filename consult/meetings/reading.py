"""A sign-up form read: a party, or what is wrong with it. Pure."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from consult.errors import N_
from consult.i18n import LANGUAGES
from consult.meetings.parties import MOST_ADULTS, MOST_CHILDREN, Party, Room
from consult.meetings.phones import phone_digits

LONGEST_NAME, LONGEST_EMAIL = 60, 254
CHILDREN = ("under_3", "from_3_to_5", "from_6")
NEEDS = ("wants_childminding", "wants_interpreter", "wants_transport", "wants_step_free")
FORGETTING = ("forget_phone", "forget_email")
"""Ticks of a family that takes back the way to reach it."""
FIELDS = ("name", "phone", "email", "language", "adults", *CHILDREN, *NEEDS, *FORGETTING)
_NUMBER = re.compile(r"\d{1,3}")
_EMAIL = re.compile(r"[^\s@<>\"(),:;]+@[^\s@.<>\"(),:;]+(\.[^\s@.<>\"(),:;]+)+")

NO_NAME = N_("Écrivez un prénom ou un autre nom.")
LONG_NAME = N_("Ce nom est trop long : %(longest)d lettres au plus.")
WRONG_PHONE = N_("Ce numéro de téléphone ne va pas. Exemple : 0639 00 00 00. "
                 "Vous pouvez aussi ne rien écrire.")
WRONG_EMAIL = N_("Cette adresse e-mail ne va pas. Exemple : nom@exemple.yt. "
                 "Vous pouvez aussi ne rien écrire.")
NO_LANGUAGE = N_("Choisissez une langue.")
WRONG_ADULTS = N_("Écrivez combien d’adultes viennent, de 1 à %(most)d.")
WRONG_CHILDREN = N_("Écrivez combien d’enfants de cet âge viennent, de 0 à %(most)d.")
MANY_CHILDREN = N_("C’est trop d’enfants pour une seule inscription : %(most)d au plus.")
NOBODY_TO_MIND = N_("Écrivez combien d’enfants il faut garder.")
MANY_TO_MIND = N_("On peut garder %(most)d enfants au plus dans cette réunion.")
MANY_SEATS = N_("Cette salle a %(most)d places au plus. Demandez-en moins.")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field, in a sentence and its numbers."""

    name: str
    sentence: str
    values: Mapping[str, int] = field(default_factory=dict)


Reading = Party | list[Problem]


class _Reader:
    """Reads one form, and notes what is wrong as it goes."""

    def __init__(self, fields: Mapping[str, str], kept: Party | None) -> None:
        self.fields, self.kept = fields, kept
        self.problems: list[Problem] = []

    def complain(self, name: str, sentence: str, **values: int) -> None:
        self.problems.append(Problem(name, sentence, values))

    def text(self, name: str) -> str:
        """Without what nobody can see: PostgreSQL refuses a NUL, and two spaces are one."""
        typed = unicodedata.normalize("NFC", self.fields.get(name, ""))
        return " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())

    def name(self) -> str:
        name = self.text("name")
        if not name:
            self.complain("name", NO_NAME)
        elif len(name) > LONGEST_NAME:
            self.complain("name", LONG_NAME, longest=LONGEST_NAME)
        return name

    def phone(self) -> str:
        typed = self.text("phone")
        digits = phone_digits(typed)
        if typed and not digits:
            self.complain("phone", WRONG_PHONE)
        return digits or self._kept("phone")

    def phone_typed(self) -> str:
        return self.text("phone") or self._kept("phone_typed")

    def email(self) -> str:
        typed = self.text("email")
        if typed and (len(typed) > LONGEST_EMAIL or not _EMAIL.fullmatch(typed)):
            self.complain("email", WRONG_EMAIL)
        return typed or self._kept("email")

    def _kept(self, name: str) -> str:
        """What the family left before, and does not take back: its page does not show it whole."""
        taken_back = f"forget_{name.removesuffix('_typed')}" in self.fields
        return "" if self.kept is None or taken_back else str(getattr(self.kept, name))

    def language(self, known: Collection[str]) -> str:
        tag = self.fields.get("language", "")
        if tag not in known:
            self.complain("language", NO_LANGUAGE)
        return tag

    def number(self, name: str, least: int, most: int, sentence: str) -> int:
        """Where nothing is written, the least there can be when that is nobody."""
        typed = self.text(name) or ("0" if least == 0 else "")
        number = int(typed) if _NUMBER.fullmatch(typed) else -1
        if not least <= number <= most:
            self.complain(name, sentence, most=most)
            return least
        return number


def _too_large(party: Party, hall: Room) -> Problem | None:
    """A party that this hall could never hold: waiting would be for nothing."""
    if party.children > MOST_CHILDREN:
        return Problem("under_3", MANY_CHILDREN, {"most": MOST_CHILDREN})
    if party.wants_childminding and not party.children:
        return Problem("under_3", NOBODY_TO_MIND)
    if party.room.minded > hall.minded:
        return Problem("wants_childminding", MANY_TO_MIND, {"most": hall.minded})
    return Problem("adults", MANY_SEATS, {"most": hall.seats}) if party.room.seats > hall.seats else None


def read_party(fields: Mapping[str, str], *, hall: Room, kept: Party | None = None) -> Reading:
    """The party that a form describes, for a hall of this size; `kept` is what the family sent before.

    Where the hall minds no children, that need is not heard: the form did not offer it.
    """
    reader = _Reader(fields, kept)
    others: dict[str, Any] = {
        **{name: reader.number(name, 0, MOST_CHILDREN, WRONG_CHILDREN) for name in CHILDREN},
        **{need: need in fields for need in NEEDS}}
    party = Party(
        name=reader.name(), phone=reader.phone(), phone_typed=reader.phone_typed(), email=reader.email(),
        language=reader.language(LANGUAGES),
        adults=reader.number("adults", 1, MOST_ADULTS, WRONG_ADULTS), **others)
    party = party if hall.minded else replace(party, wants_childminding=False)
    misfit = None if reader.problems else _too_large(party, hall)
    problems = [*reader.problems, misfit] if misfit else reader.problems
    return sorted(problems, key=lambda problem: FIELDS.index(problem.name)) or party


@dataclass(frozen=True)
class PartyForm:
    """The form as a family sees it."""

    hall: Room
    typed: Mapping[str, str]
    hidden: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    kept: Party | None = None

    def problem(self, name: str) -> Problem | None:
        return next((problem for problem in self.problems if problem.name == name), None)


def typed_of(party: Party) -> dict[str, str]:
    """The form of a party as it stands. Its phone and its address are not shown again."""
    ticked = {need: "1" for need in NEEDS if getattr(party, need)}
    counts = {name: str(getattr(party, name)) for name in ("adults", *CHILDREN)}
    return {"name": party.name, "language": party.language, **counts, **ticked}


def party_of(sign_up: object) -> Party:
    """What a sign-up holds of its family."""
    return Party(**{column.name: getattr(sign_up, column.name) for column in fields(Party)})
