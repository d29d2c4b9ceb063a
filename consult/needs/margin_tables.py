"""A table of margins: the lines of a sheet, under headings in French or in English. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from consult.errors import N_, TableFault
from consult.needs.margin_lines import BrokenMargins, Line
from consult.surveys.xlsform.sheets import Row, Sheet
from consult.text import folded

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "question": ("question",), "choice": ("choix", "choice"), "label": ("libellé", "label"),
    "count": ("nombre", "count"), "source": ("source",)}
"""Names of a column; the first is the template's."""
MISSING_COLUMN = N_("Il manque une colonne « %(column)s ».")


def _columns(sheet: Sheet) -> dict[str, str]:
    """Our name of each column that is there → its heading as written."""
    written = {folded(header): header for header in sheet.headers}
    found = {ours: next((written[folded(name)] for name in names if folded(name) in written), None)
             for ours, names in HEADINGS.items()}
    return {ours: header for ours, header in found.items() if header is not None}


def _missing(columns: Mapping[str, str]) -> list[TableFault]:
    missing = [HEADINGS[name][0] for name in ("question", "count", "source") if name not in columns]
    if not {"choice", "label"} & set(columns):
        missing.append(HEADINGS["choice"][0])
    return [TableFault(1, name, MISSING_COLUMN, {"column": name}) for name in missing]


def _line(row: Row, columns: Mapping[str, str]) -> Line:
    cells = {ours: row.cells.get(header, "") for ours, header in columns.items()}
    formulas = {ours for ours, header in columns.items() if header in row.formulas}
    by_label = "label" in columns and not cells.get("choice") and "choice" not in formulas
    if by_label:
        formulas = {"choice" if name == "label" else name for name in formulas}
    return Line(row.number, cells["question"], cells["label"] if by_label else cells["choice"],
                cells["count"], cells["source"], frozenset(formulas - {"label"}))


def in_columns(faults: Iterable[TableFault], sheet: Sheet) -> list[TableFault]:
    """The faults, each under the heading that the sheet has."""
    columns = _columns(sheet)
    known = {**columns, "choice": columns.get("choice", columns.get("label", ""))}
    return [replace(fault, column=known.get(fault.column) or fault.column) for fault in faults]


def lines_of(sheet: Sheet) -> list[Line]:
    """The lines of a table. Raises BrokenMargins where a column is missing."""
    columns = _columns(sheet)
    if faults := _missing(columns):
        raise BrokenMargins(faults)
    return [_line(row, columns) for row in sheet.rows]
