"""Sites of their own to copy and to make again: in a folder, or in a schema of PostgreSQL."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from consult import clock
from consult.campaigns.models import PublishedDocument
from consult.cli import main
from consult.cli.application import open_application
from consult.db import db, writing
from consult.db.keys import digest_of
from consult.diagnostic.models import Diagnostic, Frozen
from consult.meetings.models import Arrival, Message, SignUp
from consult.meetings.states import Channel, MessageKind, MessageState, SignUpState
from consult.needs.models import Coding
from consult.operations.archive import Head, Reader, Writer
from consult.responses.models import Response
from consult.responses.packing import layout
from consult.responses.service import receive
from consult.staff.service import record_action
from tests.conftest import POSTGRESQL, postgresql_schema
from tests.factories import a_campaign, a_meeting, a_territory, an_account
from tests.responses.conftest import Published, a_questionnaire, a_version

HERE = "postgresql" if POSTGRESQL else "sqlite"
"""Where tests are that need one database only."""
on_both = pytest.mark.usefixtures("postgresql")
"""For tests that ask the database; the others only read files, the same whatever database they are from."""
WAYS = ([("sqlite", "postgresql"), ("postgresql", "sqlite"), ("postgresql", "postgresql")] if POSTGRESQL
        else [("sqlite", "sqlite")])
"""From which database to which. Those that need no PostgreSQL are tried where there is none."""
PASSPHRASE = {"CONSULT_BACKUP_PASSPHRASE": "la barge part à six heures"}


@dataclass(frozen=True)
class Place:
    """Where a site is, or will be."""

    folder: Path
    url: str = ""
    """Empty: SQLite in the folder."""

    def run(self, *words: str, **environment: str) -> Result:
        """A command, over this place."""
        settings = {**({"CONSULT_DATABASE_URL": self.url} if self.url else {}), **environment}
        return CliRunner().invoke(main, [*words, "--data", str(self.folder)], env=settings)

    @contextmanager
    def opened(self) -> Iterator[Flask]:
        os.environ.update({"CONSULT_DATABASE_URL": self.url} if self.url else {})
        try:
            with open_application(self.folder) as app:
                try:
                    yield app
                finally:
                    db.session.remove()
                    db.engine.dispose()
        finally:
            os.environ.pop("CONSULT_DATABASE_URL", None)


def a_place(kind: str, folder: Path) -> Place:
    """A place where there is nothing yet."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return Place(folder, postgresql_schema(f"test_{folder.name}{worker}") if kind == "postgresql" else "")


def a_site(kind: str, folder: Path) -> Place:
    """A site with something of every kind: see `fill`."""
    place = a_place(kind, folder)
    with place.opened() as app:
        fill(app)
    return place


def families(app: Flask, published: Published, count: int = 3) -> list[str]:
    """Their receipts."""
    secret = app.config["SECRET_KEY"]
    told = [f"Ntsi mwana {number}, garde « à six heures » 👶" for number in range(count)]
    sent = [published.submission(answers={"accord": "oui", "enfants": 2, "garde": ["creche"], "mot": words},
                                 contacts={"telephone": f"06390000{number:02}"})
            for number, words in enumerate(told)]
    return [receive(each, layout=layout(a_questionnaire()), secret=secret).receipt for each in sent]


def fill(app: Flask) -> list[str]:
    """Places that point at each other, answers, contacts, files, a meeting, a frozen state; the receipts."""
    campaign_id = uuid4()
    version = a_version(campaign_id, a_questionnaire())
    published = Published(app, version.id, campaign_id)
    db.session.add(a_territory(code="976", name="Mayotte", population=0))
    db.session.flush()
    # In the order of codes, a place comes before the one it lies in.
    db.session.add_all([a_territory(code="100", name="Cavani", parent_code="976"), a_territory()])
    db.session.flush()
    db.session.add_all([a_campaign(id=campaign_id), an_account(totp_secret="ABC", is_active=False)])
    db.session.flush()
    meeting = a_meeting(campaign_id, latitude=-12.78, seats_taken=3, minded_seats=4, minded_taken=1)
    document = PublishedDocument(campaign_id=campaign_id, title=version_title(), filename="plan.pdf",
                                 media_type="application/pdf", size=256, content=bytes(range(256)))
    db.session.add_all([version, meeting, document, *_frozen()])
    db.session.flush()
    _sign_up(meeting.id)
    record_action(account_name="coordination", verb="publie", detail={"mots": "é, ’, \\, \n, 👶"})
    db.session.commit()
    receipts = families(app, published)
    _coded()
    return receipts


def version_title() -> Any:
    return a_campaign().title


def _frozen() -> list[Any]:
    diagnostic = Diagnostic(id=uuid4(), slug="diagnostic", title="Diagnostic", territory_code="97611",
                            created_on=date(2026, 11, 2))
    document = {"format": 1, "title": "Diagnostic", "taux": 0.1}
    return [diagnostic, Frozen(
        diagnostic_id=diagnostic.id, number=1, document=document, content_hash=digest_of(document),
        frozen_on=date(2026, 11, 3), frozen_by="coordination", answers={})]


def _sign_up(meeting_id: UUID) -> None:
    sign_up = SignUp(
        id=uuid4(), meeting_id=meeting_id, code="p7k3", state=SignUpState.CONFIRMED, name="Amina",
        phone="0639000001", language="fr", adults=2, under_3=1, seats=3, minded=1)
    db.session.add(sign_up)
    db.session.flush()
    moment = datetime(2026, 11, 26, 9, 30, 0, 123456, tzinfo=UTC)
    db.session.add_all([
        Arrival(id=sign_up.id, meeting_id=meeting_id, is_walk_in=False, women=2, men=0, children=1,
                noted_at=1_795_685_400_123),
        Message(once="une", meeting_id=meeting_id, sign_up_id=sign_up.id, kind=MessageKind.CONFIRMED,
                channel=Channel.SMS, state=MessageState.SENT, due_at=moment, done_at=moment)])


def _coded() -> None:
    with writing():
        key = db.session.scalars(select(Response.key).order_by(Response.key)).first()
        db.session.add(Coding(response_key=key, question="mot", coder="coordination", text_hash="0",
                              codes=["ACC-1"], coded_on=clock.today()))
        db.session.commit()


def lines_of(path: Path) -> list[Any]:
    """All that stands in a backup that is not sealed."""
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def sums_of(path: Path) -> dict[str, str]:
    """The sum of each table of a backup."""
    told = [line for line in lines_of(path) if isinstance(line, dict)][1:-1]
    return {begun["table"]: ended["sha256"] for begun, ended in zip(told[::2], told[1::2], strict=True)}


def write_again(old: Path, new: Path, *, head: Callable[[Head], Head] = lambda head: head,
                row: Callable[[list[Any]], list[Any]] = lambda row: row) -> None:
    """A sound copy of something else."""
    with gzip.open(old) as before, gzip.open(new, "wb") as after:
        reader = Reader(before)
        writer = Writer(after, head(reader.head))
        for table in reader.tables():
            writer.add(table.name, table.columns, [row(json.loads(line)) for line in table.rows])
        writer.end()
