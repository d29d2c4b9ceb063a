"""What a family's page sent: taken in once, however often it comes, and whoever sends it again."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, select

from consult.campaigns.codes import unspaced
from consult.campaigns.models import Relay
from consult.db.keys import digest_of, key_of_other_family
from consult.meetings.models import Meeting
from consult.meetings.parties import Party
from consult.meetings.service.seats import sign_ups
from consult.meetings.service.signing_up import Outcome, Status, change, sign_up


class Resolve(StrEnum):
    """What a family says when its page had been sent with other details."""

    UNSAID = ""
    CORRECTION = "correction"
    OTHER_FAMILY = "other family"


@dataclass(frozen=True)
class Coming:
    """A family that means to come, as its page sent it."""

    key: UUID
    meeting_id: UUID
    party: Party
    relay_code: str = ""


def take_in(connection: Connection, coming: Coming, *, at: datetime, secret: str,
            resolve: Resolve = Resolve.UNSAID) -> Outcome:
    """Sign a family up. Raises SignUpsOver, NotFound; for a correction, NoRoom too.

    The same again is the same sign-up, also when it was another family's on a page sent before.
    """
    outcome = _sign_up(connection, coming, at)
    if outcome.status is not Status.DIFFERENT:
        return outcome
    other = replace(coming, key=_key_of_other(coming, secret))
    if resolve is Resolve.OTHER_FAMILY or _is_known(connection, other):
        return _sign_up(connection, other, at)
    return _correct(connection, coming, at) if resolve is Resolve.CORRECTION else outcome


def _sign_up(connection: Connection, coming: Coming, at: datetime) -> Outcome:
    return sign_up(connection, key=coming.key, meeting_id=coming.meeting_id, party=coming.party, at=at,
                   relay_id=_find_relay(connection, coming))


def _key_of_other(coming: Coming, secret: str) -> UUID:
    return key_of_other_family(coming.key, digest_of(coming.party.columns()), secret)


def _is_known(connection: Connection, coming: Coming) -> bool:
    return connection.execute(select(sign_ups.c.id).where(sign_ups.c.id == coming.key)).first() is not None


def _correct(connection: Connection, coming: Coming, at: datetime) -> Outcome:
    """Other details in the place of what the key holds; a key of another meeting was made up."""
    held = select(sign_ups.c.code).where(
        sign_ups.c.id == coming.key, sign_ups.c.meeting_id == coming.meeting_id)
    code = connection.execute(held).scalar()
    if not code:
        return Outcome(Status.DIFFERENT)
    change(connection, code, coming.party, at=at)
    return Outcome(Status.STORED, code)


def _find_relay(connection: Connection, coming: Coming) -> UUID | None:
    """Who handed the page on, in this meeting's campaign; nobody for a code that is not theirs.

    Its row is held until the sign-up is stored: a relay removed at this moment must not refuse a family.
    """
    code = unspaced(coming.relay_code).lower().replace("\0", "")
    if not code:
        return None
    theirs = select(Relay.id).join(Meeting, Meeting.campaign_id == Relay.campaign_id).where(
        Relay.code == code, Meeting.id == coming.meeting_id)
    return connection.execute(theirs.with_for_update(read=True, key_share=True, of=Relay)).scalar()
