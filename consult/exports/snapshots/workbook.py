"""The workbook of a frozen diagnostic: what it is, then a sheet for each table, then what each column is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from tempfile import TemporaryDirectory

from xlsxwriter.worksheet import Worksheet

from consult.diagnostic.snapshot import Snapshot
from consult.exports.extract import Fact
from consult.exports.snapshots.columns import Cell, Column, Kind, State, Table
from consult.exports.snapshots.facts import READING, cautions, facts
from consult.exports.snapshots.tables import tables_of
from consult.exports.words import DEMONSTRATION
from consult.exports.workbook_cells import Book
from consult.exports.workbook_notes import height, write_read_me
from consult.exports.workbook_styles import ACCENT, FORMATS, HEADER_HEIGHT, SOFT

WIDTHS = {Kind.CODE: 22, Kind.TEXT: 38, Kind.WHOLE: 13, Kind.NUMBER: 13, Kind.SHARE: 13, Kind.YES: 12,
          Kind.DAY: 13}
STYLES = {Kind.CODE: "wrapped", Kind.TEXT: "wrapped", Kind.YES: "centred", Kind.SHARE: "share"}
_ABOUT_WIDTHS = (24, 28, 100)


def _shown(table: Table) -> list[tuple[int, Column]]:
    """The columns of the sheet: a cell itself says why it is empty, so that states need none."""
    return [(place, column) for place, column in enumerate(table.columns) if column.kind is not Kind.STATE]


def _cells(table: Table) -> Iterator[list[Cell]]:
    """Of each row, what its sheet shows: an absent figure is replaced by the reason."""
    places = {column.name: place for place, column in enumerate(table.columns)}
    for row in table.rows:
        cells = []
        for place, column in _shown(table):
            reasons = (row[places[name]] for name in column.states)
            reason = next((each for each in reasons if each != State.PUBLISHED), None)
            cells.append(reason if row[place] is None else row[place])
        yield cells


class SnapshotBook:
    """The sheets in the order of their tabs."""

    def __init__(self, target: io.BytesIO, folder: str, snapshot: Snapshot) -> None:
        self.snapshot, self.book = snapshot, Book(target, folder)
        self.book.styles["share"] = self.book.file.add_format({**FORMATS["cell"], "num_format": "0.0%"})
        self.book.styles["reason"] = self.book.file.add_format({**FORMATS["silence"], "align": "right"})
        self.tables = tables_of(snapshot)

    def _add(self, title: str, colour: str) -> Worksheet:
        note = DEMONSTRATION if self.snapshot.is_demonstration else self.snapshot.title
        return self.book.add_sheet(title, colour, note)

    def _put(self, sheet: Worksheet, row: int, place: int, cell: Cell, kind: Kind) -> None:
        if isinstance(cell, date):
            moment = datetime.combine(cell, time())
            sheet.write_datetime(row, place, moment, self.book.styles["day"])
        elif isinstance(cell, State):
            self.book.put(sheet, row, place, cell.value, "reason")
        else:
            self.book.put(sheet, row, place, cell, STYLES.get(kind, "cell"))

    def _head(self, sheet: Worksheet, names: list[str], widths: list[int]) -> None:
        sheet.set_row(0, HEADER_HEIGHT / 2)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        self.book.put_row(sheet, 0, names, "question")
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)

    def _table(self, table: Table) -> None:
        sheet, shown = self._add(table.shape.title, ACCENT), [column for _place, column in _shown(table)]
        self._head(sheet, [column.title for column in shown], [WIDTHS[column.kind] for column in shown])
        sheet.freeze_panes(1, len(table.shape.key))
        for row, cells in enumerate(_cells(table), 1):
            sheet.set_row(row, height((cell, WIDTHS[column.kind])
                                      for cell, column in zip(cells, shown, strict=True)
                                      if column.kind in {Kind.CODE, Kind.TEXT}))
            for place, (cell, column) in enumerate(zip(cells, shown, strict=True)):
                self._put(sheet, row, place, cell, column.kind)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(shown) - 1)

    def _columns(self) -> None:
        sheet = self._add("Colonnes", SOFT)
        self._head(sheet, ["Feuille", "Colonne", "Ce qu’elle contient"], list(_ABOUT_WIDTHS))
        sheet.freeze_panes(1, 2)
        lines = [(table.shape.title, column.title, column.about)
                 for table in self.tables for _place, column in _shown(table)]
        for row, line in enumerate(lines, 1):
            sheet.set_row(row, height(zip(line, _ABOUT_WIDTHS, strict=True)))
            self.book.put_row(sheet, row, line, "wrapped")
        sheet.autofilter(0, 0, len(lines), 2)

    def write(self) -> None:
        snapshot = self.snapshot
        sheets: list[Fact] = [(table.shape.title, table.shape.about) for table in self.tables]
        write_read_me(self.book, self._add("Lisez-moi", SOFT), snapshot.title, (
            ("Ce fichier", facts(snapshot)), ("À savoir avant de citer un chiffre", cautions(snapshot)),
            ("Les feuilles", sheets), ("Lire une cellule", READING)))
        for table in self.tables:
            self._table(table)
        self._columns()
        # The day it was frozen, so that the same diagnostic gives the same file.
        self.book.file.set_properties({
            "title": snapshot.title, "comments": DEMONSTRATION if snapshot.is_demonstration else "",
            "created": datetime.combine(snapshot.frozen_on, time(), UTC)})
        self.book.close()


def snapshot_xlsx(snapshot: Snapshot) -> bytes:
    """The same bytes for the same diagnostic."""
    target = io.BytesIO()
    with TemporaryDirectory() as folder:
        SnapshotBook(target, folder, snapshot).write()
    return target.getvalue()
