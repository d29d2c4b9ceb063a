"""The texts people read to find needs in them: open answers, and what was said in meetings. Pure.

A text has a handle that leads back to no response: neither by its address nor by its order can a text be put
beside another one of the same family. Which texts two people read is derived from the same keyed hash.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consult.surveys.expressions.parsing import references
from consult.surveys.questions import OTHER, Kind, Question, Questionnaire, Section
from consult.text import Localized

DOUBLE_SHARE = 0.2
"""Of the texts, how many two people read."""
ERASED = "(texte effacé)"
"""What stands for a text once its response is anonymous: it was written, and nobody reads it any more."""
MASKED = "(texte masqué)"
"""What stands for a text that names somebody, wherever it is shown to others or written to a file."""


@dataclass(frozen=True)
class Said:
    """Something said in a meeting, as whoever knows meetings hands it over."""

    statement_id: UUID
    text: str
    language: str


@dataclass(frozen=True)
class Text:
    """A text to read; an answer has a response and a place in it, a statement has a key."""

    text: str
    language: str
    """Of an answer the language the questionnaire was shown in, of a statement the one it was said in."""
    response_key: UUID | None = None
    place: str = ""
    """The question, then the ranks of the repeats it is in: `mot`, `lieu/2/1`."""
    statement_id: UUID | None = None
    handle: str = ""
    """What its address calls it; texts are read in the order of their handles."""
    is_double: bool = False
    """Whether two people read it, without seeing what the other found."""

    @property
    def question(self) -> str:
        return self.place.partition("/")[0]

    @property
    def is_statement(self) -> bool:
        return self.statement_id is not None

    @property
    def identity(self) -> tuple[UUID | None, str]:
        return self.statement_id or self.response_key, self.place

    @property
    def fingerprint(self) -> str:
        """SHA-256: what was coded is this text, and not what the family may write in its place."""
        return fingerprint(self.text)


@dataclass(frozen=True)
class Open:
    """A question answered in words, and the repeats it is in."""

    name: str
    path: tuple[str, ...]
    label: Localized


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _keyed(identity: tuple[UUID | None, str], secret: str) -> bytes:
    key, place = identity
    message = b"consult text\0" + (key.bytes if key else b"") + place.encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).digest()


def _named(key: UUID, place: str, secret: str) -> dict[str, Any]:
    digest = _keyed((key, place), secret)
    # Two parts of one digest: the texts read twice are not the first ones in the order of reading.
    is_double = int.from_bytes(digest[8:16]) < DOUBLE_SHARE * 2 ** 64
    return {"handle": digest[:8].hex(), "is_double": is_double}


def answer_text(key: UUID, place: str, text: str, language: str, *, secret: str) -> Text:
    return Text(text, language, response_key=key, place=place, **_named(key, place, secret))


def statement_text(said: Said, *, secret: str) -> Text:
    return Text(said.text, said.language, statement_id=said.statement_id,
                **_named(said.statement_id, "", secret))


def _openings(question: Question) -> Iterator[tuple[str, Localized]]:
    if question.kind is Kind.TEXT:
        yield question.name, question.label
    if question.or_other:
        yield f"{question.name}_{OTHER}", question.label


def open_questions(questionnaire: Questionnaire) -> tuple[Open, ...]:
    """The questions answered in words, the lines that « other » opens included, contacts left out."""
    return tuple(_open(questionnaire.sections))


def _open(items: Collection[Question | Section], path: tuple[str, ...] = ()) -> Iterator[Open]:
    for item in items:
        if item.is_contact:
            continue
        if isinstance(item, Question):
            yield from (Open(name, path, label) for name, label in _openings(item))
        else:
            yield from _open(item.items, (*path, item.name) if item.is_repeat else path)


def _inside(answers: Mapping[str, Any], path: tuple[str, ...], ranks: tuple[int, ...] = ()
            ) -> Iterator[tuple[tuple[int, ...], Mapping[str, Any]]]:
    """The answers of each instance of a repeat, with its rank in each of those it is in."""
    if not path:
        yield ranks, answers
        return
    for rank, instance in enumerate(answers.get(path[0]) or (), 1):
        yield from _inside(instance, path[1:], (*ranks, rank))


def written(answers: Mapping[str, Any], questions: Collection[Open]) -> Iterator[tuple[str, str]]:
    """Place and words of everything written in a response."""
    for question in questions:
        for ranks, inside in _inside(answers, question.path):
            text = inside.get(question.name)
            if isinstance(text, str) and text.strip() and text != ERASED:
                yield "/".join((question.name, *map(str, ranks))), text


def echoes(questionnaire: Questionnaire, names: Collection[str]) -> frozenset[str]:
    """These questions, and those calculated from them, directly or not: a calculation can repeat a text."""
    made_from = {question.name: references(question.calculation.tree)
                 for question in questionnaire.questions() if question.calculation}
    found, before = frozenset(names), frozenset[str]()
    while found != before:
        before = found
        found |= {name for name, sources in made_from.items() if sources & before}
    return found


def masked(answers: Mapping[str, Any], names: Collection[str], *, instead: str = MASKED) -> dict[str, Any]:
    """A response without what was written under these names, in repeats too."""
    shown: dict[str, Any] = {}
    for name, answer in answers.items():
        if isinstance(answer, list):
            shown[name] = [masked(item, names, instead=instead) if isinstance(item, dict) else item
                           for item in answer]
        else:
            shown[name] = instead if name in names and isinstance(answer, str) and answer else answer
    return shown
