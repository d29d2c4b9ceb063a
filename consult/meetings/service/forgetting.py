"""Forgetting: names, numbers and addresses are erased on the campaign's day; head-counts stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Table, delete, func, or_, select, update

from consult import clock
from consult.campaigns.models import Campaign
from consult.campaigns.page import kept_until
from consult.db import db, durably
from consult.meetings.models import Invitee, Meeting
from consult.meetings.phones import phone_digits
from consult.meetings.service.messages import meetings
from consult.meetings.service.telling import messages, sign_ups
from consult.meetings.states import MeetingStage, MessageState, Purpose
from consult.staff.service import SCHEDULED, write_action

_invitees = cast(Table, Invitee.__table__)
KEPT_AFTER = timedelta(days=30)
"""After the restitution, where the campaign names no day."""
VERB, WORDS_VERB = "efface les prénoms et les téléphones", "efface les messages partis"
OVER = (MessageState.SENT, MessageState.DROPPED)
UNSENT = (MessageState.PREPARED, MessageState.READY, MessageState.FAILED, MessageState.UNKNOWN)


@dataclass(frozen=True)
class Forgotten:
    """How much was erased of a campaign."""

    slug: str
    counts: Mapping[str, int]

    @property
    def people(self) -> int:
        return self.counts["inscriptions"] + self.counts["personnes_à_inviter"]


def _last_day(campaign: Campaign, *conditions: ColumnElement[bool]) -> date | None:
    """The day of the last meeting of a campaign that was not cancelled."""
    kept = select(func.max(Meeting.ends_at)).where(
        Meeting.campaign_id == campaign.id, Meeting.stage != MeetingStage.CANCELLED, *conditions)
    last = db.session.scalar(kept)
    return last.astimezone(clock.ZONE).date() if last else None


def forgotten_on(campaign: Campaign) -> date | None:
    """The day on which names and numbers are erased: the campaign's own, else 30 days after its restitution.

    Without a restitution it is 30 days after the last meeting; None where there is no meeting at all.
    """
    if campaign.contacts_forgotten_on:
        return campaign.contacts_forgotten_on
    last = _last_day(campaign, Meeting.purpose == Purpose.REPORTS) or _last_day(campaign)
    return last + KEPT_AFTER if last else None


def _of_campaign(campaign_id: UUID) -> ScalarSelect[UUID]:
    return select(meetings.c.id).where(meetings.c.campaign_id == campaign_id).scalar_subquery()


def _forget_families(connection: Connection, campaign_id: UUID) -> int:
    known = or_(sign_ups.c.name != "", sign_ups.c.phone != "", sign_ups.c.email != "",
                sign_ups.c.code.is_not(None))
    forgetting = update(sign_ups).where(sign_ups.c.meeting_id.in_(_of_campaign(campaign_id)), known)
    return connection.execute(forgetting.values(
        name="", phone="", phone_typed="", email="", code=None)).rowcount


def _forget_messages(connection: Connection, campaign_id: UUID) -> int:
    theirs = messages.c.meeting_id.in_(_of_campaign(campaign_id))
    connection.execute(update(messages).where(theirs, messages.c.state.in_(UNSENT)).values(
        state=MessageState.DROPPED))
    told = or_(messages.c.recipient != "", messages.c.body != "")
    return connection.execute(update(messages).where(theirs, told).values(recipient="", body="")).rowcount


def _forget_invitees(connection: Connection, campaign_id: UUID) -> int:
    return connection.execute(delete(_invitees).where(_invitees.c.campaign_id == campaign_id)).rowcount


@dataclass(frozen=True)
class _Due:
    """Who of a campaign is to be forgotten."""

    campaign_id: UUID
    slug: str
    families: bool
    invitees: bool


def _due(campaign: Campaign, on: date) -> _Due:
    families = (day := forgotten_on(campaign)) is not None and day <= on
    # People to invite wait for an invitation: a day that was chosen erases them, or else the day on which
    # nothing is left that they could be invited about.
    invitees = campaign.contacts_forgotten_on is not None and families
    return _Due(campaign.id, campaign.slug, families, invitees or kept_until(campaign) < on)


def _forget(connection: Connection, due: _Due) -> Forgotten:
    """Everybody who is due; the line in the log is part of the same transaction."""
    key, slug = due.campaign_id, due.slug
    forgotten = Forgotten(slug, {
        "inscriptions": _forget_families(connection, key) if due.families else 0,
        "messages": _forget_messages(connection, key) if due.families else 0,
        "personnes_à_inviter": _forget_invitees(connection, key) if due.invitees else 0})
    if any(forgotten.counts.values()):
        write_action(
            connection, account_name=SCHEDULED, verb=VERB, subject=slug, detail=dict(forgotten.counts))
    return forgotten


def forget_sign_ups(on: date) -> list[Forgotten]:
    """Erase everybody whose campaign's day has come, for good once it returns; what went, by campaign.

    A second time there is nothing left to erase, and nothing to write in the log.
    """
    in_order = db.session.scalars(select(Campaign).order_by(Campaign.slug)).all()
    due = [each for campaign in in_order if (each := _due(campaign, on)).families or each.invitees]
    done = [durably(partial(_forget, due=each)) for each in due]
    return [forgotten for forgotten in done if any(forgotten.counts.values())]


def forget_words(connection: Connection, *, before: datetime) -> int:
    """Erase to whom messages went and what they said, once they are over for some time; how many."""
    over = (messages.c.state.in_(OVER), messages.c.done_at < before)
    told = or_(messages.c.recipient != "", messages.c.body != "")
    gone = connection.execute(update(messages).where(*over, told).values(recipient="", body="")).rowcount
    if gone:
        write_action(connection, account_name=SCHEDULED, verb=WORDS_VERB, detail={"messages": gone})
    return gone


def erase_phone(connection: Connection, typed: str) -> int:
    """Erase a number from invitations, sign-ups and messages; how many rows held it. Places stay taken."""
    phone = phone_digits(typed)
    if not phone:
        return 0
    theirs = select(sign_ups.c.id).where(sign_ups.c.phone == phone)
    told = or_(messages.c.recipient == phone, messages.c.sign_up_id.in_(theirs))
    connection.execute(update(messages).where(told).values(recipient="", body=""))
    gone = connection.execute(delete(_invitees).where(_invitees.c.phone == phone)).rowcount
    return gone + connection.execute(
        update(sign_ups).where(sign_ups.c.phone == phone).values(phone="", phone_typed="")).rowcount
