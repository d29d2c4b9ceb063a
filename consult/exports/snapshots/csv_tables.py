"""A table of a frozen diagnostic as a text file: for a French spreadsheet, or as machines expect it. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from consult.exports.csv_files import table_of
from consult.exports.snapshots.columns import Cell, Table
from consult.formulas import neutral_in_line


def french_csv(table: Table) -> bytes:
    """UTF-8 with its mark, semicolons, decimal commas; the first line has the titles of the columns."""
    return b"".join(table_of([[column.title for column in table.columns], *table.rows]))


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return neutral_in_line(cell)
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def standard_lines(lines: Iterable[Sequence[Cell]]) -> bytes:
    """RFC 4180: UTF-8 without mark, commas, decimal points. No text of it can run."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([_text(cell) for cell in line] for line in lines)
    return file.getvalue().encode()


def standard_csv(table: Table) -> bytes:
    """The first line has the names of the columns."""
    return standard_lines([[column.name for column in table.columns], *table.rows])
