"""The words for what a meeting, a sign-up or a message can be. Pure."""

from enum import StrEnum


class MeetingStage(StrEnum):
    """What somebody decided; that it is full or over is worked out (`stages.situation`)."""

    DRAFT = "draft"
    OPEN = "open"
    CANCELLED = "cancelled"
    HELD = "held"


class Purpose(StrEnum):
    """What the meeting is for, as families are told before they come."""

    INFORMS = "informs"
    CONSULTS = "consults"
    REPORTS = "reports"
    """The restitution: people hear what became of what they said."""


class SignUpState(StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    """Seats came free and are held for this family until `offer_until`."""
    LAPSED = "lapsed"
    """The family did not answer an offer in time; it keeps its page, not its turn."""
    CANCELLED = "cancelled"


HOLDING = (SignUpState.CONFIRMED, SignUpState.OFFERED)
"""States whose seats are taken."""


class MessageKind(StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFER = "offer"
    REMINDER = "reminder"
    """Two days before."""
    REMINDER_TODAY = "reminder_today"
    CHANGED = "changed"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    SMS = "sms"
    EMAIL = "email"
    RELAY = "relay"
    """Nobody left a way to be reached: somebody tells them."""


class MessageState(StrEnum):
    PREPARED = "prepared"
    """Waits until the coordinator has read it and lets it go."""
    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    """Refused for good, or too often."""
    UNKNOWN = "unknown"
    """It may have gone out: only a person may send it again."""
    DROPPED = "dropped"
    """Not wanted any more."""
