"""A pair of CSV files, as Excel and LibreOffice write them in French or in English."""

import csv
from io import StringIO

from consult.errors import N_
from consult.surveys.xlsform.sheets import Grid, Sheet, UnreadableWorkbook, Upload, Workbook, make_sheet


def read(upload: Upload) -> Workbook:
    sheets = {"survey": read_sheet("survey", upload.content)}
    if upload.choices.strip():
        sheets["choices"] = read_sheet("choices", upload.choices)
    return Workbook(sheets)


def _decoded(content: bytes, name: str) -> str:
    """UTF-8, with or without its mark, else Windows-1252: what a French Excel writes."""
    if b"\x00" not in content:
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise UnreadableWorkbook(
        N_("Le fichier de la feuille « %(sheet)s » n’est pas un texte lisible. Envoyez un classeur .xlsx, ou "
           "enregistrez la feuille au format « CSV UTF-8 »."), sheet=name)


def _separator(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","


def read_sheet(name: str, content: bytes) -> Sheet:
    text = _decoded(content, name)
    grid: Grid = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for number, line in enumerate(reader, 1):
            grid.append((number, dict(enumerate(line, 1))))
    except csv.Error as error:
        raise UnreadableWorkbook(
            N_("Feuille « %(sheet)s », ligne %(row)s : ce texte CSV est abîmé. Un guillemet est ouvert et "
               "jamais "
               "fermé, ou une cellule est trop longue."), sheet=name, row=len(grid) + 1) from error
    return make_sheet(name, grid)
