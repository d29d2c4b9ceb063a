"""The sheets of a workbook that explain the others: read me, codebook, questionnaire."""

from collections.abc import Iterable, Sequence
from math import ceil

from xlsxwriter.worksheet import Worksheet

from consult.exports import codebook
from consult.exports.codebook import Cells, Line
from consult.exports.extract import Extract, Fact
from consult.exports.words import DEMONSTRATION
from consult.exports.workbook_cells import Book

SHEETS: tuple[Fact, ...] = (
    ("Réponses",
     "Une ligne par réponse, avec les mots des choix. Une colonne par question, puis une par choix quand on "
     "peut en donner plusieurs."),
    ("Codes", "Les mêmes lignes et les mêmes colonnes, avec les codes, pour un logiciel de statistique."),
    ("Codebook",
     "Ce que contient chaque colonne : la question, le type, les codes et leurs mots, combien de fois "
     "elle a été posée, combien de réponses."),
    ("Questionnaire", "Les textes lus par les familles, dans leurs langues, version par version."),
)
_FACT_WIDTH = 96
_LINE_HEIGHT, _TALLEST = 15, 400
_CODEBOOK_WIDTHS = (16, 30, 60, 22, 22, 44, 30, 10, 10)
_FIRST_WIDTHS, _TEXT_WIDTH, _OTHER_WIDTH = (9, 8, 34, 22), 56, 30


def height(cells: Iterable[tuple[object, int]]) -> float:
    """Points for the tallest of some texts in columns of these widths: LibreOffice measures none."""
    lines = max((sum(ceil((len(line) + 1) / (1.1 * width)) for line in str(cell or "").split("\n"))
                 for cell, width in cells), default=1)
    return min(_LINE_HEIGHT * max(lines, 1) + 3, _TALLEST)


def _block(book: Book, sheet: Worksheet, row: int, title: str, lines: Iterable[Fact]) -> int:
    """A titled list of facts; the row after it."""
    book.put(sheet, row, 0, title, "subtitle")
    book.put_blank(sheet, row, 1, "subtitle")
    for name, value in lines:
        row += 1
        style = "warning" if value == DEMONSTRATION else "figure" if isinstance(value, int) else "wrapped"
        sheet.set_row(row, height([(str(value), _FACT_WIDTH)]))
        book.put(sheet, row, 0, name, "name")
        book.put(sheet, row, 1, value, style)
    return row + 2


def write_read_me(book: Book, sheet: Worksheet, title: str,
                  blocks: Iterable[tuple[str, Iterable[Fact]]]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, _FACT_WIDTH)
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 32)
    book.put(sheet, 0, 0, title, "title")
    row = 2
    for name, lines in blocks:
        row = _block(book, sheet, row, name, lines)


def _write_lines(book: Book, sheet: Worksheet, head: Cells, lines: Iterable[Line],
                 widths: Sequence[int]) -> None:
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 24)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    book.put_row(sheet, 0, head, "question")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    row = 0
    for row, line in enumerate(lines, 1):
        sheet.set_row(row, height(zip(line.cells, widths, strict=True)))
        filled = ("" if line.opens and cell is None else cell for cell in line.cells)
        book.put_row(sheet, row, filled, "group" if line.opens else "wrapped")
    sheet.autofilter(0, 0, max(row, 1), len(head) - 1)


def write_codebook(book: Book, sheet: Worksheet, lines: Iterable[Line]) -> None:
    _write_lines(book, sheet, codebook.COLUMNS, lines, _CODEBOOK_WIDTHS)


def write_questionnaire(book: Book, sheet: Worksheet, extract: Extract) -> None:
    head = codebook.questionnaire_columns(extract.versions)
    others = [_TEXT_WIDTH, 14] * len(codebook.languages(extract.versions))
    widths = (*_FIRST_WIDTHS, _TEXT_WIDTH, *others, _OTHER_WIDTH + 10, _OTHER_WIDTH)
    _write_lines(book, sheet, head, codebook.questionnaire_lines(extract.versions), widths)
