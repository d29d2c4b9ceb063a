"""Who expresses a need: evidence rules over packed rows, by the million. Pure.

Four groups that are never mixed: not asked (the questionnaire skipped every question of the rule), asked
without an answer, answered and not expressing, expressing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from consult.needs.bits import Bits, pack
from consult.needs.evidence import Alternative, Rule, Term
from consult.responses.counting import Fields, Mask, answered, asked, chose
from consult.responses.packing import Layout, Rows
from consult.surveys.questions import Questionnaire

REFUSAL = "refusal"
"""The choice column that marks « I prefer not to say »: given, it is no answer."""


@dataclass(frozen=True)
class Expressed:
    """For one need, which rows are in which group."""

    asked: Bits
    base: Bits
    """Asked, and enough of it answered to say yes or no."""
    expressing: Bits
    strong: Bits
    priority: Bits


def refusals(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """By question, the choices that mean « I prefer not to say »."""
    found = {question.name: tuple(choice.name for choice in question.choices
                                  if choice.filters.get(REFUSAL, "").strip())
             for question in questionnaire.questions()}
    return {name: choices for name, choices in found.items() if choices}


class Witness:
    """Arranged rows asked about evidence; what several rules ask of one question is worked out once."""

    def __init__(self, layout: Layout, rows: Rows, refused: Mapping[str, tuple[str, ...]]) -> None:
        self.layout, self.refused, self._rows = layout, refused, rows
        self.nobody: Bits = np.zeros(len(rows) // 64, np.uint64)
        self._columns: dict[str, Fields] = {}
        self._known: dict[tuple[str, str], Bits] = {}

    def _fields(self, question: str) -> Fields:
        # Side by side in memory, a field is read five times faster than scattered over the rows.
        if question not in self._columns:
            self._columns[question] = {field.name: np.ascontiguousarray(self._rows[field.name])
                                       for field in self.layout.columns[question].fields}
        return self._columns[question]

    def _once(self, question: str, what: str, make: Callable[[Fields], Mask]) -> Bits:
        key = (question, what)
        if key not in self._known:
            self._known[key] = pack(make(self._fields(question)))
        return self._known[key]

    def asked(self, question: str) -> Bits:
        return self._once(question, "asked", lambda fields: asked(self.layout, fields, question))

    def chose(self, question: str, choice: str) -> Bits:
        return self._once(question, f"={choice}", lambda fields: chose(self.layout, fields, question, choice))

    def chose_any(self, question: str, choices: tuple[str, ...]) -> Bits:
        return reduce(np.bitwise_or, (self.chose(question, choice) for choice in choices), self.nobody)

    def answered(self, question: str) -> Bits:
        """Answered with something else than a refusal."""
        said = self._once(question, "answered", lambda fields: answered(self.layout, fields, question))
        return said & ~self.chose_any(question, self.refused.get(question, ()))

    def holds(self, rule: Rule) -> Bits:
        """Which rows follow a rule."""
        return self._some(rule, lambda term: self.chose_any(term.question, term.choices))

    def could_say(self, rule: Rule) -> Bits:
        """Which rows were asked all that at least one alternative needs."""
        return self._some(rule, lambda term: self.asked(term.question))

    def said(self, rule: Rule) -> Bits:
        """Which rows answered all that at least one alternative needs."""
        return self._some(rule, lambda term: self.answered(term.question))

    def _some(self, rule: Rule, ask: Callable[[Term], Bits]) -> Bits:
        def each(alternative: Alternative) -> Bits:
            return reduce(np.bitwise_and, map(ask, alternative))
        return reduce(np.bitwise_or, map(each, rule.alternatives), self.nobody)


def express(witness: Witness, *, evidence: Rule, strong: Rule, priority: Rule) -> Expressed:
    """The groups of one need. Strong, and named a priority, are said of who expresses it only."""
    expressing = witness.holds(evidence)
    return Expressed(
        asked=witness.could_say(evidence), base=witness.said(evidence) | expressing, expressing=expressing,
        strong=witness.holds(strong) & expressing, priority=witness.holds(priority) & expressing)
