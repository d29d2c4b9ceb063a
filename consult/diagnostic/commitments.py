"""« You said, we do, the proof »: what was promised for a need that people kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.errors import N_

OPENED_BY_BROWSERS = ("https://", "http://")


class PromiseState(StrEnum):
    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"
    BLOCKED = "blocked"
    DROPPED = "dropped"


STATES: Mapping[PromiseState, str] = {
    PromiseState.PLANNED: N_("Prévu"), PromiseState.STARTED: N_("Commencé"), PromiseState.DONE: N_("Fait"),
    PromiseState.BLOCKED: N_("Bloqué"), PromiseState.DROPPED: N_("Abandonné")}
OVER = frozenset({PromiseState.DONE, PromiseState.DROPPED})
"""Nothing more is to be done: it can be late no longer."""


@dataclass(frozen=True)
class Promise:
    need: str
    """Key of the need that people kept."""
    what: str
    who: str
    due_on: date | None
    """The last day, included; None where no day was promised."""
    state: PromiseState
    evidence: str
    """What shows it to somebody who doubts; empty as long as there is nothing."""
    evidence_url: str
    news: str
    news_on: date | None

    def is_late(self, on: date) -> bool:
        return self.due_on is not None and self.due_on < on and self.state not in OVER

    @property
    def words(self) -> str:
        """Where it stands, as a French message."""
        return STATES[self.state]

    @property
    def evidence_link(self) -> str:
        """An address that a page may lead to; empty for anything else that was typed."""
        return self.evidence_url if self.evidence_url.lower().startswith(OPENED_BY_BROWSERS) else ""


def in_order(promises: Iterable[Promise], *, on: date) -> tuple[Promise, ...]:
    """Late ones first, then by their day; those without a day, and those that are over, come last."""
    def place(promise: Promise) -> tuple[bool, bool, date, str]:
        return (not promise.is_late(on), promise.state in OVER, promise.due_on or date.max, promise.what)
    return tuple(sorted(promises, key=place))
