"""Readers’ pages, before and after one more family: nothing on them tells what it answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from consult.campaigns.models import Campaign
from consult.db import db, writing
from consult.diagnostic import service
from consult.diagnostic.models import Diagnostic, Frozen, SharedFigures
from consult.needs.models import KnownMargin
from consult.responses.models import Response
from consult.staff.models import Role
from consult.surveys.models import QuestionnaireVersion
from tests.desk.sharing import few_needs
from tests.desk.test_needs import a_response, answered
from tests.factories import a_campaign
from tests.needs.families import documents

FIRST = date(2026, 11, 1)
PAGES = ("/staff/", "/staff/campagnes/petite-enfance/reponses", "/staff/campagnes/petite-enfance/poids",
         *(f"/staff/campagnes/petite-enfance/besoins{page}" for page in (
             "", "/villages", "/ACC-1", "/comparer", ".csv", "/villages.csv", "/ACC-1.csv")))


def at(number: int) -> date:
    return FIRST + timedelta(days=number)


Answer = Callable[..., None]


@pytest.fixture
def answer(app: Flask, stored: Callable[..., None]) -> Answer:
    """Fifty families on the first day, twenty on the second: fifty are shared. Others may follow."""
    answered(app, stored, families=0, closes_on=at(20))
    with app.app_context():
        campaign_id = db.session.scalars(select(Campaign.id)).one()
        version_id = db.session.scalars(select(QuestionnaireVersion.id)).one()
    stored(KnownMargin(campaign_id=campaign_id, question="reunion", source="Essai",
                       targets={"oui": 900.0, "non": 400.0}))
    few_needs(app, "Une place")
    families = iter(documents(120))

    def some(day: int, count: int = 1) -> None:
        stored(*(a_response(version_id, next(families), day=at(day)) for _ in range(count)))
    some(0, 50)
    some(1, 20)
    move(app, 2)
    return some


def move(app: Flask, day: int) -> list[str]:
    with app.app_context():
        return service.move_figures(on=at(day))


def state(app: Flask) -> tuple[date, int]:
    with app.app_context():
        kept = db.session.scalars(select(SharedFigures)).one()
        return kept.until, kept.families


def seen(client: FlaskClient) -> dict[str, str]:
    """All that a reader reads, without what changes at each visit."""
    found = {page: client.get(page) for page in PAGES}
    assert {answer.status_code for answer in found.values()} == {200}
    return {page: re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
            for page, answer in found.items()}


def withdraw(app: Flask, day: int, count: int = 1) -> None:
    with app.app_context(), writing():
        chosen = select(Response.key).where(Response.day == at(day)).order_by(Response.key).limit(count)
        db.session.execute(delete(Response).where(Response.key.in_(chosen.scalar_subquery())))
        db.session.commit()


def test_one_more_family_changes_nothing_that_a_reader_sees(
        app: Flask, answer: Answer, signed_in: Callable[[Role], FlaskClient]) -> None:
    reader = signed_in(Role.READER)
    before = seen(reader)
    assert "Chiffres arrêtés au 01/11/2026" in before[PAGES[1]]
    assert "50" in before["/staff/"]

    for day in (2, 3):
        answer(day)
        move(app, day + 1)

    assert state(app) == (at(0), 50)
    assert seen(reader) == before


def test_nor_does_one_that_takes_its_answers_back(
        app: Flask, answer: Answer, signed_in: Callable[[Role], FlaskClient]) -> None:
    reader = signed_in(Role.READER)
    before = seen(reader)

    withdraw(app, 0)
    move(app, 3)

    after = seen(reader)
    weights = PAGES[2]
    assert {page: text for page, text in after.items() if page != weights} == {
        page: text for page, text in before.items() if page != weights}
    # What answers are worth is worked out from the rows themselves: it is no longer told.
    assert "en valent environ" in before[weights]
    assert "en valent environ" not in after[weights]


def test_a_batch_moves_them_and_holds_one_back(app: Flask, answer: Answer) -> None:
    answer(3, 11)

    assert move(app, 4) == ["petite-enfance"]
    assert state(app) == (at(1), 70)


def test_when_nobody_can_answer_any_more_everybody_is_counted(app: Flask, answer: Answer) -> None:
    answer(21)

    early, late = move(app, 21), move(app, 22)

    assert (early, late) == ([], ["petite-enfance"])
    assert state(app) == (at(21), 71)


def test_the_coordinator_s_publishable_figures_are_the_same_ones(
        app: Flask, answer: Answer, signed_in: Callable[[Role], FlaskClient]) -> None:
    address = "/staff/campagnes/petite-enfance/besoins"
    reader = signed_in(Role.READER).get(f"{address}.csv").text

    coordinator = signed_in(Role.COORDINATOR)

    assert coordinator.get(f"{address}.csv?vue=publiable").text == reader
    assert "Chiffres arrêtés au 01/11/2026" in coordinator.get(f"{address}?vue=publiable").text


def test_a_frozen_state_is_one_of_those_that_were_seen(
        app: Flask, answer: Answer, stored: Callable[..., None]) -> None:
    diagnostic = Diagnostic(id=uuid4(), slug="a", title="A", territory_code="97611", texts={},
                            created_on=at(2))
    stored(diagnostic, Frozen(
        diagnostic=diagnostic, number=1, document={}, content_hash="", frozen_on=at(2), frozen_by="a",
        answers={"petite-enfance": {"responses": 65, "withdrawn": 0}}))
    answer(3, 11)

    # Seventy families are a batch away from fifty, but not from the sixty-five of the diagnostic.
    assert move(app, 4) == []


def test_changed_needs_are_counted_in_the_same_answers_only(app: Flask, answer: Answer) -> None:
    few_needs(app, "Une place près de chez soi")
    again = move(app, 2)
    withdraw(app, 0)
    few_needs(app, "Une place à toute heure")
    later = move(app, 2)

    with app.app_context():
        [campaign] = db.session.scalars(select(Campaign))
        shared = service.shared_figures(campaign)
    assert (again, later) == (["petite-enfance"], [])
    assert shared is not None
    assert (shared.in_use.number, shared.families) == (2, 50)


def test_a_draft_has_no_figures(app: Flask, stored: Callable[..., None], answer: Answer) -> None:
    with app.app_context(), writing():
        db.session.execute(delete(SharedFigures))
        db.session.execute(update(Campaign).values(stage="draft"))
        db.session.commit()
    stored(a_campaign(slug="autre"))

    assert move(app, 2) == []
