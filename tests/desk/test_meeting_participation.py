"""Who came to the meetings, village by village: plainly for the coordinator, safely for readers."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult import clock
from consult.desk.meetings.participation import CAME, participation, participation_for_readers, sort_rows
from consult.meetings.arrivals import Entry, Tally
from consult.meetings.models import Meeting, Statement
from consult.meetings.service import Figures
from consult.meetings.states import MeetingStage
from consult.needs.disclosure import Cell
from consult.staff.models import Role
from consult.territories.models import Territory
from tests.factories import a_meeting, a_territory
from tests.meetings.tonight import Tonight
from tests.pages import parse, words

ADDRESS = "/staff/campagnes/petite-enfance/participation-reunions"
Visit = Callable[[str], TestResponse]


def figures(village: str, came: Tally | None, **changes: Any) -> Figures:
    meeting = Meeting(id=uuid4(), code="k7m3pt", territory_code=village, territory=Territory(name=village))
    return Figures(**{"meeting": meeting, "families": 20, "expected": 50, "came": came, "statements": 12,
                      **changes})


def shown(row: Any, column: str) -> int | str | None:
    cell: Cell | None = row.cells[column]
    return None if cell is None else "masqué" if cell.is_withheld else cell.count


def test_the_coordinator_reads_every_figure_and_unknown_stays_unknown() -> None:
    table = participation([
        figures("Kawéni", Tally(2, 3, 1, 4, walk_ins=2)), figures("Kawéni", None), figures("Cavani", None)])

    cavani, kaweni = sort_rows(table, "").rows
    assert [kaweni.cells[name] for name in table.columns] == [
        Cell(2), Cell(1), Cell(40), Cell(100), Cell(8), Cell(3), Cell(1), Cell(4), Cell(2), Cell(24)]
    assert shown(cavani, CAME) is None
    assert shown(table.total, CAME) == 8


def test_a_reader_is_told_no_small_number_nor_what_would_give_it_away() -> None:
    table = participation_for_readers([
        figures("Cavani", Tally(1, 3, 0, 0)), figures("Kawéni", Tally(9, 20, 10, 10)),
        figures("Vahibé", Tally(9, 6, 6, 6)), figures("Passamaïnty", None)])

    came = {row.name: shown(row, CAME) for row in table.rows}
    assert came == {"Cavani": "masqué", "Vahibé": "masqué", "Kawéni": 40, "Passamaïnty": None}
    assert shown(table.total, CAME) == 61
    assert "femmes" not in table.columns


def test_a_village_is_shown_to_readers_where_all_its_meetings_are() -> None:
    """Else its total, less the meetings the public page shows, would tell the one it withholds."""
    table = participation_for_readers([
        figures("Cavani", Tally(1, 3, 0, 0)), figures("Cavani", Tally(1, 30, 0, 0)),
        figures("Kawéni", Tally(1, 20, 0, 0)), figures("Kawéni", Tally(1, 25, 0, 0)),
        figures("Vahibé", Tally(1, 40, 0, 0))])

    assert {row.name: shown(row, CAME) for row in table.rows} == {
        "Cavani": "masqué", "Kawéni": "masqué", "Vahibé": 40}


def test_readers_see_women_men_and_children_over_all_meetings_only() -> None:
    table = participation_for_readers([figures("Kawéni", Tally(9, 30, 2, 20, walk_ins=3))])

    assert table.apart is not None
    assert {name: cell.count for name, cell in table.apart.items()} == {
        "femmes": 30, "hommes": None, "enfants": None, "sans": None}


@pytest.mark.parametrize("rows", [
    [], [figures("Kawéni", None)],
    [figures("Kawéni", Tally(1, 3, 1, 1)), figures("Cavani", Tally(1, 4, 0, 0))]])
def test_where_few_or_none_were_counted_nothing_is_told_apart(rows: list[Figures]) -> None:
    assert participation_for_readers(rows).apart is None


@pytest.mark.parametrize(("asked", "names"), [
    ("", ["Cavani", "Écoles", "Kawéni"]), ("villages.-nom", ["Kawéni", "Écoles", "Cavani"]),
    ("villages.-venues", ["Kawéni", "Cavani", "Écoles"]), ("villages.x", ["Cavani", "Écoles", "Kawéni"])])
def test_villages_are_sorted_by_the_address(asked: str, names: list[str]) -> None:
    table = participation([
        figures("Kawéni", Tally(1, 9)), figures("Écoles", None), figures("Cavani", Tally(1, 2))])

    assert [row.name for row in sort_rows(table, asked).rows] == names


@pytest.fixture
def held(app: Flask, stored: Callable[..., None]) -> UUID:
    """Two meetings held in two villages, to one of which 14 people came; and one to come."""
    tonight = Tonight(app, stored)
    keys = [tonight.sign_up(name, adults=2, under_3=1) for name in ("Amina", "Fatima", "Zaïnaba")]
    now = clock.now()
    tonight.note(*(Entry(key, False, 2, 1, 1, 1) for key in keys[:2]), Entry(uuid4(), True, 3, 1, 2, 1))
    stored(Statement(meeting_id=tonight.meeting_id, position=0, text="Trop loin", language="fr"))
    past = {"starts_at": now - timedelta(days=3), "ends_at": now - timedelta(days=2),
            "stage": MeetingStage.HELD}
    tonight.change(**past)
    stored(a_territory(code="97611-kaweni", name="Kawéni", kind="village", parent_code="97611"))
    stored(a_meeting(tonight.campaign_id, code="quiet1", territory_code="97611-kaweni", **past))
    stored(a_meeting(tonight.campaign_id, code="later1", territory_code="97611-kaweni"))
    return tonight.campaign_id


def cells(page: TestResponse) -> dict[str, list[str]]:
    rows = [row for row in parse(page.text).iter("tr") if row.find("th[@scope='row']") is not None]
    return {words(row.find("th")): [words(cell) for cell in row.findall("td")] for row in rows}


def test_the_page_of_the_coordinator(
        held: UUID, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    signed_in(Role.COORDINATOR)

    found = cells(visit(f"{ADDRESS}?tri=villages.-venues"))

    assert list(found.items()) == [
        ("Mamoudzou", ["1", "1", "3", "9", "14", "7", "3", "4", "6", "1"]),
        ("Kawéni", ["1", "0", "0", "0", *["non compté"] * 5, "0"]),
        ("En tout", ["2", "1", "3", "9", "14", "7", "3", "4", "6", "1"])]


def test_the_page_of_a_reader(held: UUID, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    signed_in(Role.READER)

    page = visit(ADDRESS)

    assert cells(page)["Mamoudzou"] == ["1", "1", "masqué", "masqué", "14", "masqué"]
    assert cells(page)["Kawéni"][4] == "non compté"
    assert "« Masqué » ne veut pas dire zéro." in page.text.replace("\u00a0", " ")


def test_the_file_says_what_the_page_says(held: UUID, signed_in: Callable[[Role], FlaskClient]) -> None:
    answer = signed_in(Role.READER).get(f"{ADDRESS}.csv")

    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:2] == ["Village", "Réunions tenues"]
    assert rows[2] == ["Mamoudzou", "1", "1", "masqué", "masqué", "14", "masqué"]
    assert rows[-1][0] == "En tout"
    assert answer.mimetype == "text/csv"


def test_an_interviewer_reads_no_figure(held: UUID, signed_in: Callable[[Role], FlaskClient]) -> None:
    assert signed_in(Role.INTERVIEWER).get(ADDRESS).status_code == 403
