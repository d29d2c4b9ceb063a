"""What a family does on the pages of a meeting, as a phone without JavaScript does it."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from consult.db import db, writing
from consult.meetings.models import Meeting, SignUp
from tests.meetings.conftest import Hall
from tests.responses.test_sending import hidden

PAGE = "/fr/reunions/k7m3pt"
SEND = f"{PAGE}/inscription"
WORDS = {"name": "Amina", "adults": "1", "under_3": "", "from_3_to_5": "", "from_6": "", "phone": "",
         "email": "", "language": "fr"}


def open_and_fill(client: FlaskClient, address: str = PAGE, **changes: str) -> dict[str, Any]:
    """The form of a page just opened, filled in."""
    return {**hidden(client.get(address)), **WORDS, **changes}


def place_of(answer: TestResponse) -> str:
    """The address of the family's own page."""
    assert answer.status_code == 303, answer.text
    assert "/place/" in answer.location
    return answer.location


def come(client: FlaskClient, **changes: str) -> str:
    """Sign a family up; the address of its page."""
    return place_of(client.post(SEND, data=open_and_fill(client, **changes)))


def sign_ups(app: Flask) -> list[SignUp]:
    with app.app_context():
        return list(db.session.scalars(select(SignUp).order_by(SignUp.name, SignUp.adults)))


def change_meeting(hall: Hall, **values: Any) -> None:
    with hall.app.app_context(), writing():
        db.session.execute(update(Meeting).values(**values))
        db.session.commit()
