"""Each margin as a table: the sample beside the population, in full or as far as it is safe to show. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from consult.desk.breakdowns import NAME, NUMBER, Order, order_of, spelling
from consult.needs.disclosure import PLAIN, Rule, protect
from consult.needs.margins import BETWEEN, Categories, Population
from consult.needs.weighting import Gap, gaps
from consult.needs.weights import Lacking, Weights

REST = ""
"""The line of responses that are in no category."""


@dataclass(frozen=True)
class Line:
    """A category: its part of the answers and of the population."""

    key: str
    label: str
    count: int | None
    """None is withheld."""
    sample: float | None
    """Share of the responses that are in a category; None where it would tell what is withheld."""
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
    def has_withheld(self) -> bool:
        return any(line.sample is None for line in self.lines)

    @property
    def scale(self) -> float:
        """The longest bar of the table."""
        return max([share for line in self.lines for share in (line.sample, line.population) if share] or [1])


_SORTED_BY: Mapping[str, Callable[[Line], float]] = {
    NUMBER: lambda line: -1 if line.count is None else line.count,
    "echantillon": lambda line: -1 if line.sample is None else line.sample,
    "population": lambda line: line.population,
    "ecart": lambda line: 0 if line.points is None else line.points}


def sorted_as(table: Table, asked: str) -> Table:
    """Sorted as the address asks; in the questionnaire's order where it asks nothing."""
    order = order_of(table.question, asked, {NAME, *_SORTED_BY})
    lines = list(table.lines)
    if order.column == NAME:
        lines.sort(key=lambda line: spelling(line.label), reverse=order.is_descending)
    elif order.column:
        lines.sort(key=_SORTED_BY[order.column], reverse=order.is_descending)
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


def protected(table: Table, total: int, rule: Rule = PLAIN) -> Table:
    """The same for somebody who must not recognise a family: counts withheld, and shares that tell them.

    All tables add up to the same total, so that none tells what another withholds.
    """
    counts = {line.key: line.count or 0 for line in table.lines}
    shown = protect({**counts, REST: total - sum(counts.values())}, rule)
    # With the number of those who say, a share tells the number of those who do not.
    is_whole = not shown.cells[REST].is_withheld
    lines = tuple(replace(line, count=cell.count, sample=line.sample if cell.count is not None and is_whole
                          else None) for line in table.lines if (cell := shown.cells[line.key]))
    return replace(table, lines=lines, lacking=Lacking(0, 0, 0))
