"""Rows of a sheet written as the XML they become.

XlsxWriter asks ten microseconds a cell, hence minutes for a hundred thousand responses. Pieces of a row come
back again and again: here each is written once, and only the number of its row is put in. It needs names that
XlsxWriter does not promise (`row_data_fh`, `_write_single_row`, `_get_xf_index`); a test opens the result.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from consult.exports.values import NO_ANSWER, Cell, Cells
from consult.formulas import neutral

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = 1_048_576, 16_384, 32_767
"""What a sheet and a cell of Excel can hold; past the last one it calls the file damaged."""
ROW = "\x00"
"""Stands for the number of the row; no text can hold it."""
_FIRST_DAY = date(1899, 12, 30)
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LITERAL = re.compile(r"(_x[0-9A-Fa-f]{4}_)")
"""Excel reads _x0041_ as a letter A."""


def _string(text: str, place: str, style: int) -> str:
    escaped = _LITERAL.sub(r"_x005F\1", neutral(text)[:LONGEST_TEXT]).translate(_ESCAPES)
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{space}>{escaped}</t></is></c>'


class RowWriter:
    """Writes a sheet's rows below its header; `names` are the styles of its columns."""

    def __init__(self, worksheet: Worksheet, names: Sequence[str], formats: Mapping[str, object]) -> None:
        self.worksheet, self.names = worksheet, names
        self.styles = {name: style._get_xf_index() for name, style in formats.items()}  # type: ignore[attr-defined]
        self.columns = [xl_col_to_name(column) for column in range(len(names))]
        self.row = 1
        # The header leaves memory, and nothing is left for XlsxWriter to write when it closes the sheet.
        worksheet._write_single_row(MOST_ROWS)

    def piece(self, cells: Cells, column: int) -> str:
        """Some cells of a row, the first of them in this column."""
        return "".join(
            self._cell(cell, place) for place, cell in enumerate(cells, column) if cell is not None)

    def _cell(self, cell: Cell, column: int) -> str:
        place, style = self.columns[column] + ROW, self.styles[self.names[column]]
        if isinstance(cell, str):
            return _string(cell, place, self.styles["silence"] if cell == NO_ANSWER else style)
        if isinstance(cell, date):
            return f'<c r="{place}" s="{self.styles["day"]}"><v>{(cell - _FIRST_DAY).days}</v></c>'
        if isinstance(cell, float) and not isfinite(cell):
            return _string(str(cell), place, style)
        return f'<c r="{place}" s="{style}"><v>{cell}</v></c>'

    def add(self, pieces: Sequence[str]) -> None:
        """The next row."""
        self.row += 1
        line = f'<row r="{ROW}">{"".join(pieces)}</row>'.replace(ROW, str(self.row))
        self.worksheet.row_data_fh.write(line)

    def finish(self) -> None:
        """Tell the sheet how far it goes."""
        self.worksheet.dim_rowmax = self.row - 1
