"""Who expresses a need: evidence rules over packed rows, by the million. Pure.

Four groups that are never mixed: not asked (the questionnaire skipped every question of the rule), asked
without an answer, answered and not expressing, expressing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from consult.needs.evidence import Alternative, Rule, Term
from consult.responses.counting import Mask, answered, asked, chose
from consult.responses.packing import Layout, Rows
from consult.surveys.questions import Questionnaire

REFUSAL = "refusal"
"""The choice column that marks « I prefer not to say »: given, it is no answer."""


@dataclass(frozen=True)
class Expressed:
    """For one need, which rows are in which group."""

    asked: Mask
    base: Mask
    """Asked, and enough of it answered to say yes or no."""
    expressing: Mask
    strong: Mask
    priority: Mask

    def counts(self, among: Mask | None = None) -> dict[str, int]:
        """How many are in each group, of all rows or of some."""
        groups = {"asked": self.asked, "base": self.base, "expressing": self.expressing,
                  "strong": self.strong, "priority": self.priority}
        return {name: int(np.count_nonzero(mask if among is None else mask & among))
                for name, mask in groups.items()}


def refusals(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """By question, the choices that mean « I prefer not to say »."""
    found = {question.name: tuple(choice.name for choice in question.choices
                                  if choice.filters.get(REFUSAL, "").strip())
             for question in questionnaire.questions()}
    return {name: choices for name, choices in found.items() if choices}


class Witness:
    """Packed rows asked about evidence; what several rules ask of one question is worked out once."""

    def __init__(self, layout: Layout, rows: Rows, refused: Mapping[str, tuple[str, ...]]) -> None:
        self.layout, self.refused = layout, refused
        self.count = len(rows)
        self._rows = rows
        self._columns: dict[str, dict[str, np.ndarray]] = {}
        self._known: dict[tuple[str, str], Mask] = {}

    def _fields(self, question: str) -> dict[str, np.ndarray]:
        # Side by side in memory, a field is read five times faster than scattered over the rows.
        if question not in self._columns:
            fields = self.layout.columns[question].fields
            self._columns[question] = {field.name: np.ascontiguousarray(self._rows[field.name])
                                       for field in fields}
        return self._columns[question]

    def asked(self, question: str) -> Mask:
        key = (question, "?")
        if key not in self._known:
            self._known[key] = asked(self.layout, self._fields(question), question)
        return self._known[key]

    def answered(self, question: str) -> Mask:
        """Answered with something else than a refusal."""
        key = (question, "!")
        if key not in self._known:
            mask = answered(self.layout, self._fields(question), question)
            for choice in self.refused.get(question, ()):
                mask = mask & ~self.chose(question, choice)
            self._known[key] = mask
        return self._known[key]

    def chose(self, question: str, choice: str) -> Mask:
        key = (question, f"={choice}")
        if key not in self._known:
            self._known[key] = chose(self.layout, self._fields(question), question, choice)
        return self._known[key]

    def nobody(self) -> Mask:
        return np.zeros(self.count, dtype=bool)

    def _term(self, term: Term) -> Mask:
        return reduce(np.logical_or, (self.chose(term.question, choice) for choice in term.choices))

    def _all(self, alternative: Alternative, ask: str) -> Mask:
        return reduce(np.logical_and, (getattr(self, ask)(term.question) for term in alternative))

    def holds(self, rule: Rule) -> Mask:
        """Which rows follow a rule."""
        return reduce(np.logical_or, (
            reduce(np.logical_and, map(self._term, alternative)) for alternative in rule.alternatives),
            self.nobody())

    def could(self, rule: Rule, ask: str) -> Mask:
        """Which rows were `asked`, or `answered`, all that at least one alternative needs."""
        return reduce(np.logical_or, (
            self._all(alternative, ask) for alternative in rule.alternatives), self.nobody())


def express(witness: Witness, *, evidence: Rule, strong: Rule, priority: Rule) -> Expressed:
    """The groups of one need. Strong, and named a priority, are said of who expresses it only."""
    expressing = witness.holds(evidence)
    return Expressed(
        asked=witness.could(evidence, "asked"),
        base=witness.could(evidence, "answered") | expressing, expressing=expressing,
        strong=witness.holds(strong) & expressing, priority=witness.holds(priority) & expressing)
