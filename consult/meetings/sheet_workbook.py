"""The attendance sheet as a workbook: numbers to type, added up as they are typed."""

from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from consult.formulas import neutral
from consult.meetings.arrivals import MOST_OF_A_KIND
from consult.meetings.sheets import BLANK_ROWS, DEMONSTRATION, DESTROYED, WALK_IN, Line, Sheet

HEADINGS = ("N°", "Prénom", "Adultes attendus", "Enfants attendus", "Ce qu’il faut prévoir",
            "Femmes venues", "Hommes venus", "Enfants venus")
WIDTHS = (6, 30, 11, 11, 44, 11, 11, 11)
EXPECTED, COUNTED = (2, 3), (5, 6, 7)
"""Columns with numbers: those known before, and those to fill in."""
HEAD_ROW = 4
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False}
_FONT = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter"}
_LINE = {**_FONT, "border": 1, "border_color": "#CFD6D1"}
_WASH = "#F3F6F4"


def _formats(accent: str) -> dict[str, dict[str, Any]]:
    return {
        "title": {**_FONT, "bold": True, "font_size": 18, "font_color": accent},
        "plain": _FONT,
        "head": {**_LINE, "bold": True, "font_color": "#FFFFFF", "bg_color": accent, "text_wrap": True},
        "text": {**_LINE, "text_wrap": True},
        "soft": {**_LINE, "font_color": "#6B7673"},
        "number": {**_LINE, "align": "center"},
        "box": {**_FONT, "border": 1, "align": "center"},
        "total": {**_LINE, "bold": True, "bg_color": _WASH},
        "sum": {**_LINE, "bold": True, "bg_color": _WASH, "align": "center"},
        "note": {**_FONT, "font_color": "#6B7673", "italic": True},
    }


class _Page:
    """The one sheet of the workbook, filled from top to bottom."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self.page: Worksheet = book.add_worksheet("Présences")
        self.styles = {name: book.add_format(style) for name, style in _formats(sheet.accent).items()}
        self.row = 0

    def put(self, column: int, text: str, style: str) -> None:
        if text:
            self.page.write_string(self.row, column, neutral(text), self.styles[style])
        else:
            self.put_blank(column, style)

    def put_blank(self, column: int, style: str) -> None:
        self.page.write_blank(self.row, column, None, self.styles[style])

    def put_number(self, column: int, number: int, style: str = "number") -> None:
        self.page.write_number(self.row, column, number, self.styles[style])

    def put_boxes(self) -> None:
        for column in COUNTED:
            self.put_blank(column, "box")

    def head(self, sheet: Sheet) -> None:
        about = (sheet.title, f"{sheet.town} – {sheet.place}", f"{sheet.day}, {sheet.hours}",
                 DEMONSTRATION if sheet.is_demonstration else "")
        for self.row, text in enumerate(about):
            self.put(0, text, "plain" if self.row else "title")
        self.page.set_row(0, 28)
        self.row = HEAD_ROW
        self.page.set_row(HEAD_ROW, 34)
        for column, heading in enumerate(HEADINGS):
            self.put(column, heading, "head")

    def family(self, rank: int, line: Line) -> None:
        self.row += 1
        self.put_number(0, rank)
        self.put(1, line.name, "text")
        self.put_number(EXPECTED[0], line.adults)
        self.put_number(EXPECTED[1], line.children)
        self.put(4, line.wants, "text")
        self.put_boxes()

    def walk_in(self, rank: int) -> None:
        self.row += 1
        self.put_number(0, rank)
        self.put(1, WALK_IN, "soft")
        for column in (*EXPECTED, 4):
            self.put_blank(column, "soft")
        self.put_boxes()

    def totals(self, sheet: Sheet) -> None:
        first, last = HEAD_ROW + 2, self.row + 1
        self.row += 1
        for column, text in ((0, "En tout"), (1, ""), (4, "")):
            self.put(column, text, "total")
        known = dict(zip(EXPECTED, (sheet.adults, sheet.children), strict=True))
        for column in (*EXPECTED, *COUNTED):
            letter = "ABCDEFGH"[column]
            self.page.write_formula(self.row, column, f"=SUM({letter}{first}:{letter}{last})",
                                    self.styles["sum"], known.get(column, 0))
        self.page.data_validation(first - 1, COUNTED[0], last - 1, COUNTED[-1], {
            "validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST_OF_A_KIND,
            "error_title": "Nombre", "error_message": "Écrivez un nombre entre 0 et 60."})
        self.row += 2
        self.put(0, DESTROYED, "note")

    def lay_out(self, sheet: Sheet) -> None:
        """How it is seen and printed: the header stays, one page wide."""
        for column, width in enumerate(WIDTHS):
            self.page.set_column(column, column, width)
        self.page.hide_gridlines(2)
        self.page.freeze_panes(HEAD_ROW + 1, 2)
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(HEAD_ROW)
        self.page.set_footer(f"&L{DESTROYED}&RPage &P sur &N")


def attendance_xlsx(sheet: Sheet) -> bytes:
    """The sheet as a workbook: what families typed cannot run, numbers are numbers."""
    out = BytesIO()
    book = Workbook(out, _OPTIONS)
    page = _Page(book, sheet)
    page.head(sheet)
    for rank, line in enumerate(sheet.lines, 1):
        page.family(rank, line)
    for rank in range(BLANK_ROWS):
        page.walk_in(len(sheet.lines) + rank + 1)
    page.totals(sheet)
    page.lay_out(sheet)
    book.set_properties({"title": f"Feuille de présence : {sheet.title}", "company": sheet.town})
    book.close()
    return out.getvalue()
