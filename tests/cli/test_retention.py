"""`consult retention` on a folder of its own."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner

from consult.cli import main
from consult.cli.application import open_application
from consult.db import db
from consult.meetings.models import Invitee
from tests.conftest import POSTGRESQL
from tests.factories import a_campaign, a_territory

pytestmark = pytest.mark.skipif(bool(POSTGRESQL), reason="a folder holds a SQLite database")


def said(folder: Path, word: str) -> str:
    result = CliRunner().invoke(main, ["retention", word, "--data", str(folder)])
    assert result.exit_code == 0, result.output
    return result.output.replace("\u00a0", " ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder, campaign_id = tmp_path / "site", uuid4()
    with open_application(folder):
        db.session.add_all([a_territory(), a_campaign(
            id=campaign_id, closes_on=date(2021, 1, 1), retention_days=30,
            contacts_forgotten_on=date(2021, 2, 1))])
        db.session.flush()
        db.session.add(Invitee(campaign_id=campaign_id, phone="0639000000", details={}))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return folder


def test_rules_and_dates_are_written(folder: Path) -> None:
    shown = said(folder, "show")

    assert "90 jours après l’envoi" in shown
    assert "petite-enfance : prénoms et téléphones 01/02/2021, réponses anonymes 01/02/2021 (rien" in shown


def test_what_is_due_is_done_once(folder: Path) -> None:
    assert said(folder, "run") == (
        "contacts petite-enfance inscriptions : 0, messages : 0, personnes à inviter : 1\n")
    assert said(folder, "run") == "Rien n’est dû aujourd’hui.\n"


def test_a_paper_is_written_by_its_name(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "registre.odt"

    result, refused = (
        CliRunner().invoke(main, ["retention", "paper", "registre", name, "--data", str(folder)])
        for name in (str(path), f"{path}.txt"))

    assert result.exit_code == 0, result.output
    assert path.read_bytes().startswith(b"PK")
    assert refused.exit_code == 1
