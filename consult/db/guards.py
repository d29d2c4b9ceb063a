"""Rows the database itself refuses to change: the log of staff, and published questionnaires."""

from sqlalchemy import DDL, Table, event
from sqlalchemy.schema import ExecutableDDLElement

_SQLITE = """CREATE TRIGGER {name} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{name}'); END"""
_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS
$body$ BEGIN RAISE EXCEPTION '{name}'; END $body$ LANGUAGE plpgsql"""
_POSTGRESQL = """CREATE TRIGGER {name} BEFORE {verb} ON {table}
FOR EACH ROW {when} EXECUTE FUNCTION {name}()"""


def _name(table: str, verb: str) -> str:
    return f"{table}_refuses_{verb.split()[0].lower()}"


def refusals(table: str, verb: str, when: str = "") -> dict[str, list[str]]:
    """By dialect, the statements that refuse `verb` (UPDATE or DELETE) on a table, `when` a row matches."""
    name = _name(table, verb)
    condition = f"WHEN ({when})" if when else ""
    words = {"name": name, "verb": verb, "table": table, "when": condition}
    return {"sqlite": [_SQLITE.format(**words)],
            "postgresql": [_POSTGRESQL_FUNCTION.format(**words), _POSTGRESQL.format(**words)]}


def _ddl(statement: str, dialect: str) -> ExecutableDDLElement:
    ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
    return ddl.execute_if(dialect=dialect)


REFUSING: list[str] = []
"""Names of all the triggers that have to be there."""


def refuse(table: Table, verb: str, when: str = "") -> None:
    """Attach the refusal to a table, for databases made from the models."""
    REFUSING.append(_name(table.name, verb))
    for dialect, statements in refusals(table.name, verb, when).items():
        for statement in statements:
            event.listen(table, "after_create", _ddl(statement, dialect))
