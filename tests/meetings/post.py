"""What stands in for the network in tests: a sender that does as it is told, and a clock that is set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from consult.db import db
from consult.meetings.models import Message
from consult.meetings.notices import Site
from consult.meetings.senders import PostOffice
from consult.meetings.senders.fates import SENT, Attempt, Fate, Letter
from consult.meetings.states import Channel
from tests.meetings.conftest import NOW

SITE = Site("Ville de Mamoudzou", "https://consultation.ville.yt")
LATER, REFUSED, UNKNOWN = (Attempt(fate, "Pourquoi.") for fate in (Fate.LATER, Fate.REFUSED, Fate.UNKNOWN))


@dataclass
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **time: float) -> Clock:
        self.at += timedelta(**time)
        return self


@dataclass
class Sender:
    """Keeps every letter; the last attempt it was told to make is made again and again."""

    attempts: list[Attempt] = field(default_factory=lambda: [SENT])
    letters: list[Letter] = field(default_factory=list)

    def __call__(self, letter: Letter) -> Attempt:
        self.letters.append(letter)
        return self.attempts.pop(0) if len(self.attempts) > 1 else self.attempts[0]

    @property
    def told(self) -> list[str]:
        return [letter.to for letter in self.letters]


def sender(*attempts: Attempt) -> Sender:
    return Sender(list(attempts) or [SENT])


def an_office(sms: Any = None, email: Any = None, **changes: Any) -> PostOffice:
    given = {Channel.SMS: sms, Channel.EMAIL: email}
    senders = {channel: found for channel, found in given.items() if found}
    return PostOffice(**{"site": SITE, "senders": senders, "per_minute": 1000, "prefix": "262", **changes})


def stored_messages(app: Flask) -> list[Message]:
    """Every message as stored, in the order of their moments."""
    with app.app_context():
        return list(db.session.scalars(select(Message).order_by(Message.due_at, Message.id)))


def states(messages: Iterable[Message]) -> list[str]:
    return sorted(message.state.value for message in messages)
