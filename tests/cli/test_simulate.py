"""Simulated answers go through the real path, and never into a real campaign by mistake."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from consult import clock
from consult.campaigns import service as campaigns
from consult.cli import main
from consult.cli.application import open_application
from consult.cli.demonstration import prepare_demonstration
from consult.cli.demonstration_texts import SLUG
from consult.db import db
from consult.responses.models import Response
from consult.territories import service as territories
from consult.territories.reference import places


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose demonstration has three answers."""
    data = tmp_path_factory.mktemp("site")
    with open_application(data):
        territories.load_territories(places())
        prepare_demonstration(answers=3)
    return data


def simulate(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["simulate", *words, "--data", str(folder)])


def stored(folder: Path) -> int:
    with open_application(folder):
        return db.session.scalar(select(func.count()).select_from(Response)) or 0


def test_answers_are_added_to_a_demonstration(folder: Path) -> None:
    before = stored(folder)

    result = simulate(folder, "5", "--campaign", SLUG)

    assert result.exit_code == 0, result.output
    assert "Réponses simulées ajoutées\u00a0: 5." in result.output
    assert stored(folder) == before + 5


def test_the_same_seed_makes_the_same_answers_once(folder: Path) -> None:
    first = simulate(folder, "4", "--campaign", SLUG, "--seed", "7")

    again = simulate(folder, "4", "--campaign", SLUG, "--seed", "7")

    assert "ajoutées\u00a0: 4." in first.output
    assert "ajoutées\u00a0: 0." in again.output


def test_simulated_answers_come_on_days_when_the_campaign_was_open(folder: Path) -> None:
    simulate(folder, "10", "--campaign", SLUG)

    with open_application(folder):
        campaign = campaigns.find_campaign(SLUG)
        days = set(db.session.scalars(select(Response.day)))
        assert campaign.opens_on <= min(days) <= max(days) <= clock.today()


def test_a_real_campaign_is_refused(folder: Path) -> None:
    with open_application(folder):
        campaigns.find_campaign(SLUG).is_demonstration = False
        db.session.commit()
    before = stored(folder)

    refused = simulate(folder, "5", "--campaign", SLUG)
    forced = simulate(folder, "1", "--campaign", SLUG, "--force")

    assert refused.exit_code == 1
    assert "Cette consultation est réelle" in refused.output
    assert forced.exit_code == 0
    assert stored(folder) == before + 1
    with open_application(folder):
        campaigns.find_campaign(SLUG).is_demonstration = True
        db.session.commit()


def test_an_unknown_campaign_is_a_sentence(folder: Path) -> None:
    refused = simulate(folder, "5", "--campaign", "inconnue")

    assert refused.exit_code == 1
    assert "Aucune consultation n’a l’adresse «\u00a0inconnue\u00a0»" in refused.output
