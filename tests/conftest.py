"""Every test has its own application: SQLite in a folder of its own, or PostgreSQL where one is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from consult.app import create_app
from consult.db import Base, db, writing
from consult.staff.models import Role

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")


def _empty_postgresql() -> None:
    names = ", ".join(f'"{name}"' for name in Base.metadata.tables)
    with db.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} CASCADE"))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    url = POSTGRESQL or f"sqlite:///{tmp_path / 'consult.sqlite3'}"
    application = create_app({
        "TESTING": True, "SECRET_KEY": "for tests only", "SQLALCHEMY_DATABASE_URI": url,
        "DATA_DIR": tmp_path, "WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": False})
    with application.app_context(), writing():
        db.create_all()
        if POSTGRESQL:
            _empty_postgresql()
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def stored(app: Flask) -> Callable[..., None]:
    """Add rows and commit them, leaving no context open around client calls."""
    def store(*rows: object) -> None:
        with app.app_context(), writing():
            db.session.add_all(rows)
            db.session.commit()
    return store


@pytest.fixture
def signed_in(app: Flask, client: FlaskClient) -> Callable[[Role], FlaskClient]:
    """A client in whose browser somebody with this role has signed in."""
    from tests.factories import sign_in

    def make(role: Role = Role.COORDINATOR) -> FlaskClient:
        return sign_in(app, client, role)
    return make
