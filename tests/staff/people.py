"""People who work here, with passwords and phones, for the tests of this folder."""

from datetime import datetime
from typing import Any

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult import clock
from consult.db import db, writing
from consult.staff import service
from consult.staff.models import Account, Role, StaffAction
from tests.factories import an_account

PASSWORD = "quatre mots sans lien"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def hire(app: Flask, name: str = "amina", *, role: Role = Role.COORDINATOR, **changes: Any) -> None:
    """An account whose password is PASSWORD."""
    with app.app_context(), writing():
        account = service.add_account(name, role, PASSWORD, at=clock.now())
        for column, value in changes.items():
            setattr(account, column, value)
        db.session.commit()


def code_at(moment: datetime, *, secret: str = SECRET, later: int = 0) -> str:
    """What the phone shows, `later` steps after."""
    return pyotp.HOTP(secret).at(int(moment.timestamp()) // 30 + later)


def type_password(client: FlaskClient, name: str = "amina", password: str = PASSWORD, *,
                  wanted: str = "", address: str = "10.0.0.1") -> TestResponse:
    return client.post("/staff/connexion", query_string={"next": wanted} if wanted else {},
                       data={"name": name, "password": password}, environ_base={"REMOTE_ADDR": address})


def type_code(client: FlaskClient, code: str, *, address: str = "10.0.0.1") -> TestResponse:
    return client.post("/staff/connexion/code", data={"code": code}, environ_base={"REMOTE_ADDR": address})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/staff/").status_code == 200


def account_named(app: Flask, name: str = "amina") -> Account:
    """The account as stored, to read after the context is gone."""
    with app.app_context():
        found = service.find_account(name)
        db.session.expunge(found)
        return found


def log_of(app: Flask) -> list[tuple[str, str, str]]:
    """Who, what, on what; oldest first."""
    with app.app_context():
        lines = db.session.query(StaffAction).order_by(StaffAction.id)
        return [(line.account_name, line.verb, line.subject) for line in lines]


def without_password(app: Flask, **changes: Any) -> None:
    """An account nobody signs in to: no time is spent on hashing."""
    with app.app_context(), writing():
        db.session.add(an_account(**changes))
        db.session.commit()
