"""What commands leave in the log. One that has done its work does not fail for a line that is missing."""

from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from consult.db import db, writing
from consult.staff.service import record_action

LOGGED_AS = "ligne de commande"
NOT_LOGGED = "Attention\u00a0: cela n’a pas pu être écrit dans le journal du site."


def leave_trace(verb: str, subject: str, detail: dict[str, Any]) -> None:
    """A line in the log, or a sentence that says that there is none. Needs an application context."""
    db.session.rollback()
    try:
        with writing():
            record_action(account_name=LOGGED_AS, verb=verb, subject=subject, detail=detail)
            db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
        click.echo(NOT_LOGGED, err=True)
