"""What has to be done although nobody asks: each step bears being done again, and fails alone."""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, select

from consult.db import db, durably
from consult.meetings.models import Meeting, SignUp
from consult.meetings.notices import channel_for, is_worth_telling
from consult.meetings.senders import PostOffice
from consult.meetings.service.delivering import Now, deliver, end_leases
from consult.meetings.service.messages import drop_all, move, read_notices
from consult.meetings.service.reminders import make_reminders
from consult.meetings.service.seats import settle
from consult.meetings.service.telling import messages
from consult.meetings.states import MeetingStage, MessageState, SignUpState

_log = logging.getLogger(__name__)
Step = Callable[[], object]


def settle_all(at: datetime) -> None:
    """End offers nobody answered and give free room to who waits, one meeting after the other."""
    moving = select(SignUp.meeting_id).where(
        SignUp.state.in_([SignUpState.WAITING, SignUpState.OFFERED])).scalar_subquery()
    open_ones = select(Meeting.id).where(Meeting.stage == MeetingStage.OPEN, Meeting.id.in_(moving))
    for meeting_id in db.session.scalars(open_ones.order_by(Meeting.starts_at, Meeting.id)).all():
        durably(partial(settle, meeting_id=meeting_id, at=at))


def review(connection: Connection, *, at: datetime) -> None:
    """What is still to be sent and no longer true leaves the lists; the rest goes where the family is now."""
    to_send = messages.c.state.in_([MessageState.PREPARED, MessageState.READY])
    waiting = read_notices(connection, to_send, messages.c.due_at <= at)
    drop_all(connection, [notice for notice in waiting if not is_worth_telling(notice, at)])
    for notice in waiting:
        if notice.channel is not channel_for(notice):
            move(connection, notice.id, channel_for(notice))


def attempt(name: str, step: Step) -> None:
    """A step that fails is logged, and whatever comes after it is done all the same."""
    try:
        step()
    except Exception as problem:
        # Never the message: a database repeats the values it was given, and those are families'.
        where = traceback.extract_tb(problem.__traceback__)[-1]
        what = type(problem).__name__
        _log.error("upkeep: %s failed: %s at %s:%s", name, what, where.filename, where.lineno)
    finally:
        db.session.remove()


def keep_up(office: PostOffice, *, now: Now, is_stopping: Callable[[], bool] = lambda: False) -> None:
    """One round of everything. A step that fails is logged, and the others are done all the same."""
    steps: dict[str, Step] = {
        "settle": lambda: settle_all(now()),
        "reminders": lambda: durably(partial(make_reminders, at=now())),
        "leases": lambda: durably(partial(end_leases, at=now())),
        "review": lambda: durably(partial(review, at=now())),
        "deliver": lambda: deliver(office, now=now, is_stopping=is_stopping),
    }
    for name, step in steps.items():
        attempt(name, step)
