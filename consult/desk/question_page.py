"""A question's page: its bases, its answers as one table, and its versions side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from babel.dates import format_date

from consult.desk import reading
from consult.desk.breakdowns import Breakdown, Line, sort_lines
from consult.desk.documents import count_in_repeat
from consult.desk.filters import Filters
from consult.desk.questions import NUMERIC, WRITTEN, Counted, count, count_in
from consult.desk.reading import Answers
from consult.desk.summaries import Spread, Step, by_hour, by_month, distribution, spread
from consult.exports.tables import Table, Variable
from consult.i18n import locale
from consult.surveys.questions import CHOOSING, Kind


@dataclass(frozen=True)
class Ranked:
    """A choice of a ranking: how often it was placed, how often first, and its place on average."""

    label: str
    count: int
    first: int
    place: float | None


@dataclass(frozen=True)
class Version:
    """What one version of the questionnaire got for the same question."""

    number: int
    counted: Counted


@dataclass(frozen=True)
class QuestionPage:
    variable: Variable
    repeat: str
    """Title of the repeat it is asked in; empty for a question asked once."""
    counted: Counted
    answers: Breakdown
    spread: Spread | None
    ranks: tuple[Ranked, ...]
    versions: tuple[Version, ...]
    """Only where there are several to compare."""

    @property
    def kind(self) -> Kind:
        return self.variable.question.kind

    @property
    def is_written(self) -> bool:
        return self.kind in WRITTEN

    @property
    def may_exceed(self) -> bool:
        """Whether shares add up to more than the whole."""
        return self.kind is Kind.MULTIPLE


def written_number(value: float) -> str:
    return f"{value:.6g}".replace(".", ",")


def step_label(step: Step) -> str:
    """« 3 », or « 10 à moins de 20 »."""
    if step.start == step.end:
        return written_number(step.start)
    return f"{written_number(step.start)} à moins de {written_number(step.end)}"


def _month(month: date) -> str:
    return str(format_date(month, "MMMM y", locale=locale("fr")))


def _choices(variable: Variable, counted: Counted, filters: Filters | None) -> list[Line]:
    name = variable.question.name
    return [Line(code, label, counted.by_choice.get(code, 0),
                 filters.query(choix=f"{name}/{code}") if filters else None)
            for code, label in variable.choices.items()]


def _plain(pairs: Sequence[tuple[str, int]]) -> list[Line]:
    return [Line(label, label, count) for label, count in pairs]


def _numbers(counted: Counted) -> list[Line]:
    return _plain([(step_label(step), step.count) for step in distribution(counted.numbers)])


def _months(counted: Counted) -> list[Line]:
    return _plain([(_month(month), count) for month, count in by_month(counted.numbers.astype(np.int64))])


def _hours(counted: Counted) -> list[Line]:
    hours = by_hour(counted.numbers.astype(np.int64))
    return _plain([(f"{hour:02} h – {hour + 1:02} h", count) for hour, count in hours])


_LINES: Mapping[Kind, Callable[[Counted], list[Line]]] = {
    **dict.fromkeys(NUMERIC, _numbers), Kind.DATE: _months, Kind.TIME: _hours}


def answers_table(variable: Variable, counted: Counted, filters: Filters | None, sort: str) -> Breakdown:
    """The answers; those to choose from in the questionnaire's order unless the address asks for another.

    Without filters no figure leads anywhere: a repeat's answers cannot narrow responses.
    """
    kind = variable.question.kind
    lines: list[Line] = []
    if kind in CHOOSING:
        lines = _choices(variable, counted, filters)
    elif kind in _LINES:
        lines = _LINES[kind](counted)
    return sort_lines(Breakdown("choix", tuple(lines), counted.answered), sort, usual="")


def _ranks(variable: Variable, counted: Counted) -> tuple[Ranked, ...]:
    ranks = [Ranked(variable.choices.get(code, code), len(places), int(np.count_nonzero(places == 1)),
                    float(places.mean()) if len(places) else None)
             for code, places in counted.places.items()]
    return tuple(sorted(ranks, key=lambda rank: (rank.place is None, rank.place or 0, rank.label)))


def _versions(shown: Answers, variable: Variable, filters: Filters) -> tuple[Version, ...]:
    asked = [part for part in shown.parts if part.number in variable.versions]
    if len(asked) < 2 or filters.version:
        return ()
    return tuple(Version(part.number, count_in(part, variable)) for part in asked)


def question_page(answers: Answers, table: Table, variable: Variable, *, filters: Filters,
                  sort: str) -> QuestionPage:
    """The page of one question. `answers` are all of them; the filters narrow here."""
    shown = reading.narrow(answers, filters)
    once = not table.repeat
    counted = count(shown, variable) if once else count_in_repeat(answers, table, variable, filters)
    return QuestionPage(
        variable, "" if once else table.title, counted,
        answers_table(variable, counted, filters if once else None, sort),
        spread(counted.numbers) if variable.question.kind in NUMERIC else None, _ranks(variable, counted),
        _versions(shown, variable, filters) if once else ())
