"""Old Excel workbooks (.xls), read by xlrd."""

from io import StringIO
from typing import Any

import xlrd

from consult.errors import N_
from consult.surveys.xlsform.sheets import Grid, Pick, Sheet, UnreadableWorkbook, Workbook, make_sheet

PROTECTED = N_("Ce fichier est protégé par un mot de passe. Enlevez le mot de passe, puis envoyez-le à "
               "nouveau.")


def read(content: bytes, pick: Pick) -> Workbook:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableWorkbook(PROTECTED)
    book = _open(content)
    try:
        known = pick(book.sheet_names())
        sheets = {under: _sheet(book, name, under) for name, under in known.items()}
        return Workbook(sheets, tuple(name for name in book.sheet_names() if name not in known))
    finally:
        book.release_resources()


def _open(content: bytes) -> Any:
    try:
        # Ragged rows: one cell in the last corner must not become sixteen million empty ones.
        return xlrd.open_workbook(file_contents=content, ragged_rows=True, on_demand=True, logfile=StringIO())
    except xlrd.XLRDError as error:
        raise UnreadableWorkbook(PROTECTED if "encrypted" in str(error) else None) from error
    except Exception as error:
        # A broken file breaks xlrd in many ways (struct, assertion…): they mean the same to its author.
        raise UnreadableWorkbook from error


def _sheet(book: Any, name: str, under: str) -> Sheet:
    try:
        sheet = book.sheet_by_name(name)
        grid: Grid = [
            (number + 1, {column: _value(book, cell) for column, cell in enumerate(sheet.row(number), 1)})
            for number in range(sheet.nrows)]
    except Exception as error:
        # As above: on_demand parses the sheet here.
        raise UnreadableWorkbook from error
    return make_sheet(under, grid)


def _value(book: Any, cell: Any) -> Any:
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        return moment.time() if cell.value < 1 else moment
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return cell.value
