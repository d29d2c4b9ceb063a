"""Each margin as a table: the sample beside the population, in full or as far as it is safe to show. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from consult.desk.breakdowns import NUMBER
from consult.needs.margins import BETWEEN, Categories, Population
from consult.needs.weighting import Gap, gaps
from consult.needs.weights import Lacking, Weights
from consult.text import spelling
from consult.web.sorting import NAME, Order, in_order, order_of


@dataclass(frozen=True)
class Line:
    """A category: its part of the answers and of the population."""

    key: str
    label: str
    count: int | None
    """None is withheld."""
    sample: float | None
    """Share of the responses that are in a category; None is withheld."""
    target: float
    population: float

    @property
    def points(self) -> float | None:
        """By how many points the sample has too many, or too few."""
        return None if self.sample is None else (self.sample - self.population) * 100

    @property
    def choice(self) -> str:
        """The one choice it is made of; nothing for a group, that no filter finds."""
        return "" if BETWEEN in self.key else self.key


@dataclass(frozen=True)
class Table:
    """A margin: what somebody says of the population, and what the answers say."""

    question: str
    title: str
    source: str
    total: float
    lines: tuple[Line, ...]
    lacking: Lacking
    left_out: tuple[str, ...] = ()
    """Labels of the choices that are not of the population."""
    unknown: tuple[str, ...] = ()
    """Labels of choices that a later version of the questionnaire offers, and the margin does not have."""
    order: Order = Order("")

    @property
    def scale(self) -> float:
        """The longest bar of the table."""
        return max([share for line in self.lines for share in (line.sample, line.population) if share] or [1])


_SORTED_BY: Mapping[str, Callable[[Line], object]] = {
    NAME: lambda line: spelling(line.label),
    # Withheld counts are all alike here: their place must not tell what they are.
    NUMBER: lambda line: -1 if line.count is None else line.count,
    "echantillon": lambda line: -1 if line.sample is None else line.sample,
    "population": lambda line: line.population,
    "ecart": lambda line: 0 if line.points is None else line.points}


def sorted_as(table: Table, asked: str) -> Table:
    """Sorted as the address asks; in the questionnaire's order where it asks nothing."""
    order = order_of(table.question, asked, _SORTED_BY)
    lines = in_order(table.lines, order, _SORTED_BY) if order.column else table.lines
    return replace(table, lines=tuple(lines), order=order)


def _lines(population: Population, found: Mapping[str, Gap], categories: Categories) -> Iterator[Line]:
    names = [choice.name for choice in categories.questions[population.question].choices] \
        if population.question in categories.questions else []
    places = {name: place for place, name in enumerate(names)}
    for key in sorted(population.counted, key=lambda key: places.get(key.split(BETWEEN)[0], len(places))):
        gap = found[key]
        yield Line(key, categories.label(population.question, key), gap.count, gap.sample,
                   population.counted[key], gap.population)


def _unknown(population: Population, categories: Categories) -> tuple[str, ...]:
    question = categories.questions.get(population.question)
    return tuple(categories.label(population.question, choice.name)
                 for choice in (question.choices if question else ())
                 if choice.name not in population.choices
                 and not categories.is_refused(population.question, choice.name))


def gap_tables(weights: Weights, categories: Categories) -> list[Table]:
    """For the coordinator, in the order of the questionnaire."""
    found = {(gap.variable, gap.category): gap for gap in gaps(weights.margins)}
    order = list(categories.questions)
    tables = []
    for population in weights.populations:
        own = {category: gap for (variable, category), gap in found.items()
               if variable == population.question}
        left_out = tuple(categories.label(population.question, name) for name in population.left_out
                         if not categories.is_refused(population.question, name))
        tables.append(Table(
            population.question, categories.title(population.question), population.source, population.total,
            tuple(_lines(population, own, categories)), weights.lacking[population.question], left_out,
            _unknown(population, categories)))
    return sorted(tables, key=lambda table: order.index(table.question) if table.question in order else -1)


def _shown(line: Line, counts: Mapping[str, int | None]) -> Line:
    """A line as far as its choices are shown elsewhere."""
    own = [counts.get(choice) for choice in line.key.split(BETWEEN)]
    known = [count for count in own if count is not None]
    return replace(line, count=sum(known) if len(known) == len(own) else None, sample=None)


def protected(table: Table, counts: Mapping[str, int | None]) -> Table:
    """The same for somebody who must not recognise a family.

    `counts` are those that this person reads already, choice by choice: a count of a group, or a share, is
    shown where it follows from them, so that it cannot tell what they withhold.
    """
    lines = [_shown(line, counts) for line in table.lines]
    total = sum(line.count or 0 for line in lines)
    if total and all(line.count is not None for line in lines):
        lines = [replace(line, sample=(line.count or 0) / total) for line in lines]
    return replace(table, lines=tuple(lines), lacking=Lacking(0, 0, 0))
