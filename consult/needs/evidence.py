"""Evidence rules: which answers express a need. Pure.

`garde_souhaitee=creche;prix_possible=zero|moins_50&rythme=temps_plein` reads: crèche wished, or else little
or nothing to pay and care needed all day. `;` or, `&` and, `|` one of these choices.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consult.errors import N_
from consult.surveys.questions import CHOOSING, Question, Questionnaire, walk

LONGEST = 2000
_TERM = re.compile(r"([A-Za-z_][\w.-]*)\s*=\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Term:
    """One of these choices was given to this question."""

    question: str
    choices: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.question}={'|'.join(self.choices)}"


Alternative = tuple[Term, ...]
"""All of its terms hold."""


@dataclass(frozen=True)
class Rule:
    """At least one of its alternatives holds; with none, nothing is evidence."""

    alternatives: tuple[Alternative, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.alternatives)

    def __str__(self) -> str:
        return ";".join("&".join(map(str, alternative)) for alternative in self.alternatives)

    def __or__(self, other: Rule) -> Rule:
        return Rule(tuple(dict.fromkeys((*self.alternatives, *other.alternatives))))

    def terms(self) -> Iterator[Term]:
        for alternative in self.alternatives:
            yield from alternative

    def about(self, questions: Iterable[str]) -> Rule:
        """Only the alternatives that ask nothing but these questions."""
        kept = set(questions)
        return Rule(tuple(alternative for alternative in self.alternatives
                          if all(term.question in kept for term in alternative)))


@dataclass(frozen=True)
class Fault:
    """What is wrong with a rule: a French sentence with named values, and the piece of the rule."""

    sentence: str
    piece: str
    values: tuple[tuple[str, str], ...] = ()


class BrokenRule(Exception):
    """The rule cannot be read; `fault` says why and where."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.sentence)


def _term(piece: str) -> Term:
    found = _TERM.fullmatch(piece.strip())
    if found is None:
        raise BrokenRule(Fault(N_("« %(piece)s » ne s’écrit pas question=choix."), piece.strip(),
                               (("piece", piece.strip()),)))
    choices = tuple(choice.strip() for choice in found[2].split("|"))
    if not all(re.fullmatch(r"[\w.-]+", choice) for choice in choices):
        raise BrokenRule(Fault(N_("« %(piece)s » a un choix vide ou mal écrit."), piece.strip(),
                               (("piece", piece.strip()),)))
    return Term(found[1], choices)


def parse_rule(written: str) -> Rule:
    """The rule as somebody wrote it; nothing written is a rule that nothing follows. Raises BrokenRule."""
    if len(written) > LONGEST:
        raise BrokenRule(Fault(N_("Cette règle est trop longue."), written[:40]))
    pieces = [piece for piece in written.split(";") if piece.strip()]
    return Rule(tuple(tuple(_term(term) for term in piece.split("&")) for piece in pieces))


def countable(questionnaire: Questionnaire) -> dict[str, Question]:
    """The questions a rule may name: with choices, asked once for each family, kept with the answers."""
    return {question.name: question for section in questionnaire.sections
            if not (section.is_repeat or section.is_contact)
            for question in walk(section) if question.kind in CHOOSING}


def check_rule(rule: Rule, questionnaire: Questionnaire) -> list[Fault]:
    """What the rule names that this questionnaire does not have."""
    known = countable(questionnaire)
    return [fault for term in rule.terms() for fault in _check_term(term, known)]


def _check_term(term: Term, known: dict[str, Question]) -> Iterator[Fault]:
    question = known.get(term.question)
    if question is None:
        yield Fault(N_("Le questionnaire n’a pas de question à choix nommée « %(question)s »."), str(term),
                    (("question", term.question),))
        return
    names = {choice.name for choice in question.choices}
    for choice in term.choices:
        if choice not in names:
            yield Fault(N_("La question « %(question)s » n’a pas de choix nommé « %(choice)s »."), str(term),
                        (("question", term.question), ("choice", choice)))


@dataclass(frozen=True)
class Reading:
    """A term in words: the question as it is asked, and the answers that count."""

    number: str
    question: str
    answers: tuple[str, ...]


def in_words(rule: Rule, questionnaire: Questionnaire) -> list[list[Reading]]:
    """Each alternative as what a person reads. Terms this questionnaire does not know are left out."""
    known = countable(questionnaire)
    return [[_reading(term, known[term.question]) for term in alternative if term.question in known]
            for alternative in rule.alternatives]


def _reading(term: Term, question: Question) -> Reading:
    labels = {choice.name: str(choice.label) or choice.name for choice in question.choices}
    return Reading(question.number, str(question.label) or question.name,
                   tuple(labels.get(choice, choice) for choice in term.choices))


def needs_named_by_choices(questionnaire: Questionnaire) -> dict[str, tuple[Rule, Rule]]:
    """By need, the evidence and the strong evidence written in the choice column `need` of an XLSForm.

    A cell names needs separated by `;`, each with a `!` after it where the answer is strong evidence.
    """
    found: dict[str, tuple[Rule, Rule]] = {}
    for question in countable(questionnaire).values():
        for choice in question.choices:
            for written in choice.filters.get("need", "").split(";"):
                code, own = written.strip().removesuffix("!"), Rule(((Term(question.name, (choice.name,)),),))
                if code:
                    evidence, strong = found.get(code, (Rule(), Rule()))
                    found[code] = (evidence | own, strong | own if written.strip().endswith("!") else strong)
    return found


def fitted(rule: Rule, questionnaire: Questionnaire) -> Rule:
    """What is left of a rule without the questions and choices that this questionnaire does not have."""
    names = {name: {choice.name for choice in question.choices}
             for name, question in countable(questionnaire).items()}
    left = []
    for alternative in rule.alternatives:
        terms = [Term(term.question, tuple(choice for choice in term.choices
                                           if choice in names.get(term.question, ())))
                 for term in alternative]
        if all(term.choices for term in terms):
            left.append(tuple(terms))
    return Rule(tuple(left))
