"""What is known of the population: how many give each answer to a question, by somebody's word. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from consult.errors import N_
from consult.needs.expressed import refusals
from consult.responses.packing import Store, layout
from consult.surveys.questions import OTHER, Choice, Kind, Question, Questionnaire
from consult.text import Localized, folded, typeset

BETWEEN = "|"
_NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RANGE})
_SEVERAL = N_("une famille peut y donner plusieurs réponses, et leurs nombres ne font pas une population")
_NUMBER = N_("elle demande un nombre, et une marge compte des familles par choix")
_APART = N_("elle est dans une partie répétée ou parmi les coordonnées, et ne se compte pas par famille")
_NO_CHOICE = N_("elle n’a pas de choix")
_OTHER_LABEL = "Autre"


@dataclass(frozen=True)
class Target:
    """Choices counted together, and how many of the population gave one of them."""

    choices: tuple[str, ...]
    number: float | None
    """None where those who give them are not of the population: another town, « I prefer not to say »."""

    @property
    def key(self) -> str:
        return BETWEEN.join(self.choices)


@dataclass(frozen=True)
class Population:
    """The population by the choices of one question, and who says so."""

    question: str
    targets: tuple[Target, ...]
    source: str

    @property
    def counted(self) -> dict[str, float]:
        """Number by group of choices, without what is not of the population."""
        return {target.key: target.number for target in self.targets if target.number is not None}

    @property
    def left_out(self) -> tuple[str, ...]:
        """Choices of those who are not of the population."""
        return tuple(choice for target in self.targets if target.number is None for choice in target.choices)

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(choice for target in self.targets for choice in target.choices)

    @property
    def total(self) -> float:
        return float(sum(self.counted.values()))

    def to_document(self) -> dict[str, Any]:
        return {target.key: target.number for target in self.targets}

    @classmethod
    def from_document(cls, question: str, document: Mapping[str, Any], source: str) -> Population:
        targets = (Target(tuple(key.split(BETWEEN)), number) for key, number in document.items())
        return cls(question, tuple(targets), source)


@dataclass(frozen=True)
class Categories:
    """What margins may be about, over all versions of a questionnaire."""

    questions: Mapping[str, Question] = field(default_factory=dict)
    """Those of one choice, answered once by a family, with the choices of every version."""
    unfit: Mapping[str, str] = field(default_factory=dict)
    """Of the other questions, why they have no margin."""
    refused: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By question, the choices that mean « I prefer not to say »."""
    other_names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Other ways of writing a choice: a village has several."""

    def find_question(self, written: str) -> str | None:
        """The name of the question that is written, by its name or in its words."""
        names = {folded(word): name for name, question in self.questions.items()
                 for word in (str(question.label), name) if word}
        return names.get(folded(written))

    def why_not(self, written: str) -> str | None:
        """Why a question of the questionnaire has no margin; None for one that it does not have."""
        return next((why for name, why in self.unfit.items() if folded(name) == folded(written)), None)

    def find_choices(self, question: str, written: str) -> list[str]:
        """The choices a name stands for: one, none where nobody knows it, several where it is not clear."""
        choices = self.questions[question].choices
        if exact := [choice.name for choice in choices if choice.name == written]:
            return exact
        wanted = folded(written)
        return [choice.name for choice in choices if wanted in set(self._names(choice))]

    def names(self, question: str) -> list[str]:
        """The choices, as people read them."""
        return [self.label(question, choice.name) for choice in self.questions[question].choices]

    def _names(self, choice: Choice) -> Iterator[str]:
        names = (choice.name, str(choice.label), *self.other_names.get(choice.name, ()))
        return (folded(name) for name in names if name)

    def label(self, question: str, key: str) -> str:
        """The words of a choice, or of a group of choices."""
        known = self.questions.get(question)
        labels = {choice.name: str(choice.label) for choice in known.choices} if known else {}
        return " ou ".join(typeset(labels.get(name) or name) for name in key.split(BETWEEN))

    def title(self, question: str) -> str:
        """The words of a question, without its number."""
        known = self.questions.get(question)
        return typeset(str(known.label) or question) if known else question

    def is_refused(self, question: str, choice: str) -> bool:
        return choice in self.refused.get(question, ())


def categories_of(questionnaires: Iterable[Questionnaire],
                  other_names: Mapping[str, Sequence[str]] | None = None) -> Categories:
    """What margins may be about; the newest version comes first, and gives the order and the words."""
    questions: dict[str, Question] = {}
    unfit: dict[str, str] = {}
    refused: dict[str, frozenset[str]] = {}
    for questionnaire in questionnaires:
        columns = layout(questionnaire).columns
        for question in questionnaire.questions():
            column = columns.get(question.name)
            if column and column.store is Store.CODE:
                questions[question.name] = _merged(questions.get(question.name), question)
            elif question.kind is not Kind.NOTE:
                unfit.setdefault(question.name, _why_not(question))
        for name, choices in refusals(questionnaire).items():
            refused[name] = refused.get(name, frozenset()).union(choices)
    return Categories(questions, unfit, refused, other_names or {})


def _merged(known: Question | None, question: Question) -> Question:
    other = Choice(OTHER, Localized(_OTHER_LABEL))
    offered = (*question.choices, *((other,) if question.or_other else ()))
    by_name = {choice.name: choice for choice in offered}
    if known:
        by_name = {choice.name: choice for choice in known.choices} | {
            name: choice for name, choice in by_name.items()
            if name not in {choice.name for choice in known.choices}}
    return replace(known or question, choices=tuple(by_name.values()))


def _why_not(question: Question) -> str:
    if question.kind is Kind.ONE:
        return _APART
    if question.kind in {Kind.MULTIPLE, Kind.RANK}:
        return _SEVERAL
    return _NUMBER if question.kind in _NUMERIC else _NO_CHOICE
