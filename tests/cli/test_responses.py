"""`consult responses` on a folder of its own."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from consult.cli import main
from consult.cli.application import open_application
from consult.db import db
from consult.meetings.models import Invitee
from consult.responses.models import Response
from consult.responses.packing import layout
from consult.responses.service import receive
from tests.conftest import POSTGRESQL
from tests.factories import a_campaign, a_territory
from tests.responses.conftest import SECRET, Published, a_questionnaire, a_version

pytestmark = pytest.mark.skipif(bool(POSTGRESQL), reason="a folder holds a SQLite database")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site with two responses, of which one packed row is damaged, and somebody to forget."""
    folder = tmp_path / "site"
    with open_application(folder) as app:
        campaign_id = uuid4()
        version = a_version(campaign_id, a_questionnaire())
        published = Published(app, version.id, campaign_id)
        campaign = a_campaign(id=campaign_id, contacts_forgotten_on=date(2021, 1, 1))
        db.session.add_all([a_territory(), campaign])
        db.session.flush()
        db.session.add_all([version, Invitee(campaign_id=campaign_id, phone="0639000000", details={})])
        db.session.commit()
        for _ in range(2):
            kept = published.submission()
            receive(kept, layout=layout(a_questionnaire()), secret=SECRET)
        db.session.execute(update(Response).where(Response.key == kept.key).values(packed=b"\x01"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return folder


def run(folder: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, [*words, "--data", str(folder)])
    return result.exit_code, result.output


def test_damaged_rows_are_found_and_made_again(folder: Path) -> None:
    found = run(folder, "responses", "check")
    rebuilt = run(folder, "responses", "rebuild")
    after = run(folder, "responses", "check")

    assert found[0] == 1
    assert "1 lignes compactes sont à refaire" in found[1]
    assert rebuilt == (0, "2 réponses lues, 1 lignes compactes refaites.\n")
    assert after == (0, "2 réponses vérifiées.\n")


def test_people_are_forgotten_by_a_command(folder: Path) -> None:
    first = run(folder, "responses", "forget-contacts")
    again = run(folder, "responses", "forget-contacts")

    assert first == (0, "1 personnes effacées.\n")
    assert again == (0, "0 personnes effacées.\n")
