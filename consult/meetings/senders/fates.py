"""What is handed to a sender, what became of it, and when it is tried again. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True)
class Letter:
    """One message for one family. `id` is the same at every attempt, so that a repeat can be refused."""

    id: UUID
    to: str
    text: str
    lang: str
    subject: str = ""


class Fate(StrEnum):
    SENT = "sent"
    REFUSED = "refused"
    """For good: the number or the address is wrong."""
    LATER = "later"
    """Nothing went out, and trying again may help."""
    UNKNOWN = "unknown"
    """It may have gone out."""


@dataclass(frozen=True)
class Attempt:
    """`problem` is a French sentence for the coordinator; it repeats no number, no address, no secret."""

    fate: Fate
    problem: str = ""


Sender = Callable[[Letter], Attempt]
"""Tries once, within LONGEST_SENDING seconds, and says what became of it. Raises nothing it can foresee."""

SENT = Attempt(Fate.SENT)
ANSWER_SECONDS, LONGEST_SENDING = 15.0, 60.0
"""How long each answer is waited for, and everything together."""
LEASE = timedelta(minutes=5)
"""Much longer than the longest sending: who has not come back by then is not coming."""
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
          timedelta(hours=6))
"""Before the second attempt, the third…"""


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None when it was the last one."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
