"""Upgrading an empty database ends where the models are: columns, constraints, indexes, refusals."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from consult.app import PACKAGE, create_app
from consult.cli.application import upgrade_schema
from consult.db import Base, db
from consult.db.revisions import MIGRATIONS, newest_revision
from tests.conftest import POSTGRESQL, postgresql_schema

pytestmark = pytest.mark.usefixtures("postgresql")
TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """SELECT tgname, replace(pg_get_triggerdef(pg_trigger.oid), current_schema() || '.', '')
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace ORDER BY tgname""",
}
WITHOUT_ROWID = "SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%' ORDER BY name"


def _by_name(rows: list[dict[str, Any]], *wanted: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(str(row[name]) for name in wanted) for row in rows), key=str)


def _table(found: Any, name: str) -> dict[str, Any]:
    return {
        "columns": _by_name(found.get_columns(name), "name", "type", "nullable", "default"),
        "key": found.get_pk_constraint(name),
        "checks": _by_name(found.get_check_constraints(name), "name", "sqltext"),
        "unique": _by_name(found.get_unique_constraints(name), "name", "column_names"),
        "indexes": _by_name(found.get_indexes(name), "name", "column_names", "unique"),
        "foreign keys": _by_name(found.get_foreign_keys(name), "name", "constrained_columns",
                                 "referred_table", "referred_columns", "options")}


def describe(engine: Engine) -> dict[str, Any]:
    """All that a database holds besides rows."""
    found = inspect(engine)
    with engine.connect() as connection:
        triggers = connection.execute(text(TRIGGERS[engine.dialect.name])).all()
        rowless = connection.execute(text(WITHOUT_ROWID)).all() if engine.dialect.name == "sqlite" else []
    tables = {name: _table(found, name) for name in found.get_table_names() if name != "alembic_version"}
    return {**tables, "triggers": triggers, "without rowid": rowless}


def _two_addresses(folder: Path) -> tuple[str, str]:
    if POSTGRESQL:
        return postgresql_schema("upgraded"), postgresql_schema("modelled")
    return f"sqlite:///{folder / 'upgraded.sqlite3'}", f"sqlite:///{folder / 'modelled.sqlite3'}"


def test_upgrading_an_empty_database_ends_where_the_models_are(tmp_path: Path) -> None:
    for models in PACKAGE.glob("*/models.py"):
        import_module(f"consult.{models.parent.name}.models")
    upgraded_url, modelled_url = _two_addresses(tmp_path)
    app = create_app({"SECRET_KEY": "for tests only", "SQLALCHEMY_DATABASE_URI": upgraded_url})
    modelled = create_engine(modelled_url)
    Base.metadata.create_all(modelled)

    with app.app_context():
        upgrade_schema(tmp_path)
        upgraded = describe(db.engine)
        db.engine.dispose()

    assert upgraded == describe(modelled)
    assert {"response", "campaign", "invitee"} < upgraded.keys()
    assert upgraded["triggers"]
    modelled.dispose()


def test_the_last_file_is_the_newest_revision() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [newest_revision()]
