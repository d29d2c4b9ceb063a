"""What was said in a meeting, written down, published, withdrawn."""

from datetime import date

from consult.errors import N_, Refused
from consult.meetings.models import Meeting
from consult.meetings.states import MeetingStage
from consult.text import Localized


class NotHeld(Refused):
    """Nobody has said yet that the meeting took place."""

    sentence = N_("Dites d’abord que la réunion a eu lieu. Le compte rendu peut être publié ensuite.")


class NothingWritten(Refused):
    """Minutes without a word would be published."""

    status = 422
    sentence = N_("Le compte rendu est vide : il ne peut pas être public.")


def write_minutes(meeting: Meeting, minutes: Localized) -> None:
    """Keep the minutes as written. Raises NothingWritten where the public would be left with nothing."""
    if meeting.minutes_on and not minutes:
        raise NothingWritten
    meeting.minutes = minutes


def publish_minutes(meeting: Meeting, *, on: date) -> None:
    """The public reads them from now on, dated of this day. Raises NotHeld, NothingWritten."""
    if meeting.stage is not MeetingStage.HELD:
        raise NotHeld
    if not meeting.minutes:
        raise NothingWritten
    meeting.minutes_on = on


def withdraw_minutes(meeting: Meeting) -> None:
    """The public reads them no more; what is written stays."""
    meeting.minutes_on = None
