"""The workbook of a campaign's answers, written row by row: memory does not grow with the responses."""

from collections.abc import Iterable
from tempfile import TemporaryDirectory
from typing import IO

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from consult.errors import N_, Refused
from consult.exports.codebook import codebook
from consult.exports.extract import Extract, cautions, facts, reading_rules, sheet_titles
from consult.exports.rows import Filling, Given
from consult.exports.tables import Table
from consult.exports.values import Words
from consult.exports.words import DEMONSTRATION
from consult.exports.workbook_answers import AnswerSheet
from consult.exports.workbook_cells import Book
from consult.exports.workbook_notes import SHEETS, write_codebook, write_questionnaire, write_read_me
from consult.exports.workbook_styles import ACCENT, SOFT


class NoRoom(Refused):
    """The disk is full, or may not be written."""

    status = 507
    sentence = N_("Il n’y a plus de place sur le serveur pour préparer ce fichier. Prévenez la personne qui "
                  "s’occupe du serveur, ou prenez le fichier CSV.")


class AnswerBook:
    """The sheets in the order of their tabs, and what fills those of answers."""

    def __init__(self, target: IO[bytes], folder: str, extract: Extract) -> None:
        self.extract, self.book = extract, Book(target, folder)
        main, *repeats = extract.tables
        first, *others = self.titles = sheet_titles(extract.tables)
        self.read_me = self._add("Lisez-moi", SOFT)
        self.answers = [self._answers(first, main, Words.LABELS)]
        self.coded = self._answers("Codes", main, Words.CODES)
        self.answers += [self._answers(title, table, Words.LABELS)
                         for title, table in zip(others, repeats, strict=True)]
        self.codebook, self.questionnaire = self._add("Codebook", SOFT), self._add("Questionnaire", SOFT)
        self.labels = Filling(
            extract, [sheet.rows.piece for sheet in self.answers], words=Words.LABELS, counts=True)
        self.codes = Filling(extract, [self.coded.rows.piece], words=Words.CODES)

    def _add(self, title: str, colour: str) -> Worksheet:
        note = DEMONSTRATION if self.extract.is_demonstration else self.extract.title
        return self.book.add_sheet(title, colour, note)

    def _answers(self, title: str, table: Table, words: Words) -> AnswerSheet:
        return AnswerSheet(self.book, self._add(title, ACCENT), table, self.extract, words)

    def add(self, version: int, given: Given) -> None:
        """The next response, in its words, in codes, and with its repeats."""
        for place, pieces in self.labels.rows(given, version):
            self.answers[place].add(pieces)
        for _, pieces in self.codes.rows(given, version):
            self.coded.add(pieces)

    def finish(self) -> None:
        """The sheets that explain: they count what passed."""
        for sheet in (*self.answers, self.coded):
            sheet.finish()
        repeats = dict(zip(self.titles[1:], (sheet.count for sheet in self.answers[1:]), strict=True))
        write_codebook(self.book, self.codebook, codebook(self.titles, self.labels.sheets))
        write_questionnaire(self.book, self.questionnaire, self.extract)
        write_read_me(self.book, self.read_me, self.extract.title, (
            ("Ce fichier", facts(self.extract, self.labels.number, repeats)),
            ("À savoir avant de citer un chiffre", cautions(self.extract)),
            ("Les feuilles", SHEETS), ("Lire une cellule", reading_rules(self.extract))))
        self.book.file.set_properties({
            "title": self.extract.title, "company": self.extract.controller.partition("\n")[0],
            "comments": DEMONSTRATION if self.extract.is_demonstration else ""})
        self.book.close()


def write_workbook(target: IO[bytes], extract: Extract, given: Iterable[tuple[int, Given]]) -> None:
    """Write the workbook. Raises TooLarge, and NoRoom when the disk is full."""
    with TemporaryDirectory() as folder:
        book = AnswerBook(target, folder, extract)
        try:
            for version, response in given:
                book.add(version, response)
            book.finish()
        except (OSError, FileCreateError) as problem:
            book.book.abandon()
            raise NoRoom from problem
        except Refused:
            book.book.abandon()
            raise
