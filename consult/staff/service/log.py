"""The append-only log of what was done."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from consult import clock
from consult.db import db
from consult.staff.models import StaffAction

PAGE = 50
SCHEDULED = "tâche programmée"
"""In place of a name where nobody asked: the site did by itself what its rules say."""


@dataclass(frozen=True)
class LogPage:
    """A page of the log, newest first, and whether older lines follow."""

    actions: list[StaffAction]
    number: int
    has_older: bool


def record_action(*, account_name: str, verb: str, subject: str = "",
                  detail: dict[str, Any] | None = None) -> None:
    """Add a line to the log, in the transaction of the change it tells."""
    db.session.add(StaffAction(at=clock.now(), account_name=account_name, verb=verb, subject=subject,
                               detail=detail or {}))


def write_action(connection: Connection, *, account_name: str, verb: str, subject: str = "",
                 detail: dict[str, Any] | None = None) -> None:
    """The same for work that has a connection and no session (see `durably`)."""
    connection.execute(insert(StaffAction).values(
        at=clock.now(), account_name=account_name, verb=verb, subject=subject, detail=detail or {}))


def log_page(*, person: str = "", verb: str = "", number: int = 1) -> LogPage:
    """What was done, by one person or all, of one kind or all."""
    chosen: list[ColumnElement[bool]] = []
    if person:
        chosen.append(StaffAction.account_name == person)
    if verb:
        chosen.append(StaffAction.verb == verb)
    newest = select(StaffAction).where(*chosen).order_by(StaffAction.id.desc())
    found = list(db.session.scalars(newest.offset((number - 1) * PAGE).limit(PAGE + 1)))
    return LogPage(actions=found[:PAGE], number=number, has_older=len(found) > PAGE)


def latest_actions(account_name: str, *, count: int) -> list[StaffAction]:
    """The last things done by one person, or by the site itself; newest first."""
    theirs = select(StaffAction).where(StaffAction.account_name == account_name)
    return list(db.session.scalars(theirs.order_by(StaffAction.id.desc()).limit(count)))


def people_in_log() -> list[str]:
    name = StaffAction.account_name
    return list(db.session.scalars(select(name).distinct().where(name != "").order_by(name)))


def verbs_in_log() -> list[str]:
    return list(db.session.scalars(select(StaffAction.verb).distinct().order_by(StaffAction.verb)))
