"""What a frozen diagnostic is handed out as, from the desk and by command."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from consult.exports.offered import PAPERS, files_of, find_paper, village_papers
from consult.staff.models import Role
from tests.desk.test_diagnostic import ADDRESS, begun, decide, frozen, states
from tests.diagnostic.frozen import a_snapshot
from tests.factories import sign_in

__all__ = ("begun",)
STATE = f"{ADDRESS}/etats/1"
Visit = Callable[..., TestResponse]


@pytest.fixture
def kept(begun: FlaskClient) -> FlaskClient:
    decide(begun, "ACC-1", statement="Des places.")
    frozen(begun)
    return begun


@pytest.mark.parametrize(("name", "kind", "begins"), [
    ("une-page", "pdf", b"%PDF"), ("deux-pages", "docx", b"PK"), ("complet", "odt", b"PK"),
    ("lieu-97611-kaweni", "pdf", b"%PDF")])
def test_a_report_is_a_file_of_its_kind(kept: FlaskClient, name: str, kind: str, begins: bytes) -> None:
    file = kept.get(f"{STATE}/rapports/{name}.{kind}")

    assert file.status_code == 200
    assert file.data.startswith(begins)
    assert f'filename="petite-enfance-2026-1-{name}.{kind}"' in file.headers["Content-Disposition"]


def test_the_page_leads_to_every_file(kept: FlaskClient, visit: Visit) -> None:
    page = visit(STATE).text

    for paper in PAPERS:
        for kind in ("pdf", "docx", "odt"):
            assert f'href="{STATE}/rapports/{paper.name}.{kind}"' in page
    for name in ("classeur.xlsx", "graphiques.zip", "donnees-ouvertes.zip", "dossier.zip",
                 "rapports/lieu-97611-kaweni.pdf"):
        assert f'href="{STATE}/{name}"' in page


def test_the_archive_has_the_state_its_rules_and_its_manifest(app: Flask, kept: FlaskClient) -> None:
    archive = zipfile.ZipFile(io.BytesIO(kept.get(f"{STATE}/dossier.zip").data))
    [state] = states(app)

    assert hashlib.sha256(archive.read("snapshot.json")).hexdigest() == state.content_hash
    assert "regles/taxonomie.csv" in archive.namelist()
    for line in archive.read("MANIFEST").decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest


def test_the_workbook_opens(kept: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(kept.get(f"{STATE}/classeur.xlsx").data))

    assert len(book.sheetnames) > 5


def test_charts_are_drawings_for_slides(kept: FlaskClient) -> None:
    archive = zipfile.ZipFile(io.BytesIO(kept.get(f"{STATE}/graphiques.zip").data))
    names = archive.namelist()

    drawings = [name for name in names if name.endswith(".svg")]
    assert drawings
    assert sorted(names) == sorted([*drawings, *(f"{name[:-4]}.png" for name in drawings)])
    for name in names:
        assert archive.read(name).startswith(b"<svg" if name.endswith(".svg") else b"\x89PNG")
    assert all(b"<title>" in archive.read(name) for name in drawings)


def test_readers_keep_what_they_may_read(app: Flask, kept: FlaskClient) -> None:
    sign_in(app, kept, Role.READER)

    assert kept.get(f"{STATE}/rapports/une-page.pdf").status_code == 200
    assert kept.get(f"{STATE}/donnees-ouvertes.zip").status_code == 200


@pytest.mark.parametrize("name", [
    "rapports/nul.pdf", "rapports/lieu-976.pdf", "rapports/lieu-nul.pdf", "rapports/une-page.exe"])
def test_a_file_that_is_not_offered_is_not_found(kept: FlaskClient, name: str) -> None:
    assert kept.get(f"{STATE}/{name}").status_code == 404
    assert kept.get(f"{ADDRESS}/etats/9/classeur.xlsx").status_code == 404


def test_every_place_of_the_territory_has_a_page() -> None:
    snapshot = a_snapshot()

    assert set(village_papers(snapshot)) == {f"lieu-{place.code}" for place in snapshot.places[1:]}
    assert find_paper(snapshot, "lieu-97611-kaweni")(snapshot).blocks


def test_files_have_names_of_their_own() -> None:
    names = [name for name, _make in files_of(a_snapshot(), None)]

    assert len(names) == len(set(names)) > 9 + 3
    assert all(Path(name).name == name for name in names)


def test_what_is_late_is_handed_to_the_follow_up_committee(app: Flask, kept: FlaskClient) -> None:
    page = kept.get(f"{ADDRESS}/engagements/nouveau").text
    need = page.split('<option value="')[1].split('"')[0]
    for what, state in (("=Ouvrir 12 places", "started"), ("Former", "blocked")):
        kept.post(f"{ADDRESS}/engagements/nouveau", data={
            "besoin": need, "what": what, "who": "La Ville", "due_on": "2026-01-31", "state": state})

    sheet = load_workbook(io.BytesIO(kept.get(f"{ADDRESS}/engagements.xlsx").data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]

    assert [row[4] for row in rows] == ["En retard (commencé)", "En retard (bloqué)"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert kept.get(f"{ADDRESS}/engagements.pdf").data.startswith(b"%PDF")
