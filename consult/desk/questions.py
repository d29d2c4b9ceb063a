"""Each question as the desk reads it: its bases first, then what was answered, over all versions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from consult.desk.reading import Answers, Part
from consult.exports.tables import Table, Variable
from consult.responses.counting import frequencies, places
from consult.responses.packing import EARLIEST_NO_ANSWER, Store
from consult.surveys.questions import Kind
from consult.web.sorting import Order

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Counted:
    """Of one question: the bases, stated apart, and how many gave each choice."""

    responses: int
    """All that came in; of a repeat, all its instances."""
    asked: int
    answered: int
    by_choice: Mapping[str, int] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=lambda: np.zeros(0))
    """What was answered: numbers, days as ordinals, hours as minutes."""
    places: Mapping[str, Numbers] = field(default_factory=dict)
    """Of a ranking: for each choice, the places it was given."""

    @property
    def not_answered(self) -> int:
        return self.asked - self.answered

    @property
    def not_asked(self) -> int:
        return self.responses - self.asked

    def share(self, count: int) -> float | None:
        """Of those who answered."""
        return count / self.answered if self.answered else None

    def __add__(self, other: "Counted") -> "Counted":
        names = dict.fromkeys((*self.by_choice, *other.by_choice))
        empty = np.zeros(0)
        return Counted(
            self.responses + other.responses, self.asked + other.asked, self.answered + other.answered,
            {name: self.by_choice.get(name, 0) + other.by_choice.get(name, 0) for name in names},
            np.concatenate((self.numbers, other.numbers)),
            {name: np.concatenate((self.places.get(name, empty), other.places.get(name, empty)))
             for name in dict.fromkeys((*self.places, *other.places))})


def _numbers(part: Part, name: str) -> Numbers:
    column = part.layout.columns[name]
    if column.store not in {Store.NUMBER, Store.DAY, Store.MINUTE}:
        return np.zeros(0)
    values = part.table.rows[column.fields[0].name].astype(np.float64)
    lowest = -np.inf if column.store is Store.NUMBER else EARLIEST_NO_ANSWER
    return np.asarray(values[np.isfinite(values) & (values > lowest)])


def _places(part: Part, name: str) -> dict[str, Numbers]:
    column = part.layout.columns[name]
    if column.store is not Store.PLACES:
        return {}
    given = {choice: places(part.layout, part.table.rows, name, choice) for choice in column.choices}
    return {choice: found[found > 0].astype(np.float64) for choice, found in given.items()}


def count_in(part: Part, variable: Variable) -> Counted:
    """One version's answers to a question; in a version that did not ask it, nobody was asked."""
    name = variable.question.name
    if part.number not in variable.versions or name not in part.layout.columns:
        return Counted(len(part), 0, 0)
    found = frequencies(part.layout, part.table.rows, name)
    return Counted(len(part), found.asked, found.answered, found.by_choice, _numbers(part, name),
                   _places(part, name))


def count(answers: Answers, variable: Variable) -> Counted:
    """All versions together."""
    return sum((count_in(part, variable) for part in answers.parts), Counted(0, 0, 0))


def find_variable(answers: Answers, name: str) -> tuple[Table, Variable] | None:
    """The question of this name, those of the responses before those of their repeats."""
    return next(((table, variable) for table, variable in answers.variables if variable.name == name), None)


SORTED_BY: Mapping[str, Callable[[Counted], int]] = {
    "posee": lambda counted: counted.asked,
    "repondu": lambda counted: counted.answered,
    "sans": lambda counted: counted.not_answered,
}
"""Columns of the list of questions, as the address names them."""


def listed(answers: Answers, order: Order) -> list[tuple[Variable, Counted]]:
    """Every question asked once in a response, with its bases, in the order asked for."""
    lines = [(variable, count(answers, variable)) for variable in answers.tables[0].variables]
    if size := SORTED_BY.get(order.column):
        lines.sort(key=lambda line: size(line[1]), reverse=order.is_descending)
    return lines


NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RANGE})
WRITTEN = frozenset({Kind.TEXT, Kind.CALCULATE, Kind.HIDDEN})
"""Kinds whose answers are words: they are read, not counted."""
