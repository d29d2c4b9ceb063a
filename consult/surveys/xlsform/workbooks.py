"""Files that people upload, opened safely into sheets of rows of text.

The bytes decide what a file is, not its name; everything is bounded before it is read; whatever a broken file
does to a reader becomes one sentence for the person who sent it.
"""

from collections.abc import Callable
from pathlib import PurePath

from consult.errors import N_
from consult.surveys.xlsform import workbooks_csv, workbooks_xls, workbooks_xlsx
from consult.surveys.xlsform.sheets import UnreadableWorkbook, Upload, Workbook

MOST_BYTES = 5 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_workbook(upload: Upload) -> Workbook:
    """The sheets of an upload. Raises UnreadableWorkbook with a sentence that says what to do."""
    for content in (upload.content, upload.choices):
        _refuse_size(content)
    if not upload.content.strip():
        raise UnreadableWorkbook(N_("Ce fichier est vide."))
    if upload.content.startswith(_ZIP):
        return _alone(upload, {".xlsx"}, workbooks_xlsx.read)
    if upload.content.startswith(_OLE):
        return _alone(upload, {".xls"}, workbooks_xls.read)
    _refuse_name(upload.name, {".csv"})
    return workbooks_csv.read(upload)


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
               "Envoyez un "
               "classeur .xlsx ou .xls, ou deux fichiers .csv, sans changer la fin de leur nom."),
            suffix=suffix, found=", ".join(sorted(suffixes)))
