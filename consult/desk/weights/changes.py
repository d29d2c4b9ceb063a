"""What weights change: the answers whose share moves most between unweighted and weighted. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from consult.desk.reading import Answers
from consult.exports.tables import Variable
from consult.needs.estimates import Sample
from consult.needs.expressed import refusals
from consult.needs.intervals import Share, Strata, weighted_share
from consult.needs.weighting import Floats
from consult.needs.weights import Weights
from consult.responses.counting import Mask, answered, chose
from consult.surveys.questions import Kind
from consult.text import typeset

MOST_TOLD = 5
FEWEST_TOLD = 30
"""Questions that fewer answered jump from one share to another for no reason."""
NEARLY_ALL = 1 - 1e-9
_KINDS = frozenset({Kind.ONE, Kind.MULTIPLE})


@dataclass(frozen=True)
class Change:
    """A choice, and its share of those who answered the question."""

    question: str
    text: str
    choice: str
    label: str
    base: int
    before: float
    after: float
    share: Share | None = None
    """With its interval, only where the sample was drawn by chance."""

    @property
    def points(self) -> float:
        return (self.after - self.before) * 100


@dataclass(frozen=True)
class _Asked:
    """One question over all rows: who answered, and who gave each choice."""

    base: Mask
    chosen: Mapping[str, Mask]


def _masks(sample: Sample, variable: Variable) -> _Asked:
    """In one version; nobody answered what it does not ask."""
    name, column = variable.question.name, sample.layout.columns.get(variable.question.name)
    nobody = np.zeros(len(sample), dtype=bool)
    if column is None:
        return _Asked(nobody, dict.fromkeys(variable.choices, nobody))
    fields = {field.name: np.ascontiguousarray(sample.rows[field.name]) for field in column.fields}
    chosen = {choice: chose(sample.layout, fields, name, choice) if choice in column.choices else nobody
              for choice in variable.choices}
    base = answered(sample.layout, fields, name)
    for choice in refusals(sample.questionnaire).get(name, ()):
        base = base & ~chosen[choice]
    return _Asked(base, chosen)


def _asked(samples: Sequence[Sample], variable: Variable) -> _Asked:
    found = [_masks(sample, variable) for sample in samples]
    refused = {choice for sample in samples
               for choice in refusals(sample.questionnaire).get(variable.question.name, ())}
    return _Asked(np.concatenate([one.base for one in found]), {
        choice: np.concatenate([one.chosen[choice] for one in found])
        for choice in variable.choices if choice not in refused})


def _moves(asked: _Asked, variable: Variable, weights: Floats) -> Iterator[Change]:
    base, weight = int(np.count_nonzero(asked.base)), float(weights[asked.base].sum())
    if base < FEWEST_TOLD or not weight:
        return
    for choice, mask in asked.chosen.items():
        both = mask & asked.base
        yield Change(variable.name, typeset(variable.text), choice, typeset(variable.choices[choice]), base,
                     np.count_nonzero(both) / base, float(weights[both].sum()) / weight)


def _with_interval(change: Change, asked: _Asked, strata: Strata) -> Change:
    expressing = strata.count(asked.chosen[change.choice] & asked.base)
    return replace(change, share=weighted_share(strata, expressing=expressing,
                                                base=strata.count(asked.base)))


def largest_changes(answers: Answers, samples: Sequence[Sample], weights: Weights, *,
                    has_intervals: bool) -> list[Change]:
    """The five questions with the choice that moves most; those of the margins move by design, and are left
    out."""
    if weights.raked is None or weights.strata is None:
        return []
    found: list[tuple[Change, _Asked]] = []
    margins = {population.question for population in weights.populations}
    for variable in answers.tables[0].variables:
        if variable.question.kind in _KINDS and variable.question.name not in margins:
            asked = _asked(samples, variable)
            moves = sorted(_moves(asked, variable, weights.raked.weights), key=lambda move: -abs(move.points))
            # Where all who have a weight say the same, as of their consent, nothing is left to weigh.
            if not any(move.after > NEARLY_ALL for move in moves):
                found += [(move, asked) for move in moves[:1]]
    found = sorted(found, key=lambda one: -abs(one[0].points))[:MOST_TOLD]
    return [_with_interval(change, asked, weights.strata) if has_intervals else change
            for change, asked in found]
