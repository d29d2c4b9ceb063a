"""The minutes of a meeting: written, published, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult import clock
from consult.db import db
from consult.meetings.models import Meeting
from consult.meetings.states import MeetingStage
from consult.staff.models import Role
from consult.text import State, localized
from tests.meetings.tonight import PAGE, Tonight
from tests.pages import check_page

MINUTES = f"{PAGE}/compte-rendu"


@pytest.fixture
def yesterday(app: Flask, stored: Callable[..., None]) -> Tonight:
    """A meeting that took place yesterday."""
    begins = clock.now() - timedelta(days=1)
    ends = begins + timedelta(hours=2)
    return Tonight(app, stored, starts_at=begins, ends_at=ends, stage=MeetingStage.HELD)


@pytest.fixture
def coordinator(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


def stored_meeting(tonight: Tonight) -> Meeting:
    with tonight.app.app_context():
        return db.session.get_one(Meeting, tonight.meeting_id)


def publish(client: FlaskClient, **data: Any) -> TestResponse:
    return client.post(f"{MINUTES}/publier", data={"minutes_on": clock.today().isoformat(), **data})


def test_minutes_are_written_in_two_languages_and_published(
        yesterday: Tonight, coordinator: FlaskClient, visit: Callable[..., TestResponse]) -> None:
    texts = {"minutes": "## Ce qui a été dit\n\n- Une crèche", "minutes_swb": "Essai",
             "minutes_swb_reviewed": "y"}
    assert coordinator.post(MINUTES, data=texts).status_code == 303
    assert "<h3>Ce qui a été dit</h3>" in visit(MINUTES).text

    assert publish(coordinator).status_code == 303

    meeting = stored_meeting(yesterday)
    assert meeting.minutes.state("swb") is State.REVIEWED
    assert meeting.minutes_on == clock.today()
    assert "Public depuis le" in visit(MINUTES).text
    assert yesterday.logged() == ["écrit un compte rendu", "publie un compte rendu"]


def test_minutes_are_withdrawn_and_kept(yesterday: Tonight, coordinator: FlaskClient) -> None:
    yesterday.change(minutes=localized("Dit."), minutes_on=clock.today())

    answer = coordinator.post(f"{MINUTES}/retirer")

    meeting = stored_meeting(yesterday)
    assert answer.status_code == 303
    assert (meeting.minutes_on, meeting.minutes.french) == (None, "Dit.")


def test_published_minutes_are_not_emptied(app: Flask, yesterday: Tonight, coordinator: FlaskClient) -> None:
    yesterday.change(minutes=localized("Dit."), minutes_on=clock.today())

    answer = coordinator.post(MINUTES, data={"minutes": ""})

    check_page(answer, app, MINUTES, 422)
    assert "Le compte rendu est vide" in answer.text
    assert stored_meeting(yesterday).minutes.french == "Dit."


@pytest.mark.parametrize(("columns", "status"), [
    ({"minutes": localized("Dit."), "stage": MeetingStage.OPEN}, 409), ({}, 422)])
def test_what_cannot_be_published_is_not(
        yesterday: Tonight, coordinator: FlaskClient, columns: dict[str, Any], status: int) -> None:
    yesterday.change(**columns)

    answer = publish(coordinator)

    assert answer.status_code == status
    assert stored_meeting(yesterday).minutes_on is None


@pytest.mark.parametrize("days", [-5, 2])
def test_minutes_are_dated_between_the_meeting_and_today(
        app: Flask, yesterday: Tonight, coordinator: FlaskClient, days: int) -> None:
    yesterday.change(minutes=localized("Dit."))

    answer = publish(coordinator, minutes_on=(clock.today() + timedelta(days=days)).isoformat())

    check_page(answer, app, MINUTES, 422)
    assert "Choisissez un jour entre" in answer.text
    assert stored_meeting(yesterday).minutes_on is None


def test_a_day_that_is_none_is_told(app: Flask, yesterday: Tonight, coordinator: FlaskClient) -> None:
    yesterday.change(minutes=localized("Dit."))

    check_page(publish(coordinator, minutes_on="hier"), app, MINUTES, 422)
