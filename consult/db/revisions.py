"""Where the tables are, and where this release expects them."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).parents[1] / "migrations"


@cache
def newest_revision() -> str:
    """Revisions are numbered: the last file is the newest."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).split("_")[0]


def revision_of(connection: Connection) -> str | None:
    """Where the tables are; None before the first revision."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
