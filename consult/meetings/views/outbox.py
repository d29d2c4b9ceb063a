"""Everything the coordinator sends by hand, or has to look at again: the list of messages."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.db import db
from consult.meetings import service
from consult.meetings.by_hand import ByHand
from consult.meetings.notices import Notice, channel_for, is_worth_telling
from consult.meetings.senders import LOOPBACK
from consult.meetings.states import Channel, MessageState
from consult.meetings.views.blueprint import staff
from consult.meetings.views.office import office, site, to_send_by_hand
from consult.staff.access import log_action, roles
from consult.staff.models import Role

MOST_SHOWN = 100
"""Of each kind of trouble; the page is worked through from the top."""


@dataclass(frozen=True)
class Outbox:
    """What is left to do, and what goes by itself."""

    uncertain: list[ByHand]
    to_send: list[ByHand]
    failed: list[ByHand]
    left_out: int
    """Beyond what the page shows."""
    on_their_way: int
    retried: int
    """Of those on their way, how many failed at least once."""
    automatic: frozenset[Channel]
    is_local: bool
    """The addresses in the messages open on this computer only."""
    to_read: Mapping[tuple[str, str], int]
    """How many messages are prepared, by code and title of their meeting."""


def _goes_by_itself(notice: Notice) -> bool:
    return channel_for(notice) in office().senders and not notice.is_demonstration


def _shown(notices: Iterable[Notice]) -> list[ByHand]:
    return [to_send_by_hand(notice) for notice in list(notices)[:MOST_SHOWN]]


def _outbox(at: datetime) -> Outbox:
    found = service.messages_in(MessageState.UNKNOWN, MessageState.FAILED, MessageState.READY,
                                MessageState.PREPARED, MessageState.SENDING)
    by_state = {state: [notice for notice in found if notice.state is state] for state in MessageState}
    ready = [notice for notice in by_state[MessageState.READY] if is_worth_telling(notice, at)]
    to_send = [notice for notice in ready if not _goes_by_itself(notice)]
    on_their_way = [notice for notice in ready if _goes_by_itself(notice)] + by_state[MessageState.SENDING]
    failed = [notice for notice in by_state[MessageState.FAILED] if is_worth_telling(notice, at)]
    uncertain = by_state[MessageState.UNKNOWN]
    return Outbox(
        uncertain=_shown(uncertain), to_send=_shown(to_send), failed=_shown(failed),
        left_out=sum(max(0, len(notices) - MOST_SHOWN) for notices in (uncertain, to_send, failed)),
        on_their_way=len(on_their_way), retried=sum(bool(notice.problem) for notice in on_their_way),
        automatic=frozenset(office().senders), is_local=urlsplit(site().root).hostname in LOOPBACK,
        to_read=Counter((notice.meeting_code, notice.title.french)
                        for notice in by_state[MessageState.PREPARED]))


@staff.get("/messages")
@roles(Role.COORDINATOR)
def outbox() -> ResponseReturnValue:
    return render_template("meetings/outbox.html", outbox=_outbox(clock.now()))


def _done(notice: Notice, at: datetime) -> None:
    told = to_send_by_hand(notice)
    service.mark_done(notice, recipient=told.recipient, body=told.text, at=at)


DECISIONS: Mapping[str, tuple[str, Callable[[Notice, datetime], None]]] = {
    "fait": ("dit qu’un message est parti", _done),
    "encore": ("envoie un message à nouveau", lambda notice, at: service.send_again(notice, at=at)),
    "laisser": ("laisse un message", lambda notice, at: service.leave(notice)),
}


@staff.post(f"/messages/<uuid:message_id>/<any({', '.join(DECISIONS)}):decision>")
@roles(Role.COORDINATOR)
def decide(message_id: UUID, decision: str) -> ResponseReturnValue:
    notice = service.find_notice(message_id)
    verb, carry_out = DECISIONS[decision]
    carry_out(notice, clock.now())
    log_action(verb, notice.meeting_code, kind=notice.kind.value)
    db.session.commit()
    flash(_("C’est noté."), "done")
    return redirect(url_for(".outbox"), 303)
