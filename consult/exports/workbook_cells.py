"""A workbook being written, and the door by which its few cells that hold no answer are filled."""

from collections.abc import Iterable
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from consult.exports.workbook_rows import LONGEST_TEXT
from consult.exports.workbook_styles import FORMATS
from consult.formulas import neutral

Cell = str | int | float | None
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "use_zip64": True}
_EVERYWHERE = "A1:XFD1048576"


class Book:
    """A workbook in a file: rows of a sheet are written in their order, and leave memory at once."""

    def __init__(self, target: IO[bytes], folder: str) -> None:
        """`folder` holds the rows of each sheet until the workbook is closed."""
        self.file = Workbook(target, {**_OPTIONS, "tmpdir": folder})
        self.styles = {name: self.file.add_format(style) for name, style in FORMATS.items()}

    def put(self, sheet: Worksheet, row: int, column: int, cell: Cell, style: str = "cell") -> None:
        """Write a cell: a text cannot run, a number stays a number, nothing is nothing."""
        if isinstance(cell, str):
            sheet.write_string(row, column, neutral(cell)[:LONGEST_TEXT], self.styles[style])
        elif cell is not None:
            sheet.write_number(row, column, cell, self.styles[style])

    def put_blank(self, sheet: Worksheet, row: int, column: int, style: str) -> None:
        """A style without content: the text on its left may run over it."""
        sheet.write_blank(row, column, None, self.styles[style])

    def put_row(self, sheet: Worksheet, row: int, cells: Iterable[Cell], style: str = "cell") -> None:
        for column, cell in enumerate(cells):
            self.put(sheet, row, column, cell, style)

    def add_sheet(self, title: str, colour: str, note: str) -> Worksheet:
        """A sheet; `note` stands at the head of its printed pages."""
        sheet = self.file.add_worksheet(title)
        sheet.set_tab_color(colour)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_header(f"&L{title}&R{note.replace('&', '&&')}")
        sheet.set_footer("&RPage &P sur &N")
        # A telephone code or a year typed as text is no mistake: no green corner.
        sheet.ignore_errors({"number_stored_as_text": _EVERYWHERE})
        return sheet

    def close(self) -> None:
        self.file.close()

    def abandon(self) -> None:
        """Let go of what was written: the workbook will not be finished."""
        for sheet in self.file.worksheets():
            sheet._opt_close()
