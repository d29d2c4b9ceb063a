"""Things of the trade with valid defaults and no randomness, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from consult import clock
from consult.campaigns.models import Campaign, Stage
from consult.db import db, writing
from consult.meetings.models import Meeting
from consult.meetings.parties import Party
from consult.meetings.states import MeetingStage
from consult.staff.models import Account, Role
from consult.territories.models import Territory
from consult.text import localized


def a_territory(**changes: Any) -> Territory:
    return Territory(**{"code": "97611", "name": "Mamoudzou", "kind": "commune", **changes})


def a_campaign(**changes: Any) -> Campaign:
    """A campaign open for all of the century, so that no test depends on the day it runs."""
    defaults = {
        "slug": "petite-enfance", "title": localized("Petite enfance"), "territory_code": "97611",
        "summary": localized("Dites ce dont votre famille a besoin."), "stage": Stage.OPEN,
        "opens_on": date(2020, 1, 1), "closes_on": date(2099, 12, 31),
        "controller": "Ville de Mamoudzou", "data_contact": "donnees@exemple.yt"}
    return Campaign(**{**defaults, **changes})


def an_account(**changes: Any) -> Account:
    defaults = {"name": "coordination", "role": Role.COORDINATOR, "password_hash": "",
                "created_at": clock.now()}
    return Account(**{**defaults, **changes})


def sign_in(app: Flask, client: FlaskClient, role: Role) -> FlaskClient:
    """Open a session as the sign-in page would, without its forms."""
    from consult.staff import service
    with app.app_context(), writing():
        account = an_account(name=f"un-{role.value}", role=role)
        db.session.add(account)
        db.session.flush()  # the session row needs the account's key
        token = service.open_session(account, at=clock.now())
        db.session.commit()
    client.set_cookie("staff", token)
    return client


def a_meeting(campaign_id: UUID, **changes: Any) -> Meeting:
    """A meeting of a later century's noon, open, with ten seats."""
    defaults = {
        "campaign_id": campaign_id, "code": "k7m3pt", "stage": MeetingStage.OPEN,
        "title": localized("Parlons des petits"), "territory_code": "97611", "venue": "MJC de Kawéni",
        "starts_at": datetime(2099, 6, 3, 13, tzinfo=UTC), "ends_at": datetime(2099, 6, 3, 15, tzinfo=UTC),
        "seats": 10, "languages": ["fr", "swb"]}
    return Meeting(**{**defaults, **changes})


def a_party(**changes: Any) -> Party:
    return Party(**{"name": "Amina", "language": "fr", **changes})
