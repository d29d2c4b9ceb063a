"""Campaigns, from the machine itself."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from consult import clock
from consult.campaigns.models import Stage
from consult.campaigns.service import find_campaign
from consult.cli import main
from consult.cli.application import open_application
from consult.db import db
from consult.staff.models import StaffAction
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.questions import Questionnaire
from consult.text import localized
from tests.factories import a_campaign, a_territory


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["campaign", *map(str, words)])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder of a site that has one draft with everything but a questionnaire."""
    with open_application(tmp_path / "site"):
        db.session.merge(a_territory())
        db.session.add(a_campaign(stage=Stage.DRAFT, decided_by=localized("Le conseil."),
                                  open_to_discussion=localized("Tout.")))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return tmp_path / "site"


def _publish(site: Path) -> None:
    questionnaire = Questionnaire(title=localized("Q"), form_id="q", languages=("fr",), sections=())
    with open_application(site):
        db.session.add(QuestionnaireVersion(
            campaign_id=find_campaign("petite-enfance").id, number=1, document=questionnaire.to_document(),
            content_hash=questionnaire.content_hash, imported_at=clock.now(), published_at=clock.now()))
        db.session.commit()


def _stage_and_log(site: Path) -> tuple[Stage, list[tuple[str, str]]]:
    with open_application(site):
        columns = select(StaffAction.account_name, StaffAction.verb)
        logged = db.session.execute(columns.order_by(StaffAction.id))
        return find_campaign("petite-enfance").stage, [(name, verb) for name, verb in logged]


def test_campaigns_are_listed_with_their_stage_and_days(site: Path) -> None:
    answer = run("list", "--data", site)

    assert answer.exit_code == 0, answer.output
    assert answer.output.split() == [
        "petite-enfance", "brouillon", "01/01/2020", "–", "31/12/2099", "Petite", "enfance"]


def test_opening_without_a_questionnaire_tells_why(site: Path) -> None:
    answer = run("open", "petite-enfance", "--data", site)

    assert answer.exit_code == 1
    assert "Il manque un questionnaire publié." in answer.output
    assert _stage_and_log(site) == (Stage.DRAFT, [])


def test_a_campaign_is_opened_then_closed_and_the_log_says_from_where(site: Path) -> None:
    _publish(site)

    opened = run("open", "petite-enfance", "--data", site)
    again = run("open", "petite-enfance", "--data", site)
    closed = run("close", "petite-enfance", "--data", site)

    assert (opened.exit_code, again.exit_code, closed.exit_code) == (0, 1, 0), opened.output
    assert "Cette étape n’est pas possible maintenant." in again.output
    assert _stage_and_log(site) == (Stage.CLOSED, [
        ("ligne de commande", "ouvre une campagne"), ("ligne de commande", "ferme une campagne")])


def test_a_campaign_nobody_knows_is_a_sentence(site: Path) -> None:
    answer = run("close", "absente", "--data", site)

    assert answer.exit_code == 1
    assert "n’existe pas" in answer.output
