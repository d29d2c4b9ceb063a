"""Every test has its own application: SQLite in a folder of its own, or PostgreSQL where one is named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text
from werkzeug.test import TestResponse

from consult.app import create_app
from consult.db import Base, db, writing
from consult.staff.models import Role
from tests.pages import check_page

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")

for name in [name for name in os.environ if name.startswith("CONSULT_")]:
    # What this machine serves for real is nothing to the tests.
    del os.environ[name]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="the long form of tests that have a short one")


def postgresql_schema(name: str) -> str:
    """The address of an empty schema of that name on the test server."""
    engine = create_engine(POSTGRESQL)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {name}"))
    engine.dispose()
    url = make_url(POSTGRESQL).update_query_dict({"options": f"-csearch_path={name}"})
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql(worker_id: str) -> str:
    """The address of tables of this worker's own; empty where the tests run on SQLite."""
    if not POSTGRESQL:
        return ""
    url = postgresql_schema(f"test_{worker_id}")
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()
    return url


def _empty_postgresql() -> None:
    # Not TRUNCATE, which gives each of thirty tables and its indexes new files: a hundred times slower.
    # As a replica it fires no trigger, so that lines nobody may delete go too.
    deletions = ";".join(str(table.delete()) for table in Base.metadata.tables.values())
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL session_replication_role = replica;{deletions}")


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all the tables and nothing in them, to be copied: made anew it would wait for the disk."""
    path = tmp_path_factory.mktemp("empty") / "consult.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    with writing():
        Base.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
def app(tmp_path: Path, postgresql: str, empty_sqlite: Path) -> Iterator[Flask]:
    path = tmp_path / "consult.sqlite3"
    application = create_app({
        "TESTING": True, "SECRET_KEY": "for tests only", "DATA_DIR": tmp_path,
        "SQLALCHEMY_DATABASE_URI": postgresql or f"sqlite:///{path}",
        "WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": False})
    if postgresql:
        with application.app_context():
            _empty_postgresql()
    else:
        shutil.copyfile(empty_sqlite, path)
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def visit(app: Flask, client: FlaskClient) -> Callable[..., TestResponse]:
    """Open a page, as whoever is signed in, and check what every page owes."""
    def open_page(path: str, *, status: int = 200) -> TestResponse:
        response = client.get(path)
        check_page(response, app, path, status)
        return response
    return open_page


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, what asks no database has nothing to add to its run on SQLite."""
    if not POSTGRESQL:
        return
    concerned = [item for item in items
                 if "postgresql" in getattr(item, "fixturenames", ()) or "server" in item.keywords]
    config.hook.pytest_deselected(items=[item for item in items if item not in concerned])
    items[:] = concerned
