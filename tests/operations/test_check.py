"""`consult check` finds what is wrong, says it in a sentence, and finds nothing where nothing is."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from consult.cli.application import DATABASE
from consult.db import db
from consult.operations.checks import CONTROLS
from consult.staff.models import StaffAction
from tests.operations.conftest import Copied
from tests.operations.places import HERE, Place, a_site, on_both

HARM = [
    ("UPDATE response SET packed = X'01'", ["3 lignes compactes sont à refaire"]),
    ("UPDATE response SET answers = '{'", ["3 réponses sont illisibles"]),
    ("""UPDATE response SET answers = '{"accord":"jamais"}'""", ["3 réponses sont illisibles"]),
    ("UPDATE meeting SET seats_taken = 2", ["places prises de la réunion k7m3pt"]),
    ("DELETE FROM territory WHERE code = '976'", ["mènent à une ligne absente"]),
    ("DROP TRIGGER snapshot_refuses_update; UPDATE snapshot SET document = '{}'",
     ["«\u00a0snapshot_refuses_update\u00a0» manque", "1 documents changés (état figé)"]),
    ("UPDATE alembic_version SET version_num = '0001'", ["était attendue"]),
    ("DROP TABLE meeting", ["N’a pas pu être vérifié"] * 2),
]


@pytest.fixture
def site(copied: Copied, tmp_path: Path) -> Place:
    """The same site, to be harmed."""
    shutil.copytree(copied.site.folder, tmp_path / "site")
    return Place(tmp_path / "site")


def harm(site: Place, statements: str) -> None:
    connection = sqlite3.connect(site.folder / DATABASE)
    connection.executescript(statements)
    connection.close()


@on_both
def test_a_whole_site_is_found_whole(tmp_path: Path) -> None:
    site = a_site(HERE, tmp_path / "site")

    done = site.run("check")

    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert [line.split()[0] for line in lines] == ["Bien"] * len(CONTROLS)
    assert "Réponses\u00a0: 3 comparées" in done.output
    with site.opened():
        trace = db.session.scalars(select(StaffAction).where(StaffAction.verb == "contrôle")).one()
    assert trace.detail == {"points_vérifiés": len(CONTROLS), "à_revoir": "rien"}


def wrong_lines(site: Place) -> list[str]:
    done = site.run("check")
    wrong = [line for line in done.output.splitlines() if line.startswith("À revoir ")]
    assert done.exit_code == (1 if wrong else 0), done.output
    return wrong


def test_answers_that_became_anonymous_have_no_receipt_to_open(site: Place) -> None:
    harm(site, "UPDATE response SET receipt_hash = 'anonyme ' || hex(randomblob(16))")

    assert wrong_lines(site) == []


@pytest.mark.parametrize(("statements", "sentences"), HARM)
def test_what_is_wrong_is_said(site: Place, statements: str, sentences: list[str]) -> None:
    harm(site, statements)

    wrong = wrong_lines(site)

    assert len(wrong) == len(sentences), wrong
    assert all(sentence in line for sentence, line in zip(sentences, wrong, strict=True)), wrong


def test_the_secret_of_another_site_opens_no_receipt(site: Place) -> None:
    (site.folder / "secret.key").write_text("un autre")

    [wrong] = wrong_lines(site)

    assert "3 reçus sur 3 n’ouvrent plus rien" in wrong


def test_a_folder_that_others_may_open_is_told(site: Place) -> None:
    site.folder.chmod(0o755)

    [wrong] = wrong_lines(site)

    assert "d’autres comptes peuvent ouvrir" in wrong.lower()


def test_a_torn_file_is_told_too(site: Place) -> None:
    path = site.folder / DATABASE
    octets = path.read_bytes()
    path.write_bytes(octets[:len(octets) // 2] + b"\xff" * (len(octets) - len(octets) // 2))

    done = site.run("check")

    assert done.exit_code == 1
    assert "abîmé" in done.output or "À revoir  Fichier de la base" in done.output
