"""Meetings planned, changed, taken from one stage to the next."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from consult.campaigns.codes import new_code
from consult.campaigns.models import Campaign
from consult.db import db
from consult.errors import N_, NotFound, Refused
from consult.meetings.models import Meeting
from consult.meetings.service.seats import settle
from consult.meetings.service.telling import drop_prepared, tell_all
from consult.meetings.stages import CHANGEABLE, TRANSITIONS, WrongStage
from consult.meetings.states import MeetingStage, MessageKind, MessageState, Purpose, SignUpState
from consult.text import Localized

COMING = (SignUpState.CONFIRMED, SignUpState.OFFERED, SignUpState.WAITING)
"""Who must hear that a meeting moves or is cancelled."""
PLACE_AND_TIME = ("territory_code", "venue", "starts_at", "ends_at")


class FewerSeatsThanTaken(Refused):
    """More people are expected than the hall would hold."""

    status = 422
    sentence = N_("Des familles ont déjà pris plus de places que cela.")


class TooFar(Refused):
    """A cancelled or past meeting is not changed any more."""

    sentence = N_("Cette réunion ne peut plus être modifiée.")


@dataclass(frozen=True)
class Plan:
    """Everything the coordinator writes of a meeting. The names are those of the columns of `Meeting`."""

    title: Localized
    territory_code: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    text: Localized = Localized()
    purpose: Purpose = Purpose.CONSULTS
    access: Localized = Localized()
    latitude: float | None = None
    longitude: float | None = None
    minded_seats: int = 0
    languages: tuple[str, ...] = ("fr", "swb")
    has_interpreter: bool = False
    women_only: bool = False


def _columns(plan: Plan) -> dict[str, object]:
    columns = {field.name: getattr(plan, field.name) for field in fields(plan)}
    return {**columns, "languages": list(plan.languages)}


def plan_meeting(campaign: Campaign, plan: Plan, *, series_id: UUID | None = None) -> Meeting:
    """A draft of a meeting, that nobody sees yet."""
    codes = set(db.session.scalars(select(Meeting.code)))
    meeting = Meeting(code=new_code(codes), campaign_id=campaign.id, series_id=series_id, **_columns(plan))
    db.session.add(meeting)
    return meeting


def plan_series(campaign: Campaign, plans: Iterable[Plan], *, key: UUID | None = None) -> list[Meeting]:
    """Meetings that belong together, one per village, in the order given; the same key is the same series."""
    series_id = key or uuid4()
    # Two taps at once: the second one waits here, then finds what the first one made.
    db.session.execute(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update())
    if meetings := list(db.session.scalars(select(Meeting).where(Meeting.series_id == series_id))):
        return meetings
    for plan in plans:
        meetings.append(plan_meeting(campaign, plan, series_id=series_id))
        db.session.flush()  # the next one must not draw the same code
    return meetings


def find_meeting(code: str) -> Meeting:
    """The meeting at this address. Raises NotFound."""
    meeting = db.session.scalar(select(Meeting).where(Meeting.code == code.strip().lower().replace("\0", "")))
    if meeting is None:
        raise NotFound
    return meeting


def list_meetings(campaign_id: UUID) -> list[Meeting]:
    """Every meeting of a campaign, the first one on top."""
    of_campaign = select(Meeting).where(Meeting.campaign_id == campaign_id)
    return list(db.session.scalars(of_campaign.order_by(Meeting.starts_at, Meeting.code)))


def lock(meeting: Meeting) -> None:
    """Read the meeting again, ours until the end of the transaction: families are taking its seats."""
    db.session.refresh(meeting, with_for_update=True)


def differences(meeting: Meeting, plan: Plan) -> list[str]:
    """The names of the columns that this plan would change."""
    return [name for name, value in _columns(plan).items() if getattr(meeting, name) != value]


def edit_meeting(meeting: Meeting, plan: Plan, *, at: datetime) -> int:
    """Change a meeting; how many families are to be told of another place or time, once she lets it go.

    Raises FewerSeatsThanTaken, TooFar. More seats go to who waits.
    """
    lock(meeting)
    if meeting.stage not in CHANGEABLE:
        raise TooFar
    if plan.seats < meeting.seats_taken or plan.minded_seats < meeting.minded_taken:
        raise FewerSeatsThanTaken
    moves = not set(PLACE_AND_TIME).isdisjoint(differences(meeting, plan))
    for name, value in _columns(plan).items():
        setattr(meeting, name, value)
    is_told = moves and meeting.stage is MeetingStage.OPEN
    meeting.sequence += is_told
    db.session.flush()  # what follows reads the rows
    settle(db.session.connection(), meeting.id, at=at)
    return _prepare(meeting, MessageKind.CHANGED, at) if is_told else 0


def _prepare(meeting: Meeting, kind: MessageKind, at: datetime) -> int:
    connection = db.session.connection()
    drop_prepared(connection, meeting.id)
    return tell_all(connection, meeting.id, COMING, kind, at=at, occasion=str(meeting.sequence),
                    state=MessageState.PREPARED)


def _take(meeting: Meeting, name: str) -> MeetingStage:
    """Go on to the next stage; the one it leaves."""
    lock(meeting)
    before = meeting.stage
    if before not in TRANSITIONS[name].starts:
        raise WrongStage
    meeting.stage = TRANSITIONS[name].end
    return before


def open_meeting(meeting: Meeting) -> None:
    """Draft → open: families can sign up. Raises WrongStage."""
    _take(meeting, "ouvrir")


def cancel_meeting(meeting: Meeting, *, why: Localized, at: datetime) -> int:
    """Draft or open → cancelled; how many families are to be told, once she lets it go. Raises WrongStage."""
    was_public = _take(meeting, "annuler") is MeetingStage.OPEN
    meeting.why_cancelled = why
    meeting.sequence += was_public
    db.session.flush()  # what follows reads the rows
    return _prepare(meeting, MessageKind.CANCELLED, at) if was_public else 0


def hold_meeting(meeting: Meeting) -> None:
    """Open → held. Raises WrongStage."""
    _take(meeting, "tenue")
