"""XLSForm files for tests, made cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from consult.surveys.lint.findings import Report, Severity
from consult.surveys.xlsform.importing import check
from consult.surveys.xlsform.sheets import Upload

Sheets = Mapping[str, Sequence[Sequence[object]]]


def an_xlsx(**sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook; a cell that starts with « = » is a formula."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def a_csv(rows: Sequence[Sequence[str]], *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    lines = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def an_upload(**sheets: Sequence[Sequence[object]]) -> Upload:
    return Upload("essai.xlsx", an_xlsx(**sheets))


def checked(survey: Sequence[Sequence[object]], choices: Sequence[Sequence[object]] = ()) -> Report:
    """The report on a survey sheet given with its headers, and lines of choices given without."""
    sheets = {"survey": survey}
    if choices:
        sheets["choices"] = [("list_name", "name", "label"), *choices]
    return check(an_upload(**sheets))


def errors(report: Report) -> list[tuple[str, int | None, str, str]]:
    return [(finding.sheet, finding.row, finding.column, finding.message)
            for finding in report.findings if finding.severity is Severity.ERROR]


def warnings(report: Report) -> list[tuple[str, int | None, str]]:
    return [(finding.sheet, finding.row, finding.message)
            for finding in report.findings if finding.severity is Severity.WARNING]
