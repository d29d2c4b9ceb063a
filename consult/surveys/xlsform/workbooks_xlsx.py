"""Excel workbooks (.xlsx): the archive is weighed and every sheet walked once before openpyxl reads it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Any
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import coordinate_to_tuple

from consult.errors import N_
from consult.surveys.xlsform.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    Pick,
    Sheet,
    UnreadableWorkbook,
    Workbook,
    make_sheet,
)
from consult.surveys.xlsform.workbooks_xls import PROTECTED

MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 200
"""A sheet of real text shrinks ten to fifty times; a bomb a thousand times."""
MOST_PARTS = 1_000
MOST_FRAME = 2 * 1024 * 1024
"""Styles, relations, names: what surrounds the cells."""
MOST_CELLS = 60_000
MOST_TEXTS = 60_000
MOST_ELEMENTS = 400_000
"""Cells and texts take some fifty microseconds each: a hostile file must not hold the desk for a minute."""
BOMB = N_("Ce fichier est trop gros une fois décompressé. Gardez seulement les feuilles à lire, sans images.")
_ROOM = ("xl/worksheets/", "xl/sharedstrings.xml", "xl/media/", "xl/drawings/", "docprops/thumbnail")


def read(content: bytes, pick: Pick) -> Workbook:
    with _plainly(), ZipFile(BytesIO(content)) as archive:
        _weigh(archive)
        for part in archive.namelist():
            if part.lower().startswith("xl/sharedstrings"):
                with archive.open(part) as stream:
                    measure(stream, part)
        reader = ExcelReader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        reader.read()
        try:
            return _sheets(reader, archive, pick)
        finally:
            reader.wb.close()
            reader.archive.close()


@contextmanager
def _plainly() -> Iterator[None]:
    """Whatever a broken file raises in the readers becomes one sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UnreadableWorkbook:
        raise
    except Exception as error:
        # zipfile, zlib, expat, defusedxml and openpyxl have some twenty kinds of errors for a broken file.
        raise UnreadableWorkbook from error


def _weigh(archive: ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableWorkbook(PROTECTED)
    if "xl/workbook.xml" not in names:
        raise UnreadableWorkbook(N_("Ce fichier n’est pas un classeur .xlsx. Enregistrez-le au format "
                                    "« Classeur Excel "
                                    "(.xlsx) », puis envoyez-le à nouveau."))
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    frame = max(part.file_size for part in parts if not part.filename.lower().startswith(_ROOM))
    if unpacked > min(MOST_UNPACKED, MOST_RATIO * packed) or len(parts) > MOST_PARTS or frame > MOST_FRAME:
        raise UnreadableWorkbook(BOMB)


@dataclass
class Extent:
    """What a sheet holds: its last line and column with content, its merged cells and its formulas."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    elements: int = 0
    texts: int = 0
    merged: str = ""
    formulas: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    column: int = 0

    def enter(self, tag: str, element: Any) -> None:
        self.elements += 1
        if tag == "row":
            self.row, self.column = int(element.get("r") or self.row + 1), 0
        elif tag == "c":
            place = element.get("r")
            self.column = coordinate_to_tuple(place)[1] if place else self.column + 1
            self.cells += 1
        elif tag == "mergeCell":
            self.merged = self.merged or element.get("ref", "")

    def leave(self, tag: str) -> None:
        if tag in {"v", "is", "f"}:
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        if tag == "f":
            self.formulas.add((self.row, self.column))
        self.texts += tag == "si"


def measure(stream: IO[bytes], name: str) -> Extent:
    """Walk a sheet once, with no entities and no document type, and stop as soon as it is too large."""
    extent = Extent()
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            extent.enter(tag, element)
            continue
        extent.leave(tag)
        if tag in {"row", "si"}:
            element.clear()
        if tag in {"row", "si"} or extent.elements % 1000 == 0:
            _refuse_extent(extent, name)
    return extent


def _refuse_extent(extent: Extent, name: str) -> None:
    if extent.elements > MOST_ELEMENTS or extent.texts > MOST_TEXTS:
        raise UnreadableWorkbook(BOMB)
    if extent.cells > MOST_CELLS:
        raise UnreadableWorkbook(N_("La feuille «\u00a0%(sheet)s\u00a0» a trop de cellules. Supprimez les "
                                    "lignes et les colonnes vides à la fin."), sheet=name)
    if extent.rows > 4 * MOST_ROWS:
        raise UnreadableWorkbook(N_("La feuille « %(sheet)s » a trop de lignes : 5 000 au plus."), sheet=name)
    if extent.columns > MOST_COLUMNS:
        raise UnreadableWorkbook(N_("La feuille « %(sheet)s » a trop de colonnes : 200 au plus."), sheet=name)


def _sheets(reader: Any, archive: ZipFile, pick: Pick) -> Workbook:
    targets = {found.name: relation.target for found, relation in reader.parser.find_sheets()}
    known, sheets = pick(list(targets)), {}
    for name, under in known.items():
        with archive.open(targets[name]) as stream:
            extent = measure(stream, under)
        sheets[under] = _sheet(reader.wb[name], under, extent)
    return Workbook(sheets, tuple(name for name in targets if name not in known))


def _sheet(worksheet: Any, name: str, extent: Extent) -> Sheet:
    if extent.merged:
        raise UnreadableWorkbook(
            N_("La feuille « %(sheet)s » a des cellules fusionnées (%(place)s). Annulez la fusion : une "
               "cellule, "
               "une réponse."), sheet=name, place=extent.merged)
    if not extent.rows:
        return Sheet(name)
    lines = worksheet.iter_rows(max_row=extent.rows, max_col=extent.columns, values_only=True)
    grid: Grid = [(number, {column: value for column, value in enumerate(line, 1) if value is not None})
                  for number, line in enumerate(lines, 1)]
    return make_sheet(name, grid, frozenset(extent.formulas))
