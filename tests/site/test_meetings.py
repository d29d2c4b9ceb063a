"""Meetings where families come across them: at home, on a campaign's page, after they have answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult.i18n import LANGUAGES
from consult.meetings.models import Meeting
from consult.meetings.states import MeetingStage
from consult.text import localized
from tests.factories import a_campaign, a_meeting
from tests.responses.conftest import Published
from tests.responses.test_sending import SEND, open_and_fill
from tests.responses.test_service import a_relay

Store = Callable[..., None]
Visit = Callable[..., TestResponse]


def meetings(survey: Published, **changes: Any) -> list[Meeting]:
    """Five that come, one in each of five years."""
    return [a_meeting(survey.campaign_id, code=f"r{year}", starts_at=datetime(year, 6, 3, 13, tzinfo=UTC),
                      ends_at=datetime(year, 6, 3, 15, tzinfo=UTC), **changes) for year in range(2095, 2100)]


def shown(page: str) -> list[str]:
    """The codes of the meetings a page leads to, in its order."""
    return [part[:5] for part in page.split("/reunions/")[1:]]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_home_shows_the_next_three_and_leads_to_all(
        published: Published, stored: Store, visit: Visit, tag: str) -> None:
    stored(*meetings(published))

    page = visit(f"/{tag}/").text

    assert shown(page) == ["r2095", "r2096", "r2097"]
    assert f'href="/{tag}/reunions"' in page
    assert "5 réunions à venir" in page


def test_home_without_a_meeting_says_nothing_of_them(
        published: Published, stored: Store, client: FlaskClient) -> None:
    stored(*meetings(published, stage=MeetingStage.DRAFT))

    assert "réunion" not in client.get("/fr/").text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_campaign_shows_its_meetings_and_what_was_said(
        published: Published, stored: Store, visit: Visit, tag: str) -> None:
    other = a_campaign(slug="autre")
    stored(other)
    stored(*meetings(published), a_meeting(
        published.campaign_id, code="rlue0", stage=MeetingStage.HELD, minutes=localized("Dit."),
        starts_at=datetime(2020, 6, 3, 13, tzinfo=UTC), ends_at=datetime(2020, 6, 3, 15, tzinfo=UTC),
        minutes_on=date(2020, 7, 1)))

    page = visit(f"/{tag}/consultations/petite-enfance").text

    assert shown(page) == ["r2095", "r2096", "r2097", "r2098", "r2099", "rlue0"]
    assert shown(visit(f"/{tag}/consultations/autre").text) == []


def test_a_family_that_answered_is_invited_to_three_meetings_at_most(
        published: Published, stored: Store, client: FlaskClient, visit: Visit) -> None:
    stored(*meetings(published))
    answer = client.post(SEND, data=open_and_fill(client))

    page = visit(answer.location)

    assert shown(page.text) == ["r2095", "r2096", "r2097"]
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_a_family_that_answered_through_a_relay_stays_with_it(
        published: Published, stored: Store, client: FlaskClient, visit: Visit) -> None:
    stored(a_relay(published), *meetings(published))
    answer = client.post("/fr/r/pmi2/envoi", data=open_and_fill(client, "/fr/r/pmi2"))

    assert 'href="/fr/reunions/r2095?relais=pmi2"' in visit(answer.location).text


def test_families_are_told_when_names_of_meetings_are_erased(
        published: Published, stored: Store, client: FlaskClient, visit: Visit) -> None:
    stored(*meetings(published))

    page = visit("/fr/consultations/petite-enfance/vos-donnees").text

    assert '<time datetime="2099-07-03">' in page
    assert 'href="/fr/ma-place"' in page
    assert 'href="/fr/ma-place"' in visit("/fr/vos-donnees").text
