"""What the database holds after a fault, beside what families were told: nothing lost, nothing twice."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from consult.bench.families import Thanks
from consult.bench.site import families_of
from consult.db import db
from consult.db.keys import digest_of
from consult.responses.models import Response
from consult.responses.receipts import receipt_hash
from consult.responses.service import check_responses
from consult.surveys.published import PublishedSurvey


@dataclass(frozen=True)
class Found:
    """Everything but `stored` should be 0."""

    stored: int
    lost: int
    """Acknowledged, and not there, or there under another receipt."""
    doubled: int
    """Rows that are nobody's first: a key that nobody sent, a receipt given twice."""
    changed: int
    """Rows that say something else than what was sent under their key, or packed otherwise than said."""
    damaged: bool
    """SQLite finds its own file damaged."""

    @property
    def is_whole(self) -> bool:
        return not (self.lost or self.doubled or self.changed or self.damaged)

    def __str__(self) -> str:
        return (f"{self.lost} perdues, {self.doubled} en double, {self.changed} changées\u00a0; "
                f"base {'abîmée' if self.damaged else 'intègre'}, {self.stored} réponses en tout.")


def _is_damaged() -> bool:
    if db.engine.dialect.name != "sqlite":
        return False
    connection = db.session.connection()
    said = [tuple(row) for check in ("integrity_check", "foreign_key_check")
            for row in connection.exec_driver_sql(f"PRAGMA {check}")]
    return said != [("ok",)]


def look(app: Flask, survey: PublishedSurvey, *, sent: Collection[str],
         thanked: Mapping[str, Thanks]) -> Found:
    """Read from the database itself. Needs an application context."""
    secret = app.config["SECRET_KEY"]
    forms = [digest_of(answers) for answers in families_of(survey)]
    rows = {row.key.hex: row for row in db.session.execute(
        select(Response.key, Response.digest, Response.receipt_hash))}
    receipts = Counter(thanks.receipt for thanks in thanked.values())
    lost = sum(key not in rows or rows[key].receipt_hash != receipt_hash(thanks.receipt, secret)
               for key, thanks in thanked.items())
    changed = sum(rows[key].digest != forms[thanks.form] for key, thanks in thanked.items() if key in rows)
    doubled = len(rows.keys() - set(sent)) + receipts.total() - len(receipts)
    return Found(len(rows), lost, doubled, changed + len(check_responses().wrong), _is_damaged())
