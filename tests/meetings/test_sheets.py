"""The attendance sheet, as a page to print and as a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.campaigns.lettering import printable
from consult.meetings.sheet_workbook import attendance_xlsx
from consult.meetings.sheets import BLANK_ROWS, DESTROYED, Line, Sheet, attendance_pdf
from consult.meetings.states import MeetingStage
from consult.staff.models import Role
from tests.meetings.tonight import CODE, PAGE, Tonight
from tests.test_formulas import ATTACKS

PDF, XLSX = f"{PAGE}/feuille.pdf", f"{PAGE}/feuille.xlsx"


def a_sheet(*names: str, **changes: Any) -> Sheet:
    lines = [Line(name, adults=2, children=1, wants="Garde des enfants, Interprète") for name in names]
    return Sheet(**{"town": "Ville de Mamoudzou", "accent": "#0b5d5b", "title": "Parlons des petits",
                    "village": "Kawéni", "venue": "MJC de Kawéni", "day": "mercredi 3 juin 2026",
                    "hours": "16:00 – 18:00", "lines": lines, **changes})


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def cells(workbook: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(BytesIO(workbook)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_sheet_is_a_tagged_pdf_on_as_many_pages_as_it_takes() -> None:
    short, long = attendance_pdf(a_sheet("Amina")), attendance_pdf(a_sheet(*["Amina"] * 60))

    for pdf in (short, long):
        assert pdf.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in pdf
        assert b"pdfuaid:part" in pdf
    assert pages(short) == 1
    assert pages(long) > 3


@pytest.mark.parametrize("name", [
    "مريم", "🌸 Fatima", "日本", "Ɓwana", "#Ali *x*", "$x$ @ref <lab>",
    "", "\x07\u200b", "a" * 400, "\\", '"'])
def test_any_first_name_can_be_printed(name: str) -> None:
    assert attendance_pdf(a_sheet(name, title=name or "?", venue=name))


def test_letters_that_the_fonts_lack_are_left_out() -> None:
    assert printable("🌸 Fatima\u200b\nTwo") == "Fatima Two"
    assert printable("Réunion\u00a0: Ɓwana مريم") == "Réunion\u00a0: Ɓwana مريم"


def test_the_workbook_has_a_row_for_each_family_and_ten_for_others() -> None:
    rows = cells(attendance_xlsx(a_sheet("Amina", "Fatima")))

    assert rows[0][0] == "Parlons des petits"
    assert rows[4][1:4] == ["Prénom", "Adultes attendus", "Enfants attendus"]
    assert rows[5] == [1, "Amina", 2, 1, "Garde des enfants, Interprète", None, None, None]
    assert [row[1] for row in rows[7:7 + BLANK_ROWS]] == ["Sans inscription"] * BLANK_ROWS
    assert rows[7 + BLANK_ROWS][0] == "En tout"
    assert rows[-1][0] == DESTROYED


def test_only_our_own_totals_are_formulas() -> None:
    rows = cells(attendance_xlsx(a_sheet(*ATTACKS, title="=1+1", venue="@x", day="+1")))

    formulas = {cell for row in rows for cell in row if isinstance(cell, str) and cell.startswith("=")}
    last = 5 + len(ATTACKS) + BLANK_ROWS
    assert formulas == {f"=SUM({letter}6:{letter}{last})" for letter in "CDFGH"}


@pytest.fixture
def tonight(app: Flask, stored: Callable[..., None]) -> Tonight:
    tonight = Tonight(app, stored, minded_seats=9)
    tonight.sign_up("Amina", adults=2, under_3=1, from_6=1, wants_childminding=True, wants_step_free=True,
                    phone="0639000001")
    tonight.sign_up("Zaïnaba")
    return tonight


def test_the_sheet_names_who_is_expected(
        tonight: Tonight, signed_in: Callable[[Role], FlaskClient]) -> None:
    client = signed_in(Role.INTERVIEWER)

    pdf, rows = client.get(PDF), cells(client.get(XLSX).data)

    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    assert CODE in pdf.headers["Content-Disposition"]
    assert [row[1:5] for row in rows[5:7]] == [
        ["Amina", 2, 2, "Garde des enfants, Accès sans marche"], ["Zaïnaba", 1, 0, None]]
    assert "0639000001" not in str(rows)
    assert tonight.logged() == ["prend la feuille de présence"] * 2


def test_the_sheet_can_be_without_names_and_then_is_not_logged(
        tonight: Tonight, signed_in: Callable[[Role], FlaskClient]) -> None:
    rows = cells(signed_in(Role.COORDINATOR).get(f"{XLSX}?noms=non").data)

    assert "Zaïnaba" not in str(rows)
    assert [row[1:4] for row in rows[5:7]] == [[None, 2, 2], [None, 1, 0]]
    assert tonight.logged() == []


def test_a_cancelled_meeting_has_no_sheet(
        tonight: Tonight, signed_in: Callable[[Role], FlaskClient]) -> None:
    tonight.change(stage=MeetingStage.CANCELLED)

    assert signed_in(Role.COORDINATOR).get(PDF).status_code == 409
