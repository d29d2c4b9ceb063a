"""Controls of what holds the site: file, tables, links between rows, what may never change, the folder."""

import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, ForeignKeyConstraint, Table, and_, exists, func, select, text

from consult.db.guards import REFUSING
from consult.db.revisions import newest_revision, revision_of
from consult.operations.checks.control import Control, Site
from consult.operations.tables import tables_of

_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = current_schema()::regnamespace AND tgenabled <> 'D'""",
}
MOST_TOLD = 5
LOST = "{} lignes de «\u00a0{}\u00a0» mènent à une ligne absente de «\u00a0{}\u00a0»"


def file(site: Site) -> Control:
    """SQLite reads its file again from one end to the other; PostgreSQL has a tool of its own."""
    if site.connection.dialect.name != "sqlite":
        return Control("tenu par PostgreSQL, à relire avec «\u00a0pg_amcheck\u00a0»")
    found = site.connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_TOLD})").scalars().all()
    return Control("relu en entier", () if found == ["ok"] else tuple(map(str, found)))


def revision(site: Site) -> Control:
    found, expected = revision_of(site.connection), newest_revision()
    is_right = found == expected
    return Control(f"révision {found}", () if is_right else (f"la révision {expected} était attendue",))


def _nowhere(connection: Connection, table: Table, constraint: ForeignKeyConstraint) -> int:
    """How many rows point at a row that is not there."""
    there = constraint.referred_table.alias()
    points = [(element.parent, there.c[element.column.name]) for element in constraint.elements]
    target = exists().where(and_(*[ours == theirs for ours, theirs in points]))
    lost = select(func.count()).select_from(table).where(~target, *[ours.is_not(None) for ours, _ in points])
    return connection.execute(lost).scalar_one()


def _lost(connection: Connection, tables: list[Table]) -> Iterator[str]:
    for table in tables:
        for constraint in sorted(table.foreign_key_constraints, key=lambda each: str(each.name)):
            if count := _nowhere(connection, table, constraint):
                target = constraint.referred_table.name
                yield LOST.format(count, table.name, target)


def links(site: Site) -> Control:
    tables = tables_of(site.connection)
    count = sum(len(table.foreign_key_constraints) for table in tables)
    return Control(f"{count} liens entre {len(tables)} tables", tuple(_lost(site.connection, tables)))


def guards(site: Site) -> Control:
    """What the database itself refuses to change."""
    found = set(site.connection.execute(text(_TRIGGERS[site.connection.dialect.name])).scalars())
    missing = sorted(set(REFUSING) - found)
    faults = tuple(f"«\u00a0{name}\u00a0» manque" for name in missing)
    return Control(f"{len(set(REFUSING))} protections", faults)


def _is_open(path: Path) -> bool:
    return path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def folder(site: Site) -> Control:
    """Nobody else on the machine reads what the site keeps."""
    wrong = [path for path in (site.folder, site.folder / "secret.key") if _is_open(path)]
    return Control(str(site.folder), tuple(f"d’autres comptes peuvent ouvrir {path}" for path in wrong))
