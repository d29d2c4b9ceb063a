"""Questionnaires, from the machine itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.cli import main
from consult.cli.application import open_application
from consult.db import db
from consult.surveys import service
from consult.surveys.published import find_survey
from consult.surveys.shipped import DATA
from tests.factories import a_campaign, a_territory
from tests.surveys.xlsform_files import an_xlsx

SURVEY = DATA / "questionnaire-besoins-petite-enfance.csv"
CHOICES = DATA / "questionnaire-choices.csv"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["questionnaire", *map(str, words)])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder of a site that has one campaign."""
    with open_application(tmp_path / "site"):
        # The first migration may have brought the territories in already.
        db.session.merge(a_territory())
        db.session.add(a_campaign())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return tmp_path / "site"


@pytest.fixture
def bring_in(site: Path) -> Callable[..., Result]:
    def command(*words: object) -> Result:
        return run("import", *words, "--campaign", "petite-enfance", "--data", site)
    return command


def test_a_good_pair_of_files_is_checked_and_said_so() -> None:
    answer = run("check", SURVEY, "--choices", CHOICES)

    assert answer.exit_code == 0, answer.output
    assert "Durée estimée" in answer.output
    assert "peut être publié" in answer.output


def test_errors_are_said_with_their_place_and_end_with_one(tmp_path: Path) -> None:
    wrong = tmp_path / "essai.xlsx"
    wrong.write_bytes(an_xlsx(survey=[("type", "name", "label"), ("barcode", "code", "Code ?")]))

    answer = run("check", wrong)

    assert answer.exit_code == 1
    assert "survey, ligne 2, type" in answer.output
    assert "barcode" in answer.output


def test_a_file_that_is_no_workbook_is_refused_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "essai.xlsx"
    broken.write_bytes(b"PK\x03\x04 and nothing else")

    answer = run("check", broken)

    assert answer.exit_code == 1
    assert "ne peut pas être lu" in answer.output
    assert "Traceback" not in answer.output


def test_an_imported_questionnaire_is_published_and_comes_out_equal(
        bring_in: Callable[..., Result], site: Path, tmp_path: Path) -> None:
    answer = bring_in(SURVEY, "--choices", CHOICES, "--publish")
    taken_out = run("export", tmp_path / "sorti.xlsx", "--campaign", "petite-enfance", "--data", site)

    assert answer.exit_code == 0, answer.output
    assert "Version 1 publiée." in answer.output
    assert taken_out.exit_code == 0, taken_out.output
    again = bring_in(tmp_path / "sorti.xlsx", "--publish")
    assert again.exit_code == 1
    assert "la même" in again.output
    with open_application(site):
        survey = find_survey("petite-enfance")
        assert survey
        assert [version.number for version in service.versions_of(survey.campaign_id)] == [1]
        db.session.remove()
        db.engine.dispose()


def test_an_export_never_writes_over_a_file(
        bring_in: Callable[..., Result], site: Path, tmp_path: Path) -> None:
    bring_in(SURVEY, "--choices", CHOICES)
    (tmp_path / "sorti.xlsx").write_text("précieux", encoding="utf-8")

    answer = run("export", tmp_path / "sorti.xlsx", "--campaign", "petite-enfance", "--data", site)

    assert answer.exit_code == 1
    assert "existe déjà" in answer.output
    assert (tmp_path / "sorti.xlsx").read_text(encoding="utf-8") == "précieux"


@pytest.mark.parametrize("words", [
    ("export", "sorti.xlsx", "--campaign", "inconnue"),
    ("import", SURVEY, "--choices", CHOICES, "--campaign", "inconnue"),
    ("export", "sorti.xlsx", "--campaign", "petite-enfance", "--number", "7")])
def test_a_campaign_or_a_version_that_does_not_exist_is_refused(
        site: Path, words: tuple[object, ...]) -> None:
    answer = run(*words, "--data", site)

    assert answer.exit_code == 1
    assert "Aucune campagne" in answer.output or "n’existe pas" in answer.output
    assert not Path("sorti.xlsx").exists()
