"""What a DDI codebook says of each column of the files of codes, before it is XML. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from consult.exports.columns import Column, Holds, columns_of
from consult.exports.conditions import conditions
from consult.exports.ddi_elements import Spoken, spoken, together
from consult.exports.extract import Extract
from consult.exports.tables import Table, Variable, Version
from consult.surveys.questions import Question
from consult.text import FRENCH

_BOX: Mapping[str, Spoken] = {"0": {FRENCH: "Non"}, "1": {FRENCH: "Oui"}}
_TICKED: dict[str, Spoken] = {"1": {FRENCH: "Oui"}}


@dataclass(frozen=True)
class Described:
    """A column: its words, its codes, and the question it comes from."""

    name: str
    label: Spoken
    holds: Holds
    codes: Mapping[str, Spoken] = field(default_factory=dict)
    variable: Variable | None = None
    is_choice: bool = False
    """One of those a question has beside its first one."""
    text: Spoken = field(default_factory=dict)
    """The question as it was asked."""
    hint: Spoken = field(default_factory=dict)
    universe: str = ""


def _numbered(question: Question, label: Spoken) -> Spoken:
    number = f"{question.number}. " if question.number else ""
    return {tag: number + words for tag, words in label.items() if words}


def _choices(variable: Variable, version: Version) -> dict[str, Spoken]:
    """In French those of every version; in other languages those of the newest."""
    newest = {choice.name: spoken(choice.label, version) for choice in variable.question.choices}
    return {code: {**newest.get(code, {}), FRENCH: words} for code, words in variable.choices.items()}


class _Variables:
    """The columns of each variable, in the words of the newest version that has it."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self.versions = {version.number: version for version in versions}
        self.asked_if = {version.number: conditions(version.questionnaire) for version in versions}

    def columns(self, variable: Variable, columns: Sequence[Column | None]) -> Iterator[Described]:
        question, newest = variable.question, max(variable.versions)
        version = self.versions[newest]
        label = {**_numbered(question, spoken(question.label, version)), FRENCH: variable.text}
        choices = _choices(variable, version)
        first = columns[0]
        # A text with several choices has none for its only value.
        holds = first.holds if first else Holds.TEXT
        codes = {Holds.CHOICE: choices, Holds.BOX: _TICKED}.get(holds, {})
        yield Described(variable.name, label, holds, codes, variable, False,
                        spoken(question.label, version), spoken(question.hint, version),
                        self.asked_if[newest].get(question.name, ""))
        for column, words in zip(columns[1:], choices.values(), strict=False):
            if column:
                yield Described(column.name, together(label, words), column.holds,
                                _BOX if column.holds is Holds.BOX else {}, variable, True)


def described(table: Table, extract: Extract) -> Iterator[Described]:
    """The columns in the order of the file."""
    variables, columns = _Variables(extract.versions), columns_of(table, extract)
    place = len(columns) - len(table.headings)
    for column in columns[:place]:
        if column:
            codes = {code: {FRENCH: words} for code, words in column.choices.items()}
            yield Described(column.name, {FRENCH: column.label}, column.holds, codes)
    for variable in table.variables:
        after = place + len(variable.headings)
        yield from variables.columns(variable, columns[place:after])
        place = after
