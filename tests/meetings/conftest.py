"""A meeting of an open campaign, and families that sign up to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.db import db, durably
from consult.meetings import service
from consult.meetings.models import Meeting, Message, SignUp
from consult.meetings.service import Outcome
from consult.meetings.states import SignUpState
from tests.factories import a_campaign, a_meeting, a_party, a_territory
from tests.pages import check_page

NOW = datetime(2099, 5, 20, 9, tzinfo=UTC)
"""Two weeks before the meeting of `a_meeting`."""


@dataclass(frozen=True)
class Hall:
    """A stored meeting, and what families do with it."""

    app: Flask
    meeting_id: UUID
    campaign_id: UUID

    def do(self, verb: Callable[..., Any], *words: Any, at: datetime = NOW, **named: Any) -> Any:
        """Run a verb of the service in a transaction of its own."""
        with self.app.app_context():
            return durably(lambda connection: verb(connection, *words, at=at, **named))

    def sign_up(self, *, at: datetime = NOW, key: UUID | None = None, relay_id: UUID | None = None,
                **party: Any) -> Outcome:
        outcome: Outcome = self.do(service.sign_up, key=key or uuid4(), meeting_id=self.meeting_id,
                                   party=a_party(**party), at=at, relay_id=relay_id)
        return outcome

    def codes(self, count: int, **party: Any) -> list[str]:
        """The codes of so many families, signed up one after the other."""
        return [self.sign_up(**party).code for _ in range(count)]

    def states(self) -> dict[str, SignUpState]:
        """The state of each sign-up, by its code."""
        with self.app.app_context():
            return {row.code: row.state for row in db.session.execute(select(SignUp.code, SignUp.state))}

    def meeting(self) -> Meeting:
        with self.app.app_context():
            return db.session.scalars(select(Meeting).where(Meeting.id == self.meeting_id)).one()

    def taken(self) -> tuple[int, int]:
        meeting = self.meeting()
        return meeting.seats_taken, meeting.minded_taken

    def told(self) -> list[tuple[str, str]]:
        """Kind and state of every message, in no particular order."""
        with self.app.app_context():
            rows = db.session.execute(select(Message.kind, Message.state)).all()
        return sorted((row.kind.value, row.state.value) for row in rows)


@pytest.fixture
def open_hall(app: Flask, stored: Callable[..., None]) -> Callable[..., Hall]:
    """Make the hall of a meeting with these columns."""
    def make(**columns: Any) -> Hall:
        campaign_id, meeting_id = uuid4(), uuid4()
        stored(a_territory(), a_campaign(id=campaign_id))
        stored(a_meeting(campaign_id, id=meeting_id, **columns))
        return Hall(app, meeting_id, campaign_id)
    return make


@pytest.fixture
def checked(app: Flask) -> Callable[..., None]:
    """Check that a form which was refused comes back as a page that owes nothing."""
    def check(response: TestResponse, status: int = 422) -> None:
        check_page(response, app, response.request.path, status)
    return check
