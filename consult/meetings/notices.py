"""A message with all that its words are made of: whom it reaches, if it is still true, what it says. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from babel.dates import format_date

from consult import clock
from consult.i18n import locale
from consult.meetings.states import Channel, MeetingStage, MessageKind, MessageState, SignUpState
from consult.meetings.wording import fill, reviewed, subject_for, words_for
from consult.text import FRENCH, Localized, typeset

FAMILY_PAGE = "{root}/{tag}/place/{code}"
"""Where a family sees its place, changes and cancels."""
REMINDERS = frozenset({MessageKind.REMINDER, MessageKind.REMINDER_TODAY})
TRUE_WHILE: Mapping[MessageKind, frozenset[SignUpState]] = {
    MessageKind.CONFIRMED: frozenset({SignUpState.CONFIRMED}),
    MessageKind.REMINDER: frozenset({SignUpState.CONFIRMED}),
    MessageKind.REMINDER_TODAY: frozenset({SignUpState.CONFIRMED}),
    MessageKind.WAITING: frozenset({SignUpState.WAITING}),
    MessageKind.OFFER: frozenset({SignUpState.OFFERED}),
    MessageKind.CHANGED: frozenset({SignUpState.CONFIRMED, SignUpState.OFFERED, SignUpState.WAITING}),
    MessageKind.CANCELLED: frozenset({SignUpState.CONFIRMED, SignUpState.OFFERED, SignUpState.WAITING}),
}
"""The states of a sign-up in which each kind still says something true."""


@dataclass(frozen=True)
class Site:
    """Who writes, and where its pages are."""

    town: str
    root: str


@dataclass(frozen=True)
class Notice:
    """The row of a message, with what it needs of its sign-up, its meeting and its campaign."""

    id: UUID
    kind: MessageKind
    channel: Channel
    state: MessageState
    once: str
    due_at: datetime
    attempts: int
    problem: str
    recipient: str
    body: str
    name: str
    phone: str
    email: str
    code: str | None
    language: str
    sign_up_state: SignUpState
    offer_until: datetime | None
    relay: str | None
    meeting_code: str
    title: Localized
    stage: MeetingStage
    starts_at: datetime
    ends_at: datetime
    venue: str
    village: str
    why_cancelled: Localized
    own_words: Localized | None
    is_demonstration: bool

    @property
    def occasion(self) -> str:
        return self.once.rsplit("/", 1)[1]


def channel_for(notice: Notice) -> Channel:
    """How the family can be told now: it may have given, changed or erased a number since."""
    if notice.phone:
        return Channel.SMS
    return Channel.EMAIL if notice.email else Channel.RELAY


def recipient_of(notice: Notice) -> str:
    """The number or the address, as it was given; empty where somebody tells the family."""
    return {Channel.SMS: notice.phone, Channel.EMAIL: notice.email}.get(channel_for(notice), "")


def _is_over(notice: Notice, at: datetime) -> bool:
    if notice.kind is MessageKind.CANCELLED:
        return notice.ends_at <= at
    is_late = notice.kind is MessageKind.OFFER and (notice.offer_until is None or notice.offer_until <= at)
    return is_late or notice.stage is not MeetingStage.OPEN or notice.starts_at <= at


def is_worth_telling(notice: Notice, at: datetime) -> bool:
    """Whether the family should still hear it: the meeting is to come, and what is said of it is true."""
    is_known = notice.code is not None
    return is_known and notice.sign_up_state in TRUE_WHILE[notice.kind] and not _is_over(notice, at)


def day_in_words_and_figures(moment: datetime) -> str:
    """mercredi 3 juin (03/06/2026), where the families live: who reads little reads figures."""
    day = moment.astimezone(clock.ZONE).date()
    return f"{format_date(day, 'EEEE d MMMM', locale=locale(FRENCH))} ({day:%d/%m/%Y})"


def hour(moment: datetime) -> str:
    return f"{moment.astimezone(clock.ZONE):%H:%M}"


def _sentence(text: str) -> str:
    return f"{text}." if text and text[-1] not in ".!?…" else text


def _limit(notice: Notice) -> str:
    until = notice.offer_until
    return f"{day_in_words_and_figures(until)} à {hour(until)}" if until else ""


def values_of(notice: Notice, site: Site, tag: str) -> dict[str, str]:
    """What goes into the blanks of words in this language."""
    title, why = (reviewed(text, tag) or typeset(text.french)
                  for text in (notice.title, notice.why_cancelled))
    code = notice.code or ""
    return {
        "prenom": notice.name, "titre": title, "jour": day_in_words_and_figures(notice.starts_at),
        "heure": hour(notice.starts_at), "lieu": notice.venue, "village": notice.village, "code": code,
        "lien": FAMILY_PAGE.format(root=site.root, tag=notice.language, code=code),
        "limite": _limit(notice), "raison": _sentence(why.strip()), "ville": site.town}


@dataclass(frozen=True)
class Words:
    """A message as its family reads it."""

    text: str
    lang: str
    subject: str


def compose(notice: Notice, site: Site) -> Words:
    """The words of a message, in the family's language where somebody has read them, else in French."""
    words, lang = words_for(notice.kind, notice.own_words, notice.language)
    subject = subject_for(notice.kind, values_of(notice, site, FRENCH))
    return Words(fill(words, values_of(notice, site, lang)).strip(), lang, subject)
