"""Who came, on the desk: read, corrected, copied from paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult import clock
from consult.meetings.arrivals import Entry, milliseconds
from consult.meetings.states import MeetingStage
from consult.staff.models import Role
from tests.meetings.tonight import PAGE, Tonight
from tests.pages import check_page

ARRIVALS = f"{PAGE}/presences"


@pytest.fixture
def long_ago(app: Flask, stored: Callable[..., None]) -> Tonight:
    """A meeting that was two months ago, and its families."""
    tonight = Tonight(app, stored)
    tonight.sign_up("Amina", adults=2)
    begins = clock.now() - timedelta(days=60)
    tonight.change(starts_at=begins, ends_at=begins + timedelta(hours=2), stage=MeetingStage.HELD)
    return tonight


@pytest.fixture
def coordinator(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


def test_nothing_noted_is_not_nobody(
        long_ago: Tonight, coordinator: FlaskClient, visit: Callable[..., TestResponse]) -> None:
    assert "on ne sait pas encore combien" in visit(ARRIVALS).text


def test_the_coordinator_copies_the_paper_sheet_long_after(
        long_ago: Tonight, coordinator: FlaskClient, visit: Callable[..., TestResponse]) -> None:
    key = long_ago.keys["Amina"]

    for row in ({"id": key, "row": "family", "women": "1", "children": "2"},
                {"id": uuid4(), "row": "new", "men": "4"}):
        assert coordinator.post(ARRIVALS, data=row).status_code == 303

    page = visit(ARRIVALS)
    assert long_ago.came() == [(False, 1, 0, 2), (True, 0, 4, 0)]
    assert "Groupe 1" in page.text
    assert long_ago.logged() == ["corrige les présences"] * 2


def test_a_correction_overrides_a_phone_whose_clock_is_ahead(
        long_ago: Tonight, coordinator: FlaskClient) -> None:
    row = Entry(uuid4(), True, 9, 0, 0, milliseconds(clock.now() + timedelta(hours=20)))
    long_ago.note(row)

    coordinator.post(ARRIVALS, data={"id": row.id, "row": "walk_in", "women": "8"})

    assert long_ago.came() == [(True, 8, 0, 0)]


def test_a_wrong_number_is_told_where_it_was_typed(
        app: Flask, long_ago: Tonight, coordinator: FlaskClient) -> None:
    key = long_ago.keys["Amina"]

    answer = coordinator.post(ARRIVALS, data={"id": key, "row": "family", "women": "600"})

    page = check_page(answer, app, ARRIVALS, 422)
    [told] = [place for place in page.iter() if place.get("id") == f"erreur-{key}"]
    assert "entre 0 et 60" in (told.text or "")
    assert any(field.get("value") == "600" for field in page.iter("input"))


def test_an_interviewer_corrects_nothing(
        long_ago: Tonight, signed_in: Callable[[Role], FlaskClient]) -> None:
    assert signed_in(Role.INTERVIEWER).get(ARRIVALS).status_code == 403


def test_a_cancelled_meeting_had_nobody(long_ago: Tonight, coordinator: FlaskClient) -> None:
    long_ago.change(stage=MeetingStage.CANCELLED)

    assert coordinator.get(ARRIVALS).status_code == 409
