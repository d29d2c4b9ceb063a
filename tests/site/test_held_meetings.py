"""What the public learns of meetings that took place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult.db import db
from consult.i18n import LANGUAGES
from consult.meetings.models import Arrival, Meeting
from consult.meetings.states import MeetingStage
from consult.text import localized
from tests.factories import a_campaign, a_meeting, a_territory

PAGE = "/fr/consultations/petite-enfance"
BEGINS = datetime(2026, 6, 3, 13, tzinfo=UTC)
WITHHELD = "il est trop petit, ou il ferait deviner un nombre trop petit"


@pytest.fixture
def hold(stored: Callable[..., None]) -> Callable[..., None]:
    """Meetings to which so many people came, one a day; None where nobody counted."""
    def make(*came: int | None, **columns: Any) -> None:
        campaign_id = uuid4()
        stored(a_territory(), a_campaign(id=campaign_id))
        for number, people in enumerate(came):
            key, begins = uuid4(), BEGINS + timedelta(days=number)
            stored(a_meeting(campaign_id, **{
                "id": key, "code": f"code{number}", "starts_at": begins, "stage": MeetingStage.HELD,
                "ends_at": begins + timedelta(hours=2), **columns}))
            if people is not None:
                stored(an_arrival(key, people))
    return make


def an_arrival(meeting_id: UUID, people: int) -> Arrival:
    return Arrival(id=uuid4(), meeting_id=meeting_id, is_walk_in=True, women=people, men=0, children=0,
                   noted_at=1)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_campaign_says_how_many_came(
        hold: Callable[..., None], visit: Callable[..., TestResponse], tag: str) -> None:
    hold(20, 15, 12)

    page = visit(f"/{tag}/consultations/petite-enfance").text

    assert "3 réunions ont eu lieu." in page
    assert "47 personnes sont venues." in page
    assert "15 personnes sont venues." in page


def test_a_small_number_is_withheld_with_another_and_is_not_zero(
        hold: Callable[..., None], client: FlaskClient) -> None:
    hold(20, 3, 15)

    page = client.get(PAGE).text

    assert page.count(WITHHELD) == 2
    assert "38 personnes" in page
    assert "20 personnes" in page
    assert not any(words in page for words in ("3 personnes", "15 personnes", "0 personne "))


def test_few_people_in_all_are_withheld_everywhere(hold: Callable[..., None], client: FlaskClient) -> None:
    hold(6, 4)

    assert client.get(PAGE).text.count(WITHHELD) == 3


def test_a_meeting_where_nobody_counted_is_unknown_and_not_empty(
        hold: Callable[..., None], client: FlaskClient) -> None:
    hold(20, None, 15)

    page = client.get(PAGE).text

    assert "3 réunions ont eu lieu. 35 personnes sont venues." in " ".join(page.split())
    assert "On a compté à 2 réunions." in page
    assert "On n’a pas compté les personnes venues." in page


@pytest.mark.parametrize("stage", [MeetingStage.DRAFT, MeetingStage.OPEN, MeetingStage.CANCELLED])
def test_a_meeting_that_did_not_take_place_is_not_counted(
        hold: Callable[..., None], client: FlaskClient, stage: MeetingStage) -> None:
    hold(20, stage=stage)

    assert "Les réunions" not in client.get(PAGE).text


@pytest.mark.parametrize(("came", "sentence"), [
    ((20, 15), "20 personnes sont venues."), ((2, 30, 40), WITHHELD), ((None, 30), "On n’a pas compté")])
def test_a_meeting_s_own_page_withholds_what_the_campaign_s_does(
        app: Flask, hold: Callable[..., None], came: tuple[int | None, ...], sentence: str) -> None:
    hold(*came)

    with app.test_request_context():
        meeting = db.session.query(Meeting).filter_by(code="code0").one()
        shown = render_template_string(
            "{% from 'meetings/_minutes.html' import participation %}{{ participation(meeting) }}",
            meeting=meeting)

    assert sentence in shown


def test_minutes_that_are_published_are_read_and_no_others(app: Flask, hold: Callable[..., None]) -> None:
    hold(20, 20, minutes=localized("# Dit\n\n*Une crèche* <script>"))

    def shown(**columns: Any) -> str:
        meeting = db.session.query(Meeting).filter_by(code="code0").one()
        for name, value in columns.items():
            setattr(meeting, name, value)
        return render_template_string(
            "{% from 'meetings/_minutes.html' import minutes %}{{ minutes(meeting) }}", meeting=meeting)

    with app.test_request_context():
        hidden, published = shown(), shown(minutes_on=BEGINS.date())
    assert hidden.strip() == ""
    assert "mercredi 3 juin 2026" in published
    assert "<em>Une crèche</em> &lt;script&gt;" in published
