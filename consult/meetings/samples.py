"""An invented family, to read a message before any real one receives it. Pure."""

from datetime import datetime, timedelta
from uuid import UUID

from consult import clock
from consult.meetings.notices import Notice
from consult.meetings.states import Channel, MeetingStage, MessageKind, MessageState, SignUpState
from consult.text import Localized

NOBODY = UUID(int=0)
AHEAD = timedelta(days=14)


def sample_notice(kind: MessageKind, own_words: Localized | None, tag: str, *, at: datetime) -> Notice:
    """A message of this kind to a family that does not exist, for a meeting in two weeks at 16:00."""
    begins = (at + AHEAD).astimezone(clock.ZONE).replace(hour=16, minute=0, second=0, microsecond=0)
    return Notice(
        id=NOBODY, kind=kind, channel=Channel.SMS, state=MessageState.PREPARED, once="//", due_at=at,
        attempts=0, problem="", recipient="", body="", name="Amina", phone="0639000000", email="",
        code="k7m3ptdx", language=tag, sign_up_state=SignUpState.CONFIRMED,
        offer_until=at + timedelta(days=1), relay=None, meeting_code="",
        title=Localized("Parlons des tout-petits"), stage=MeetingStage.OPEN,
        starts_at=begins, ends_at=begins + timedelta(hours=2), venue="École maternelle Les Manguiers",
        village="Kawéni", why_cancelled=Localized("La salle n’est pas libre."), own_words=own_words,
        is_demonstration=False)
