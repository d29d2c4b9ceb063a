"""Which texts somebody reads, in what order, and how far the reading is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from consult.errors import N_, NotFound
from consult.needs.coded_texts import CodedText

SAID = "@reunions"
"""Stands for a question where the texts are statements; no question has such a name."""


class State(StrEnum):
    """Texts told apart by what was done with them, as the address says it."""

    ALL = ""
    WAITING = "a-coder"
    DOUBLE = "double"
    READ = "codes"
    MASKED = "masques"


STATES: Mapping[str, str] = {
    State.WAITING: N_("À coder"), State.DOUBLE: N_("Double codage, à lire"),
    State.READ: N_("Codés par moi"), State.MASKED: N_("Masqués"),
}


def waits_for(coded: CodedText, name: str) -> bool:
    """Whether this person's reading is missing: the first one, or of the sample one of two."""
    if coded.is_hidden_from(name) or name in coded.codings:
        return False
    return not (coded.is_read_twice if coded.text.is_double else coded.is_coded)


_TESTS: Mapping[State, Callable[[CodedText, str], bool]] = {
    State.ALL: lambda coded, name: True,
    State.WAITING: waits_for,
    State.DOUBLE: lambda coded, name: coded.text.is_double and waits_for(coded, name),
    State.READ: lambda coded, name: name in coded.codings,
    State.MASKED: lambda coded, name: bool(coded.masked_by),
}


@dataclass(frozen=True)
class Wanted:
    """What an address narrows the texts by; each empty one lets everything through."""

    question: str = ""
    langue: str = ""
    etat: str = ""

    def query(self, **changes: str) -> dict[str, str]:
        """The arguments of an address with these filters, some of them changed."""
        changed = replace(self, **changes)
        return {item.name: value for item in fields(changed) if (value := getattr(changed, item.name))}

    def lets_through(self, coded: CodedText, name: str) -> bool:
        question = SAID if coded.text.is_statement else coded.text.question
        return (self.question in ("", question) and self.langue in ("", coded.text.language)
                and _TESTS[State(self.etat)](coded, name))


def wanted_of(arguments: Mapping[str, str]) -> Wanted:
    """The filters of an address. Raises NotFound for one that nobody can have clicked."""
    wanted = Wanted(**{item.name: arguments.get(item.name, "") for item in fields(Wanted)})
    if wanted.etat not in set(State):
        raise NotFound
    return wanted


def before(handles: Iterable[str], handle: str) -> str | None:
    """The text before one that may not be among those wanted any more: it has just been coded."""
    return max((each for each in handles if each < handle), default=None)


def after(handles: Iterable[str], handle: str) -> str | None:
    return min((each for each in handles if each > handle), default=None)


def following(handles: Iterable[str], handle: str) -> str | None:
    """Where to go on after a text: the next one, or else the first of the others."""
    others = [each for each in handles if each != handle]
    return after(others, handle) or min(others, default=None)


@dataclass(frozen=True)
class Progress:
    done: int
    all: int


def progress(texts: Sequence[CodedText]) -> Progress:
    """How many texts anybody has read."""
    return Progress(sum(coded.is_coded for coded in texts), len(texts))


def own_progress(texts: Sequence[CodedText], name: str) -> Progress:
    return Progress(sum(name in coded.codings for coded in texts), len(texts))


def double_progress(texts: Sequence[CodedText]) -> Progress:
    """Of the sample, how many texts two people have read."""
    doubles = [coded for coded in texts if coded.text.is_double]
    return Progress(sum(coded.is_read_twice for coded in doubles), len(doubles))
