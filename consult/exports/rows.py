"""Responses as rows: which answer goes where, worked out once for each questionnaire version. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from consult.campaigns.words import MODES
from consult.exports.extract import Extract
from consult.exports.tables import Table, Variable, listed
from consult.exports.values import ABSENT, SILENT, Cells, Making, Words, converter, making
from consult.i18n import LANGUAGES
from consult.surveys.questions import Question

Piece = TypeVar("Piece")
Made = TypeVar("Made", covariant=True)
SIMULATED = "simulée"
_NUMBER = ("_ligne", "Ligne")
_REMINDER = ("_donnees", "Données de démonstration")
_LEADING = (("_jour", "Jour"), ("_langue", "Langue affichée"), ("_mode", "Mode de réponse"),
            ("_relais", "Relais"), ("_version", "Version du questionnaire"))
"""No question has a name that begins so."""


Given = tuple[date, str, str, UUID | None, Mapping[str, Any]]
"""A response, as it is read to be exported: day, language, mode, relay, answers."""


class Finish(Protocol[Made]):
    """What some cells become in a file; it is told the place of the first of them."""

    def __call__(self, cells: Cells, column: int) -> Made: ...


Step = tuple[str, Making[Piece]]
"""A variable in one version: the question to look up, and what its answer becomes."""


@dataclass
class Tally:
    """How many were asked a variable, and how many answered; counted while rows pass."""

    asked: int = 0
    answered: int = 0

    def note(self, answer: Any) -> None:
        self.asked += answer is not ABSENT
        self.answered += answer is not ABSENT and answer not in SILENT


@dataclass(frozen=True)
class Sheet(Generic[Piece]):
    """A table being filled: its columns, what counts them, and the steps of each version."""

    table: Table
    leading: tuple[tuple[str, str], ...]
    tallies: Mapping[str, Tally]
    steps: dict[int, tuple[Step[Piece], ...]] = field(default_factory=dict)

    @property
    def headings(self) -> tuple[tuple[str, str], ...]:
        return self.leading + self.table.headings

    @property
    def places(self) -> Iterator[tuple[Variable, int]]:
        """Each variable with the place of its first column."""
        column = len(self.leading)
        for variable in self.table.variables:
            yield variable, column
            column += len(variable.headings)

    def pieces(self, answers: Mapping[str, Any], version: int) -> list[Piece]:
        get = answers.get
        return [made[answer if (answer := get(question, ABSENT)).__class__ is not list else tuple(answer)]
                for question, made in self.steps[version]]

    def count(self, answers: Mapping[str, Any], version: int) -> None:
        """Note what was asked and answered; only files that tell it pay for it."""
        for (question, _), tally in zip(self.steps[version], self.tallies.values(), strict=True):
            tally.note(answers.get(question, ABSENT))


class Filling(Generic[Piece]):
    """Turns responses into rows of pieces, for as many of the tables as there are `finishes`."""

    def __init__(self, extract: Extract, finishes: Sequence[Finish[Piece]], *, words: Words,
                 counts: bool = False) -> None:
        self.extract, self.finishes, self.words, self.counts = extract, finishes, words, counts
        self.sheets = [self._sheet(table, finish)
                       for table, finish in zip(extract.tables, finishes, strict=False)]
        self.number = 0
        self._lead = cache(self._leading)

    def _sheet(self, table: Table, finish: Finish[Piece]) -> Sheet[Piece]:
        sheet: Sheet[Piece] = Sheet(
            table, leading_of(table, self.extract), {variable.name: Tally() for variable in table.variables})
        for version in self.extract.versions:
            here = {(question.name, question.kind): question
                    for path, _, question in listed(version.questionnaire.sections)
                    if question is not None and path == table.repeat}
            sheet.steps[version.number] = tuple(
                self._step(variable, here.get((variable.question.name, variable.question.kind)),
                           partial(finish, column=column))
                for variable, column in sheet.places)
        return sheet

    def _step(self, variable: Variable, question: Question | None,
              finish: Callable[[Cells], Piece]) -> Step[Piece]:
        blank = finish((None,) * len(variable.headings))
        if question is None:
            # No answer has an empty name: in this version the variable is never found, hence never asked.
            return "", Making(lambda answer: blank, blank)
        convert = converter(variable, question, self.words)
        return question.name, making(question.kind, lambda answer: finish(convert(answer)), blank)

    def _pieces(self, sheet: Sheet[Piece], answers: Mapping[str, Any], version: int) -> list[Piece]:
        if self.counts:
            sheet.count(answers, version)
        return sheet.pieces(answers, version)

    def _leading(self, day: date, language: str, mode: str, relay_id: UUID | None, version: int) -> Piece:
        labels = self.words is Words.LABELS
        reminder = (SIMULATED,) if self.extract.is_demonstration else ()
        return self.finishes[0]((
            *reminder, day, LANGUAGES[language].name if labels and language in LANGUAGES else language,
            MODES.get(str(mode), str(mode)) if labels else str(mode),
            self.extract.relays.get(relay_id) if relay_id else None, version), 1)

    def rows(self, given: Given, version: int) -> Iterator[tuple[int, list[Piece]]]:
        """The row of a response, then those of its repeats: (place of the sheet, pieces)."""
        self.number += 1
        *reached, answers = given
        lead = self._lead(*reached, version)
        first = self.finishes[0]((self.number,), 0)
        yield 0, [first, lead, *self._pieces(self.sheets[0], answers, version)]
        for place, sheet in enumerate(self.sheets[1:], 1):
            for ranks, inside in instances(answers, sheet.table.repeat):
                first = self.finishes[place]((self.number, *ranks), 0)
                yield place, [first, *self._pieces(sheet, inside, version)]


def leading_of(table: Table, extract: Extract) -> tuple[tuple[str, str], ...]:
    """Name and words of the columns before the questions.

    Of a repeat: the row of its response, and the rank of the instance (and of the one it is in).
    """
    if table.repeat:
        ranks = ((f"_rang_{name}", f"Rang ({name})") for name in table.repeat)
        return ("_ligne", "Ligne de la réponse"), *ranks
    return (_NUMBER, _REMINDER, *_LEADING) if extract.is_demonstration else (_NUMBER, *_LEADING)


def instances(answers: Mapping[str, Any], path: tuple[str, ...]
              ) -> Iterator[tuple[tuple[int, ...], Mapping[str, Any]]]:
    """The answers of each instance of a repeat, with its rank and that of the instance it is in."""
    if not path:
        yield (), answers
        return
    for ranks, outer in instances(answers, path[:-1]):
        for rank, inner in enumerate(outer.get(path[-1]) or (), 1):
            yield (*ranks, rank), inner
