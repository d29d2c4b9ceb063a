"""Meetings, from the machine itself."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from consult.cli import main
from consult.cli.application import open_application
from consult.db import db
from consult.meetings.models import Meeting
from consult.meetings.states import MeetingStage
from consult.staff.models import StaffAction
from tests.factories import a_campaign, a_meeting, a_territory

HEADER = "territory_code;venue;day;starts;ends;seats\n"
PLAN = ("--campaign", "petite-enfance", "--title", "Parlons des petits")


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["meetings", *map(str, words)])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder of a site whose campaign has one draft of a meeting."""
    campaign_id = uuid4()
    with open_application(tmp_path / "site"):
        db.session.merge(a_territory())
        db.session.add(a_campaign(id=campaign_id))
        db.session.flush()
        db.session.add(a_meeting(campaign_id, stage=MeetingStage.DRAFT))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return tmp_path / "site"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """A file with this text."""
    def write(text: str) -> Path:
        (tmp_path / "reunions.csv").write_text(text, encoding="utf-8-sig")
        return tmp_path / "reunions.csv"
    return write


def _stages(site: Path) -> list[MeetingStage]:
    with open_application(site):
        return list(db.session.scalars(select(Meeting.stage).order_by(Meeting.starts_at)))


def _log(site: Path) -> list[tuple[str, str]]:
    with open_application(site):
        actions = db.session.scalars(select(StaffAction).order_by(StaffAction.id))
        return [(action.verb, action.subject) for action in actions]


def test_meetings_are_listed_with_their_stage_their_hour_and_their_seats(site: Path) -> None:
    answer = run("list", "--campaign", "petite-enfance", "--data", site)

    assert answer.exit_code == 0, answer.output
    assert answer.output.split() == [
        "k7m3pt", "brouillon", "03/06/2099", "16:00", "0/10", "MJC", "de", "Kawéni"]


def test_a_file_becomes_drafts_one_for_each_line(site: Path, written: Callable[[str], Path]) -> None:
    lines = "97611;MJC de Kawéni;2099-01-05;16:00;18:00;60\n97611;MJC de Vahibé;2099-01-06;15:00;17:00;40\n"

    answer = run("plan", written(HEADER + lines), *PLAN, "--data", site)

    assert answer.exit_code == 0, answer.output
    assert len(answer.output.split()) == 2
    assert _stages(site) == [MeetingStage.DRAFT] * 3
    assert _log(site) == [("prépare des réunions", "petite-enfance")]


@pytest.mark.parametrize(("lines", "said"), [
    ("", "aucune ligne"),
    ("97611;MJC;demain;16:00;18:00;60\n", "Ligne 2"),
    ("97611;MJC;2099-01-05;16:00;18:00;60\n97611;MJC;2099-01-05;16:00\n", "Ligne 3"),
    ("75056;MJC;2099-01-05;16:00;18:00;60\n", "revoyez le lieu"),
    ("97611;;2099-01-05;16:00;18:00;60\n", "revoyez le lieu"),
    ("97611;MJC;2099-01-05;18:00;16:00;60\n", "revoyez le lieu"),
    ("97611;MJC;2099-01-05;16:00;18:00;0\n", "revoyez le lieu"),
    ("97611;MJC;0001-01-01;00:00;01:00;5\n", "Ligne 2")])
def test_a_line_that_is_wrong_is_named_and_nothing_is_planned(
        site: Path, written: Callable[[str], Path], lines: str, said: str) -> None:
    answer = run("plan", written(HEADER + lines), *PLAN, "--data", site)

    assert answer.exit_code == 1
    assert said in answer.output
    assert _stages(site) == [MeetingStage.DRAFT]
    assert _log(site) == []


@pytest.mark.parametrize("content", [
    "day;starts;ends;seats;territory_code;venue\n2099-01-05;16:00;18:00;60;97611\n",
    HEADER + "97611;" + "x" * 200_000 + ";2099-01-05;16:00;18:00;60\n"])
def test_a_file_cut_short_or_swollen_is_refused_in_a_sentence(
        site: Path, written: Callable[[str], Path], content: str) -> None:
    answer = run("plan", written(content), *PLAN, "--data", site)

    assert answer.exit_code == 1
    assert answer.output.startswith("Error: ")
    assert _stages(site) == [MeetingStage.DRAFT]


def test_a_file_in_another_encoding_is_refused_in_a_sentence(site: Path, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_bytes("97611;MJC de Kawéni".encode("latin-1"))

    answer = run("plan", tmp_path / "old.csv", *PLAN, "--data", site)

    assert answer.exit_code == 1
    assert "UTF-8" in answer.output


def test_a_meeting_is_opened_then_cancelled(site: Path) -> None:
    opened = run("open", "k7m3pt", "--data", site)
    cancelled = run("cancel", "k7m3pt", "--why", "Cyclone", "--data", site)
    again = run("open", "k7m3pt", "--data", site)

    assert (opened.exit_code, cancelled.exit_code, again.exit_code) == (0, 0, 1)
    assert _stages(site) == [MeetingStage.CANCELLED]
    assert _log(site) == [("ouvre une réunion", "k7m3pt"), ("annule une réunion", "k7m3pt")]


def test_a_code_that_nothing_has_is_one_sentence(site: Path) -> None:
    answer = run("open", "zzzzzz", "--data", site)

    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
