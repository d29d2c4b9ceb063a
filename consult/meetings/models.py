"""Meetings, who signed up, what they are told, who came, what was said; and people to invite."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.campaigns.models import Campaign, Relay
from consult.db import Base, Key
from consult.db.types import Moment
from consult.meetings.states import Channel, MeetingStage, MessageKind, MessageState, Purpose, SignUpState
from consult.territories.models import Territory
from consult.text import Localized


class Invitee(Base):
    """Somebody to invite. No date, village or language shown: each would help to find the answers again."""

    __tablename__ = "invitee"
    # Without a rowid SQLite keeps rows in the order of their random keys, not of their arrival.
    __table_args__ = (UniqueConstraint("campaign_id", "phone"), {"sqlite_with_rowid": False})

    id: Mapped[Key]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id))
    phone: Mapped[str]
    """Digits only, so that one family asking twice is one row; "@…" where a mail address stands for it."""
    details: Mapped[dict[str, Any]]
    """The contact answers by question name, each {"label": question, "answer": in words}, in French."""


class Meeting(Base):
    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", "starts_before_it_ends"),
        CheckConstraint("seats > 0", "seats_for_somebody"),
        CheckConstraint("seats_taken BETWEEN 0 AND seats", "never_oversold"),
        CheckConstraint("minded_taken BETWEEN 0 AND minded_seats", "childminding_never_oversold"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    """In the address that is printed and shared."""
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id), index=True)
    series_id: Mapped[UUID | None] = mapped_column(index=True)
    """Meetings planned together, one per village, with the same text."""
    stage: Mapped[MeetingStage] = mapped_column(default=MeetingStage.DRAFT)
    title: Mapped[Localized]
    text: Mapped[Localized] = mapped_column(default=Localized)
    """Markdown."""
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.CONSULTS)
    territory_code: Mapped[str] = mapped_column(ForeignKey(Territory.code))
    venue: Mapped[str]
    access: Mapped[Localized] = mapped_column(default=Localized)
    """How to find the place and get in: steps, ramp, bus, parking."""
    latitude: Mapped[float | None]
    """Degrees, WGS 84."""
    longitude: Mapped[float | None]
    starts_at: Mapped[datetime] = mapped_column(Moment())
    ends_at: Mapped[datetime] = mapped_column(Moment())
    seats: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    minded_seats: Mapped[int] = mapped_column(default=0)
    """Children who can be looked after during the meeting."""
    minded_taken: Mapped[int] = mapped_column(default=0)
    languages: Mapped[list[Any]] = mapped_column(default=list)
    """Tags of the languages spoken there."""
    has_interpreter: Mapped[bool] = mapped_column(default=False)
    women_only: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=0)
    """Rises with each change of place or time and at the cancellation (RFC 5545, SEQUENCE)."""
    turns: Mapped[int] = mapped_column(default=0)
    """The last number given out on the waiting list."""
    why_cancelled: Mapped[Localized] = mapped_column(default=Localized)
    minutes: Mapped[Localized] = mapped_column(default=Localized)
    """What was said, in Markdown."""
    minutes_on: Mapped[date | None]
    """Day on which the minutes were published."""

    campaign: Mapped[Campaign] = relationship(viewonly=True)
    territory: Mapped[Territory] = relationship(viewonly=True)


class SignUp(Base):
    """A family that means to come. Its name and its phone are erased on the campaign's day; numbers stay."""

    __tablename__ = "sign_up"
    __table_args__ = (
        CheckConstraint("adults > 0", "somebody_comes"),
        Index("ix_sign_up_meeting_state", "meeting_id", "state"),
        {"sqlite_with_rowid": False})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Random, made for the page that was shown: the same key is the same sign-up."""
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id))
    code: Mapped[str | None] = mapped_column(unique=True)
    """What the family changes or cancels with; erased with its name."""
    state: Mapped[SignUpState]
    name: Mapped[str]
    """A first name or an alias."""
    phone: Mapped[str] = mapped_column(default="")
    """Digits only; empty where the family left none."""
    phone_typed: Mapped[str] = mapped_column(default="")
    """The same as it was written: who calls can see what a machine made of it."""
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    """Tag of the language the family wants to be told in."""
    adults: Mapped[int]
    under_3: Mapped[int] = mapped_column(default=0)
    from_3_to_5: Mapped[int] = mapped_column(default=0)
    from_6: Mapped[int] = mapped_column(default=0)
    wants_childminding: Mapped[bool] = mapped_column(default=False)
    wants_interpreter: Mapped[bool] = mapped_column(default=False)
    wants_transport: Mapped[bool] = mapped_column(default=False)
    wants_step_free: Mapped[bool] = mapped_column(default=False)
    seats: Mapped[int]
    """Held when confirmed or offered, asked for when waiting."""
    minded: Mapped[int] = mapped_column(default=0)
    relay_id: Mapped[UUID | None] = mapped_column(ForeignKey(Relay.id, ondelete="SET NULL"))
    """Who handed the page on, and can tell a family without a phone."""
    turn: Mapped[int | None]
    """Its number on the waiting list, for as long as it waits."""
    offer_until: Mapped[datetime | None] = mapped_column(Moment())

    relay: Mapped[Relay | None] = relationship(viewonly=True)


class Message(Base):
    """Something to tell one family, once: a row of work to do, and the trace of what was done."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_state_due", "state", "due_at"),)

    id: Mapped[Key]
    """Also what a gateway is given, so that it can refuse a repeat."""
    once: Mapped[str] = mapped_column(unique=True)
    """Who is told what on which occasion: the same again is the same message."""
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id), index=True)
    sign_up_id: Mapped[UUID] = mapped_column(ForeignKey(SignUp.id), index=True)
    kind: Mapped[MessageKind]
    channel: Mapped[Channel]
    state: Mapped[MessageState]
    due_at: Mapped[datetime] = mapped_column(Moment())
    lease_until: Mapped[datetime | None] = mapped_column(Moment())
    """While it is being sent; passed without news, its fate is unknown."""
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    """Why the last attempt failed, in a French sentence."""
    recipient: Mapped[str] = mapped_column(default="")
    """Written when it goes out, erased with the name."""
    body: Mapped[str] = mapped_column(default="")
    """The words that went out, erased with the name."""
    done_at: Mapped[datetime | None] = mapped_column(Moment())

    sign_up: Mapped[SignUp] = relationship(viewonly=True)
    meeting: Mapped[Meeting] = relationship(viewonly=True)


class MessageText(Base):
    """The words of a kind of message in a campaign, where the coordinator wrote her own."""

    __tablename__ = "message_text"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey(Campaign.id), primary_key=True)
    kind: Mapped[MessageKind] = mapped_column(primary_key=True)
    text: Mapped[Localized]


class Arrival(Base):
    """Who came through the door: a family that had signed up, or people who had not. Only numbers."""

    __tablename__ = "arrival"
    __table_args__ = (CheckConstraint("women >= 0 AND men >= 0 AND children >= 0", "nobody_is_negative"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Made on the phone at the door; the sign-up's own where there is one: two phones make one row."""
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id), index=True)
    is_walk_in: Mapped[bool]
    women: Mapped[int]
    men: Mapped[int]
    children: Mapped[int]
    noted_at: Mapped[int] = mapped_column(BigInteger)
    """Milliseconds since 1970 on the phone: of two versions of a row, the later one stays."""


class Statement(Base):
    """A short thing said in a meeting. It counts as a meeting's, never among answers to a survey."""

    __tablename__ = "statement"

    id: Mapped[Key]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey(Meeting.id), index=True)
    position: Mapped[int]
    text: Mapped[str]
    language: Mapped[str]
    """Tag of the language it was said in."""
    needs: Mapped[list[Any]] = mapped_column(default=list)
    """Codes of the needs it expresses; empty where nobody coded it, or where it expresses none."""
    is_coded: Mapped[bool] = mapped_column(default=False)
