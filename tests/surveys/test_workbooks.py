"""Files as people send them, and as people who mean harm do."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as OpenpyxlWorkbook

from consult.surveys.xlsform.sheets import MOST_CHARACTERS, UnreadableWorkbook, Upload, Workbook
from consult.surveys.xlsform.workbooks import MOST_BYTES, open_table, open_workbook
from tests.surveys.xls_files import an_xls
from tests.surveys.xlsform_files import a_csv, an_xlsx

SURVEY = [("type", "name", "label"), ("text", "nom", "L’école, à côté"), ("integer", "age", "Âge")]
GOOD = an_xlsx(survey=SURVEY)
OLD = an_xls(survey=SURVEY)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB_OF_ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet
xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData><row r="1"><c r="A1" t="inlineStr">
<is><t>&b;</t></is></c></row></sheetData></worksheet>"""
OUTSIDE = BOMB_OF_ENTITIES.replace(b'<!ENTITY a "aaaaaaaaaa">', b'<!ENTITY a SYSTEM "file:///etc/passwd">')


def repacked(changes: Mapping[str, bytes | None], content: bytes = GOOD) -> bytes:
    """The workbook with parts replaced, added, or taken out (None)."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        parts = {name: source.read(name) for name in source.namelist()} | changes
        for name, part in parts.items():
            if part is not None:
                target.writestr(name, part)
    return stream.getvalue()


def opened(content: bytes, name: str = "essai.xlsx") -> Workbook:
    return open_workbook(Upload(name, content))


def refusal(content: bytes, name: str = "essai.xlsx", choices: bytes = b"") -> str:
    """The sentence that a file is refused with, in bounded time."""
    began = time.monotonic()
    with pytest.raises(UnreadableWorkbook) as refused:
        open_workbook(Upload(name, content, "choices.csv" if choices else "", choices))
    assert time.monotonic() - began < 10
    assert refused.value.status == 422
    return str(refused.value)


def a_sheet(cells: str) -> bytes:
    return (f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}'
            "</sheetData></worksheet>").encode()


MERGED = a_sheet("").replace(
    b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>')


def test_a_workbook_gives_its_rows_with_their_numbers() -> None:
    survey = opened(GOOD).sheets["survey"]

    assert survey.headers == ("type", "name", "label")
    assert [(row.number, row.cells["label"]) for row in survey.rows] == [(2, "L’école, à côté"), (3, "Âge")]


def test_empty_lines_are_left_out_and_numbers_stay_those_of_the_file() -> None:
    survey = opened(an_xlsx(survey=[SURVEY[0], (), (), SURVEY[1]])).sheets["survey"]

    assert [row.number for row in survey.rows] == [4]


def test_numbers_dates_and_booleans_are_read_as_an_author_types_them() -> None:
    book = OpenpyxlWorkbook()
    sheet = book.active
    sheet.title = "Survey "
    sheet.append(["type", "entier", "decimal", "jour", "vrai"])
    sheet.append(["text", 12.0, 1.5, date(2026, 11, 23), True])
    stream = BytesIO()
    book.save(stream)

    row = opened(stream.getvalue()).sheets["survey"].rows[0]

    assert row.cells == {
        "type": "text", "entier": "12", "decimal": "1.5", "jour": "2026-11-23", "vrai": "TRUE"}


def test_sheets_that_xlsform_does_not_know_are_named() -> None:
    assert opened(an_xlsx(survey=SURVEY, brouillon=[("a",)])).others == ("brouillon",)


def test_a_formula_is_marked_and_its_last_value_read() -> None:
    computed = an_xlsx(survey=[("type", "name", "label"), ("text", "nom", "=1+1")])

    row = opened(computed).sheets["survey"].rows[0]

    assert row.formulas == {"label"}
    assert row.cells["label"] == "0"


@pytest.mark.parametrize(("separator", "encoding"), [
    (",", "utf-8"), (";", "utf-8"), (",", "utf-8-sig"), (";", "utf-8-sig"), (";", "cp1252"), (",", "cp1252")])
def test_csv_is_read_as_excel_writes_it(separator: str, encoding: str) -> None:
    content = a_csv([[str(cell) for cell in row] for row in SURVEY], separator=separator, encoding=encoding)

    survey = opened(content, "survey.csv").sheets["survey"]

    assert [row.cells["label"] for row in survey.rows] == ["L’école, à côté", "Âge"]


def test_a_pair_of_csv_files_gives_two_sheets() -> None:
    upload = Upload("survey.csv", b"type,name\ntext,q\n", "choices.csv", b"list_name;name\nl;a\n")

    assert {name: len(sheet.rows) for name, sheet in open_workbook(upload).sheets.items()} == {
        "survey": 1, "choices": 1}


@pytest.mark.parametrize(("content", "name", "words"), [
    (b"", "essai.xlsx", "vide"),
    (b"  \n ", "essai.csv", "vide"),
    (b"PK\x03\x04 nothing", "essai.xlsx", "ne peut pas être lu"),
    (GOOD[:-200], "essai.xlsx", "ne peut pas être lu"),
    (b"x" * (MOST_BYTES + 1), "essai.csv", "trop lourd"),
    (GOOD, "essai.xls", ".xls"),
    (GOOD, "essai.csv", ".csv"),
    (b"type,name\n", "essai.xlsx", ".xlsx"),
    (b"<html><table></table></html>", "essai.xls", ".xls"),
    (b"\x89PNG\r\n\x1a\n", "photo.png", ".png"),
    (b"type,name\x00\n", "essai.csv", "texte lisible"),
    (b"type,name\n\x81\xff\n", "essai.csv", "texte lisible"),
    ("type,name\n".encode("utf-16"), "essai.csv", "texte lisible"),
    (b'type,name\n"text,q\n', "essai.csv", "guillemet"),
    (b"type,name,type\n", "essai.csv", "deux colonnes"),
    (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "essai.xlsx", "mot de passe"),
    (OLE + b"\x00" * 600 + "_VBA_PROJECT".encode("utf-16-le"), "essai.xls", "macros"),
    (OLE + b"\x00" * 5000, "essai.xls", "ne peut pas être lu"),
])
def test_what_is_no_workbook_is_refused_with_a_sentence(content: bytes, name: str, words: str) -> None:
    assert words in refusal(content, name)


@pytest.mark.parametrize(("changes", "words"), [
    ({"xl/vbaProject.bin": b"macro"}, "macros"),
    ({"xl/workbook.xml": None}, "pas un classeur"),
    ({"xl/worksheets/sheet1.xml": BOMB_OF_ENTITIES}, "ne peut pas être lu"),
    ({"xl/worksheets/sheet1.xml": OUTSIDE}, "ne peut pas être lu"),
    ({"xl/sharedStrings.xml": BOMB_OF_ENTITIES.replace(b"worksheet", b"sst")}, "ne peut pas être lu"),
    ({"xl/worksheets/sheet1.xml": b"<worksheet"}, "ne peut pas être lu"),
    ({"xl/worksheets/sheet1.xml": None}, "ne peut pas être lu"),
    ({"xl/media/image1.png": b"\x00" * 60_000_000}, "décompressé"),
    ({"xl/styles.xml": b" " * 3_000_000}, "décompressé"),
    (dict.fromkeys((f"xl/media/{n}.png" for n in range(1100)), b""), "décompressé"),
    ({"xl/worksheets/sheet1.xml": a_sheet('<row r="1"/>' * 1_600_000)}, "décompressé"),
    ({"xl/worksheets/sheet1.xml": a_sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')}, "lignes"),
    ({"xl/worksheets/sheet1.xml": a_sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')}, "colonnes"),
    ({"xl/worksheets/sheet1.xml": MERGED}, "fusionnées (A1:B2)"),
    ({"xl/worksheets/sheet1.xml": a_sheet(f'<row r="1">{"<c/>" * 60_001}</row>')}, "cellules"),
])
def test_a_workbook_that_does_harm_is_refused_with_a_sentence(
        changes: dict[str, bytes | None], words: str) -> None:
    assert words in refusal(repacked(changes))


def test_a_protected_archive_is_refused_with_a_sentence() -> None:
    content = bytearray(GOOD)
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        content[place + flag] |= 1

    assert "mot de passe" in refusal(bytes(content))


@pytest.mark.parametrize(("rows", "words"), [
    ([SURVEY[0], *([("text", "q", "Q")] * 5001)], "lignes"),
    ([tuple(f"c{n}" for n in range(201))], "colonnes"),
    ([SURVEY[0], ("text", "q", "x" * (MOST_CHARACTERS + 1))], "ligne 2"),
])
def test_too_much_is_refused_with_its_limit(rows: list[tuple[str, ...]], words: str) -> None:
    assert words in refusal(an_xlsx(survey=rows))
    assert words in refusal(a_csv(rows), "essai.csv")


def test_a_workbook_is_sent_alone() -> None:
    assert "seul" in refusal(GOOD, choices=b"list_name,name\n")


def test_hidden_emptiness_far_away_is_no_content() -> None:
    far = a_sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row>'
                  '<row r="1048576"><c r="XFD1048576"/></row>')

    assert opened(repacked({"xl/worksheets/sheet1.xml": far})).sheets["survey"].headers == ("type",)


def test_an_old_workbook_is_read_too() -> None:
    old = an_xls(survey=[SURVEY[0], ("text", "nom", "L’école"), ("range", "âge", 12.0)])

    survey = opened(old, "essai.xls").sheets["survey"]

    assert [row.cells["label"] for row in survey.rows] == ["L’école", "12"]


def test_one_cell_in_the_last_corner_of_an_old_workbook_costs_nothing() -> None:
    far = OLD.replace(b"\x02\x00\x02\x00\x00\x00", b"\xff\xff\xff\x00\x00\x00")

    assert "colonnes" in refusal(far, "essai.xls")


def test_a_table_is_the_first_sheet_whatever_its_name() -> None:
    workbooks = {"m.xlsx": an_xlsx(Feuil1=SURVEY, autre=[("x",)]), "m.xls": an_xls(Feuil1=SURVEY)}
    for name, content in workbooks.items():
        table = open_table(Upload(name, content))

        assert (table.name, table.headers) == ("Feuil1", ("type", "name", "label"))
        assert [row.number for row in table.rows] == [2, 3]


def test_a_table_in_csv_bears_the_name_of_its_file() -> None:
    table = open_table(Upload("C:\\Bureau\\marges.csv", b"question;nombre\nvillage;12\n"))

    assert (table.name, table.rows[0].cells) == ("marges.csv", {"question": "village", "nombre": "12"})


@pytest.mark.parametrize(("content", "words"), [
    (b"", "vide"), (GOOD[:-200], "ne peut pas être lu"), (repacked({"xl/vbaProject.bin": b"x"}), "macros"),
    (repacked({"xl/styles.xml": b" " * 3_000_000}), "décompressé"),
    (repacked({"xl/worksheets/sheet1.xml": OUTSIDE}), "ne peut pas être lu"),
    (repacked({"xl/worksheets/sheet1.xml": MERGED}), "La feuille « survey » a des cellules fusionnées")])
def test_a_table_passes_the_same_bounds(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        open_table(Upload("m.xlsx", content))

    assert words in str(refused.value).replace("\u00a0", " ")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 6000), st.sampled_from(["q.xlsx", "q.xls", "q.csv"]))
def test_no_bytes_break_the_reader(junk: bytes, at: int, name: str) -> None:
    for content in (junk, GOOD[:at] + junk + GOOD[at + len(junk):], OLD[:at] + junk + OLD[at + len(junk):]):
        try:
            workbook = opened(content, name)
        except UnreadableWorkbook:
            continue
        else:
            assert set(workbook.sheets) <= {"survey", "choices", "settings"}
