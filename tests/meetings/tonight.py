"""A meeting of tomorrow evening, with families that said they would come: its door is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from consult import clock
from consult.db import db, durably, writing
from consult.meetings import service
from consult.meetings.arrivals import Entry
from consult.meetings.models import Meeting, SignUp
from consult.staff.models import StaffAction
from tests.factories import a_campaign, a_meeting, a_party, a_territory

CODE = "k7m3pt"
PAGE = f"/staff/reunions/{CODE}"


class Tonight:
    """The meeting, and what families do there."""

    def __init__(self, app: Flask, stored: Callable[..., None], **columns: Any) -> None:
        self.app, self.meeting_id, campaign_id = app, uuid4(), uuid4()
        begins = clock.now() + timedelta(days=1)
        stored(a_territory(), a_campaign(id=campaign_id))
        stored(a_meeting(campaign_id, **{"id": self.meeting_id, "starts_at": begins, "seats": 60,
                                         "ends_at": begins + timedelta(hours=2), **columns}))
        self.campaign_id = campaign_id
        self.keys: dict[str, UUID] = {}
        """Of the families, by first name."""

    def sign_up(self, name: str = "Amina", **party: Any) -> UUID:
        key = self.keys[name] = uuid4()
        with self.app.app_context():
            durably(lambda connection: service.sign_up(
                connection, key=key, meeting_id=self.meeting_id, party=a_party(name=name, **party),
                at=clock.now()))
        return key

    def note(self, *entries: Entry) -> None:
        with self.app.app_context():
            durably(lambda connection: service.welcome(connection, self.meeting_id, entries))

    def came(self) -> list[tuple[bool, int, int, int]]:
        """Each row: whether it is a walk-in, women, men, children."""
        with self.app.app_context():
            rows = service.arrivals_of(db.session.connection(), self.meeting_id)
        return sorted((row.is_walk_in, row.women, row.men, row.children) for row in rows)

    def change(self, **columns: Any) -> None:
        with self.app.app_context(), writing():
            meeting = db.session.get_one(Meeting, self.meeting_id)
            for name, value in columns.items():
                setattr(meeting, name, value)
            db.session.commit()

    def forget_names(self) -> None:
        with self.app.app_context(), writing():
            for family in db.session.scalars(select(SignUp)):
                family.name = ""
            db.session.commit()

    def logged(self) -> list[str]:
        with self.app.app_context():
            return list(db.session.scalars(select(StaffAction.verb).order_by(StaffAction.id)))
