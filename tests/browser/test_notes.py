"""Notes taken and coded with the keyboard alone, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from consult import clock
from consult.db import db, writing
from consult.meetings.models import Statement
from consult.staff import service as staff
from tests.browser.conftest import Site
from tests.factories import a_campaign, a_meeting, a_territory, an_account

pytestmark = pytest.mark.browser
NOTES = "/staff/reunions/k7m3pt/notes"


@pytest.fixture
def coordinator(site: Site, phone: Callable[..., Any], script: bool) -> Any:
    """The browser of a signed-in coordinator, on the day of a meeting."""
    campaign_id, now = uuid4(), clock.now()
    with site.app.app_context(), writing():
        account = an_account()
        db.session.add_all([a_territory(), a_campaign(id=campaign_id), account])
        db.session.flush()  # the meeting and the session need their keys
        db.session.add(a_meeting(campaign_id, starts_at=now, ends_at=now + timedelta(hours=2)))
        token = staff.open_session(account, at=now)
        db.session.commit()
    page = phone(script=script)
    page.context.add_cookies([{"name": "staff", "value": token, "url": site.address}])
    return page


def enter(page: Any) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_notes_are_taken_and_coded_without_a_mouse(
        site: Site, coordinator: Any, script: bool, picture: Callable[..., None]) -> None:
    coordinator.goto(f"{site.address}{NOTES}")
    for text in ("Pas de crèche ici.", "Merci pour la réunion."):
        coordinator.wait_for_selector("[name=text]:focus")
        coordinator.keyboard.type(text)
        enter(coordinator)
        coordinator.wait_for_selector(f"text={text}")
    picture(coordinator, f"notes-{script}")

    coordinator.click("text=Coder la suivante")
    coordinator.wait_for_url("**/besoins")
    coordinator.wait_for_selector("[name=needs]:focus")
    coordinator.keyboard.press("Space")
    enter(coordinator)
    coordinator.wait_for_selector("text=Merci pour la réunion.")
    picture(coordinator, f"notes-coder-{script}")
    coordinator.click("text=Aucun besoin")
    coordinator.wait_for_selector("text=Toutes les notes sont codées.")

    with site.app.app_context():
        coded = db.session.scalars(select(Statement).order_by(Statement.position)).all()
    assert [(row.text, row.needs, row.is_coded) for row in coded] == [
        ("Pas de crèche ici.", ["ACC-1"], True), ("Merci pour la réunion.", [], True)]
