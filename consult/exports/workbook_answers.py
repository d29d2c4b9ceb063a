"""The sheets of a workbook that hold answers: one row each, headers in sight, choices foldable."""

from collections.abc import Sequence
from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from consult.errors import N_, Refused
from consult.exports.extract import Extract
from consult.exports.rows import leading_of
from consult.exports.tables import Table
from consult.exports.values import Words
from consult.exports.workbook_cells import Book
from consult.exports.workbook_rows import MOST_COLUMNS, MOST_ROWS, RowWriter
from consult.exports.workbook_styles import (
    CHOICE_LOOK,
    CODES_HEIGHT,
    HEADER_HEIGHT,
    Look,
    lead_look,
    question_look,
)


class TooLarge(Refused):
    """More than a sheet of Excel can hold."""

    status = 422
    sentence = N_("Il y a trop de réponses ou trop de questions pour un classeur. Prenez le fichier CSV.")


def looks_of(table: Table, extract: Extract) -> list[Look]:
    looks = [lead_look(name) for name, _ in leading_of(table, extract)]
    for variable in table.variables:
        looks += [question_look(variable.question.kind), *[CHOICE_LOOK] * len(variable.split)]
    return looks


class AnswerSheet:
    """A table of answers in a workbook, filled from top to bottom."""

    def __init__(self, book: Book, worksheet: Worksheet, table: Table, extract: Extract,
                 words: Words) -> None:
        self.worksheet, self.looks = worksheet, looks_of(table, extract)
        if len(self.looks) > MOST_COLUMNS:
            raise TooLarge
        self.faint = {"type": "cell", "criteria": "==", "value": 0, "format": book.styles["faint"]}
        headings = (*leading_of(table, extract), *table.headings)
        coded = words is Words.CODES
        self.worksheet.set_row(0, CODES_HEIGHT if coded else HEADER_HEIGHT)
        self._head(book, [name if coded else label for name, label in headings])
        self.rows = RowWriter(worksheet, [look.style for look in self.looks], book.styles)

    def _head(self, book: Book, names: Sequence[str]) -> None:
        self.worksheet.outline_settings(True, True, False, False)
        for column, (name, look) in enumerate(zip(names, self.looks, strict=True)):
            fold = {"level": 1} if look.is_choice else {}
            self.worksheet.set_column(column, column, look.width, None, fold)
            book.put(self.worksheet, 0, column, name, look.header)
        self.worksheet.freeze_panes(1, 1)
        self.worksheet.repeat_rows(0)

    @property
    def count(self) -> int:
        """How many rows there are below the header."""
        return self.rows.row - 1

    def add(self, pieces: Sequence[str]) -> None:
        if self.rows.row >= MOST_ROWS:
            raise TooLarge
        self.rows.add(pieces)

    def finish(self) -> None:
        """What can be set only once the last row is known: the filter, and zeros that step back."""
        last = max(self.count, 1)
        self.rows.finish()
        self.worksheet.autofilter(0, 0, last, len(self.looks) - 1)
        choices = [look.is_choice for look in self.looks]
        for is_choice, columns in groupby(range(len(choices)), choices.__getitem__):
            run = list(columns)
            if is_choice:
                self.worksheet.conditional_format(1, run[0], last, run[-1], self.faint)
