"""The columns of a file of answers, from every published version of a questionnaire. Pure.

A question of the same name and kind is the same variable in every version. The newest version gives the order
and the words; what only an older one asked comes after. Contact questions are left out here, at the source.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from consult.surveys.questions import ASKED, CHOOSING, OTHER, Kind, Question, Questionnaire, Section
from consult.text import Localized, State

LISTED = ASKED | {Kind.CALCULATE, Kind.HIDDEN}
SPLIT = CHOOSING - {Kind.ONE}
"""Kinds with one column for each choice beside the joined one."""
_REFERENCE = re.compile(r"\$\{[^}]*\}")
_OTHER_LABEL = "Autre"


@dataclass(frozen=True)
class Version:
    """A published questionnaire."""

    number: int
    questionnaire: Questionnaire
    reviewed: frozenset[str] = frozenset()
    """Languages a second person has read again."""
    key: UUID | None = None
    """None for one that nobody could answer yet."""
    published_on: date | None = None

    def reviewed_in(self, text: Localized) -> list[str]:
        """The languages in which it was read again, by itself or with the whole version."""
        return [tag for tag in sorted(text.others)
                if text.state(tag) is State.REVIEWED or (text.state(tag) and tag in self.reviewed)]


@dataclass(frozen=True)
class Variable:
    """A question as it stands in the file: the joined column, then one for each choice where it is split."""

    name: str
    """Heads its columns; differs from the question's name where an older version used it for another kind."""
    question: Question
    choices: Mapping[str, str]
    """Label by code: those of the newest version, then those that only older ones offered."""
    versions: frozenset[int]

    @property
    def text(self) -> str:
        number = f"{self.question.number}. " if self.question.number else ""
        return number + (wording(self.question.label) or self.question.name)

    @property
    def headings(self) -> tuple[tuple[str, str], ...]:
        """Name and words of each column."""
        short = self.question.number or self.name
        return ((self.name, self.text),
                *((f"{self.name}/{code}", f"{short} · {label}") for code, label in self.split.items()))

    @property
    def split(self) -> Mapping[str, str]:
        """The choices that have a column of their own."""
        return self.choices if self.question.kind in SPLIT else {}


@dataclass(frozen=True)
class Table:
    """The answers given once by response, or those of one repeat."""

    repeat: tuple[str, ...]
    """Names of the repeats that lead to it; none for the responses themselves."""
    title: str
    variables: tuple[Variable, ...]

    @property
    def name(self) -> str:
        return "-".join(self.repeat) if self.repeat else "reponses"

    @property
    def headings(self) -> tuple[tuple[str, str], ...]:
        return tuple(heading for variable in self.variables for heading in variable.headings)


def wording(text: Localized) -> str:
    """The French words on one line; what is put in from another answer becomes three dots."""
    return one_line(text.french)


def one_line(words: str) -> str:
    return " ".join(_REFERENCE.sub("…", words).split())


def offered(question: Question) -> dict[str, str]:
    """Label by code of the choices of a question, the one that opens a line of text included."""
    choices = {choice.name: wording(choice.label) or choice.name for choice in question.choices}
    return {**choices, OTHER: choices.get(OTHER, _OTHER_LABEL)} if question.or_other else choices


def other_text(question: Question) -> Question:
    """The line of text that « other » opens, as a question of its own."""
    label = Localized(f"{wording(question.label) or question.name} (autre, précisez)")
    return Question(f"{question.name}_{OTHER}", Kind.TEXT, label, number=question.number,
                    sensitivity=question.sensitivity, topic=question.topic)


def _with_other(question: Question) -> Iterator[Question]:
    yield question
    if question.or_other:
        yield other_text(question)


def listed(items: Sequence[Question | Section], path: tuple[str, ...] = ()
           ) -> Iterator[tuple[tuple[str, ...], Section | None, Question | None]]:
    """Every question that may be exported, with the repeats it is in; a repeat comes without question."""
    for item in items:
        if isinstance(item, Question):
            if item.kind in LISTED and not item.is_contact:
                yield from ((path, None, question) for question in _with_other(item))
        elif not item.is_contact:
            inside = (*path, item.name) if item.is_repeat else path
            if item.is_repeat:
                yield inside, item, None
            yield from listed(item.items, inside)


@dataclass
class _Draft:
    """A table while versions are still being read."""

    title: str
    variables: dict[tuple[str, Kind], Variable] = field(default_factory=dict)

    def add(self, question: Question, number: int) -> None:
        key = question.name, question.kind
        known = self.variables.get(key)
        if known is None:
            taken = any(variable.name == question.name for variable in self.variables.values())
            name = f"{question.name}_v{number}" if taken else question.name
            self.variables[key] = Variable(name, question, offered(question), frozenset({number}))
        else:
            choices = {**offered(question), **known.choices}
            in_order = {code: choices[code] for code in (*known.choices, *offered(question))}
            self.variables[key] = Variable(known.name, known.question, in_order, known.versions | {number})


def tables_of(versions: Sequence[Version]) -> tuple[Table, ...]:
    """The table of the responses, then one for each repeat of any version."""
    drafts: dict[tuple[str, ...], _Draft] = {(): _Draft("Réponses")}
    for version in sorted(versions, key=lambda each: -each.number):
        for path, repeat, question in listed(version.questionnaire.sections):
            if repeat is not None:
                drafts.setdefault(path, _Draft(wording(repeat.label) or repeat.name))
            if question is not None:
                drafts[path].add(question, version.number)
    return tuple(Table(path, draft.title, tuple(draft.variables.values())) for path, draft in drafts.items())
