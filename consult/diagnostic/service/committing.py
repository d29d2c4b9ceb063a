"""What is promised for the needs that were kept, and how far it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from consult.db import db
from consult.diagnostic.commitments import OVER, Promise, PromiseState, in_order
from consult.diagnostic.models import Commitment, DecidedNeed, Decision, Diagnostic
from consult.diagnostic.service.composing import kept_needs
from consult.errors import NotFound


@dataclass(frozen=True)
class Promised:
    """What somebody writes of a commitment."""

    what: str
    who: str
    due_on: date | None
    state: PromiseState
    evidence: str
    evidence_url: str
    news: str


def as_promise(commitment: Commitment) -> Promise:
    return Promise(
        str(commitment.need_id), commitment.what, commitment.who, commitment.due_on, commitment.state,
        commitment.evidence, commitment.evidence_url, commitment.news, commitment.news_on)


def promises_of(diagnostic: Diagnostic, *, on: date) -> tuple[Promise, ...]:
    """Late ones first."""
    return in_order((as_promise(each) for row in kept_needs(diagnostic) for each in row.commitments), on=on)


def commitments_of(diagnostic: Diagnostic, *, on: date) -> list[tuple[Commitment, Promise]]:
    """Each with what is said of it, late ones first."""
    found = {as_promise(each): each for row in kept_needs(diagnostic) for each in row.commitments}
    return [(found[promise], promise) for promise in in_order(found, on=on)]


def promise(diagnostic: Diagnostic, need_key: UUID, promised: Promised, *, on: date) -> Commitment:
    """Raises NotFound for a need that is not kept in this diagnostic."""
    row = next((each for each in kept_needs(diagnostic) if each.id == need_key), None)
    if row is None:
        raise NotFound
    commitment = Commitment(need=row, news="")
    db.session.add(commitment)
    follow_up(commitment, promised, on=on)
    return commitment


def find_commitment(diagnostic: Diagnostic, key: UUID) -> Commitment:
    """Raises NotFound, for another diagnostic's too."""
    found = db.session.get(Commitment, key)
    if found is None or found.need.diagnostic_id != diagnostic.id:
        raise NotFound
    return found


def follow_up(commitment: Commitment, promised: Promised, *, on: date) -> None:
    """Write what has become of it; news that are new are of today."""
    if promised.news != commitment.news:
        commitment.news_on = on if promised.news else None
    for name, value in vars(promised).items():
        setattr(commitment, name, value)


def forget_commitment(commitment: Commitment) -> None:
    db.session.delete(commitment)


def count_late(*, on: date) -> dict[Diagnostic, int]:
    """How many are late, by diagnostic; those without any are absent."""
    late = (select(Diagnostic, Commitment).join(Commitment.need)
            .join(Diagnostic, Diagnostic.id == DecidedNeed.diagnostic_id)
            .where(Commitment.due_on < on, Commitment.state.not_in(OVER),
                   DecidedNeed.decision == Decision.KEPT)
            .order_by(Diagnostic.slug))
    counts: dict[Diagnostic, int] = {}
    for diagnostic, _commitment in db.session.execute(late):
        counts[diagnostic] = counts.get(diagnostic, 0) + 1
    return counts
