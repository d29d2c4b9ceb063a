"""Files that people upload, opened safely into sheets of rows of text.

The bytes decide what a file is, not its name; everything is bounded before it is read; whatever a broken file
does to a reader becomes one sentence for the person who sent it.
"""

from collections.abc import Callable
from functools import partial
from pathlib import PurePath

from consult.errors import N_
from consult.surveys.xlsform import workbooks_csv
from consult.surveys.xlsform.sheets import (
    Pick,
    Sheet,
    UnreadableWorkbook,
    Upload,
    Workbook,
    first_sheet,
    known_sheets,
)

MOST_BYTES = 5 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_workbook(upload: Upload) -> Workbook:
    """The sheets of an XLSForm. Raises UnreadableWorkbook with a sentence that says what to do."""
    return _open(upload, known_sheets, workbooks_csv.read)


def open_table(upload: Upload) -> Sheet:
    """The one sheet of a CSV file, or the first of a workbook. Raises UnreadableWorkbook."""
    name = PurePath(upload.name.replace("\\", "/")).name

    def read_csv(sent: Upload) -> Workbook:
        return Workbook({name: workbooks_csv.read_sheet(name, sent.content)})

    return next(iter(_open(upload, first_sheet, read_csv).sheets.values()), Sheet(name))


def _open(upload: Upload, pick: Pick, read_csv: Callable[[Upload], Workbook]) -> Workbook:
    for content in (upload.content, upload.choices):
        _refuse_size(content)
    if not upload.content.strip():
        raise UnreadableWorkbook(N_("Ce fichier est vide."))
    # Each reader is read at its first use: a site at rest does without their memory.
    if upload.content.startswith(_ZIP):
        from consult.surveys.xlsform import workbooks_xlsx

        return _alone(upload, {".xlsx"}, partial(workbooks_xlsx.read, pick=pick))
    if upload.content.startswith(_OLE):
        from consult.surveys.xlsform import workbooks_xls

        return _alone(upload, {".xls"}, partial(workbooks_xls.read, pick=pick))
    _refuse_name(upload.name, {".csv"})
    return read_csv(upload)


def _refuse_size(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise UnreadableWorkbook(N_("Ce fichier est trop lourd : 5 Mo au plus."))


def _alone(upload: Upload, suffixes: set[str], read: Callable[[bytes], Workbook]) -> Workbook:
    if upload.choices:
        raise UnreadableWorkbook(N_("Un classeur Excel s’envoie seul : la feuille « choices » est déjà "
                                    "dedans."))
    _refuse_macros(upload.content)
    workbook = read(upload.content)
    _refuse_name(upload.name, suffixes)
    return workbook


def _refuse_macros(content: bytes) -> None:
    if b"vbaproject.bin" in content.lower() or "_VBA_PROJECT".encode("utf-16-le") in content:
        raise UnreadableWorkbook(N_("Ce fichier contient des macros (petits programmes). Enregistrez-le au "
                                    "format "
                                    "« Classeur Excel (.xlsx) », sans macros, puis envoyez-le à nouveau."))


def _refuse_name(name: str, suffixes: set[str]) -> None:
    suffix = PurePath(name).suffix.lower()
    if suffix not in suffixes:
        raise UnreadableWorkbook(
            N_("Le nom de ce fichier finit par « %(suffix)s », mais son contenu est du type « %(found)s ». "
               "Envoyez un classeur .xlsx ou .xls, ou du .csv, sans changer la fin des noms."),
            suffix=suffix, found=", ".join(sorted(suffixes)))
