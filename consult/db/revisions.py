"""Where the tables are, where this release expects them, and how they are brought there."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).parents[1] / "migrations"
HEAD = "head"


@cache
def revisions() -> tuple[str, ...]:
    """All that this release knows, the first one first: their files are numbered."""
    return tuple(sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def newest_revision() -> str:
    return revisions()[-1]


def revision_of(connection: Connection) -> str | None:
    """Where the tables are; None before the first revision."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(to: str = HEAD, *, inside: Connection | None = None) -> None:
    """Run the revisions up to one; `inside` a transaction that somebody else ends, or in one of their own."""
    # A quarter of the time to start is spent reading Alembic, and nearly every start can do without.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": inside})
    config.set_main_option("script_location", str(MIGRATIONS))
    command.upgrade(config, to)
