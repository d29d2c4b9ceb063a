"""What can be seen of the site from inside: read here, judged in health.py."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, exists, func, or_, select, text

from consult import clock
from consult.campaigns.models import Campaign
from consult.db import db
from consult.db.revisions import newest_revision
from consult.meetings.models import Meeting, Message, SignUp
from consult.meetings.service import forgotten_on
from consult.meetings.states import MessageState
from consult.operations.rounds import rounds_of
from consult.staff.models import StaffAction
from consult.staff.service import SCHEDULED

BACKUP, CONTROL = "sauvegarde", "contrôle"
"""The verbs under which commands leave their trace in the log."""


@dataclass(frozen=True)
class Trace:
    """The last line of its kind in the log."""

    at: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Room:
    """Octets on the disk that holds the folder of data."""

    free: int
    total: int


@dataclass(frozen=True)
class Post:
    """Messages to families of real consultations, whose meeting is still to come."""

    waiting: int = 0
    oldest: datetime | None = None
    failed: int = 0
    """Those that failed, and those of which nobody knows."""
    leaves_by_itself: bool = False


@dataclass(frozen=True)
class Storage:
    """Where answers are."""

    engine: str
    octets: int
    is_writable: bool
    room: Room | None
    """None where the disk is another machine's."""


@dataclass(frozen=True)
class Vitals:
    at: datetime
    is_real: bool
    """Whether a consultation is there that is no demonstration."""
    storage: Storage
    backup: Trace | None = None
    control: Trace | None = None
    post: Post = Post()
    is_alive: bool = False
    """The thread that works although nobody asks."""
    round_at: datetime | None = None
    """When its last round ended, or when it began where none has ended."""
    erased: Trace | None = None
    overdue: tuple[str, ...] = ()
    """Titles of consultations whose names should have been erased."""
    version: str = ""
    revision: str = ""


def _trace(*conditions: Any) -> Trace | None:
    last = select(StaffAction.at, StaffAction.detail).where(*conditions).order_by(StaffAction.id.desc())
    found = db.session.execute(last.limit(1)).first()
    return Trace(found.at, found.detail) if found else None


def _post(app: Flask, at: datetime) -> Post:
    theirs = (Meeting.id == Message.meeting_id, Campaign.id == Meeting.campaign_id, Meeting.ends_at > at,
              Campaign.is_demonstration.is_(False))
    waiting = db.session.execute(select(func.count(), func.min(Message.due_at)).where(
        *theirs, Message.state == MessageState.READY, Message.due_at <= at)).one()
    lost = select(func.count()).where(
        *theirs, Message.state.in_([MessageState.FAILED, MessageState.UNKNOWN]))
    return Post(waiting[0], waiting[1], db.session.scalar(lost) or 0,
                bool(app.extensions["post_office"].senders))


def _overdue(on: date) -> tuple[str, ...]:
    """A day late is not late yet: forgetting comes once a day."""
    known = or_(SignUp.name != "", SignUp.phone != "", SignUp.email != "")
    held = select(Campaign).where(exists().where(
        SignUp.meeting_id == Meeting.id, Meeting.campaign_id == Campaign.id, known))
    campaigns = db.session.scalars(held.order_by(Campaign.slug)).all()
    late = [campaign for campaign in campaigns if (day := forgotten_on(campaign)) and (on - day).days > 1]
    return tuple(campaign.title.french for campaign in late)


def _room(folder: Path) -> Room | None:
    try:
        found = shutil.disk_usage(folder)
    except OSError:
        return None
    return Room(found.free, found.total)


def _sqlite(engine: Engine) -> Storage:
    path = Path(engine.url.database or "")
    files = [path, path.with_name(f"{path.name}-wal")]
    octets = sum(file.stat().st_size for file in files if file.exists())
    is_writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return Storage("SQLite", octets, is_writable, _room(path.parent))


def _postgresql() -> Storage:
    octets = db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0
    shut = db.session.scalar(text("SELECT current_setting('transaction_read_only')"))
    return Storage("PostgreSQL", octets, shut == "off", None)


def _version() -> str:
    try:
        return version("consult")
    except PackageNotFoundError:
        return ""


def read_vitals(app: Flask, *, at: datetime) -> Vitals:
    """Everything at this moment. Changes nothing; a database that is away raises SQLAlchemy's errors."""
    rounds, engine = rounds_of(app), db.engine
    real = select(func.count()).select_from(Campaign).where(Campaign.is_demonstration.is_(False))
    return Vitals(
        at=at, is_real=bool(db.session.scalar(real)),
        storage=_sqlite(engine) if engine.dialect.name == "sqlite" else _postgresql(),
        backup=_trace(StaffAction.verb == BACKUP), control=_trace(StaffAction.verb == CONTROL),
        post=_post(app, at), is_alive=bool(rounds and rounds.is_alive()),
        round_at=(rounds.ended_at or rounds.began_at) if rounds else None,
        erased=_trace(StaffAction.account_name == SCHEDULED),
        overdue=_overdue(at.astimezone(clock.ZONE).date()), version=_version(), revision=newest_revision())
