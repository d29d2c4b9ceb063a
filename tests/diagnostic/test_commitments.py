"""What was promised for a need: when it is late, in which order it is read, where its proof leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consult.diagnostic.commitments import Promise, PromiseState, in_order

DAY = timedelta(days=1)
DUE = date(2026, 12, 31)
PROMISE = Promise("acc-1", "Ouvrir 12 places à la crèche de M’Gombani", "Ville de Mamoudzou", DUE,
                  PromiseState.STARTED, "", "", "", None)


def test_a_promise_is_late_the_day_after_its_last_day() -> None:
    assert not PROMISE.is_late(DUE)
    assert PROMISE.is_late(DUE + DAY)


@pytest.mark.parametrize(("state", "is_late"), [
    (PromiseState.PLANNED, True), (PromiseState.STARTED, True), (PromiseState.BLOCKED, True),
    (PromiseState.DONE, False), (PromiseState.DROPPED, False)])
def test_what_is_over_is_never_late(state: PromiseState, is_late: bool) -> None:
    assert replace(PROMISE, state=state).is_late(DUE + DAY) is is_late


def test_a_promise_without_a_day_is_never_late() -> None:
    assert not replace(PROMISE, due_on=None).is_late(date.max)


def test_late_promises_come_first_and_those_that_are_over_last() -> None:
    late = replace(PROMISE, what="en retard", due_on=DUE - DAY)
    later = replace(PROMISE, what="plus tard", due_on=DUE + 9 * DAY)
    dayless = replace(PROMISE, what="sans date", due_on=None)
    done = replace(PROMISE, what="fait", state=PromiseState.DONE, due_on=DUE - 9 * DAY)

    found = in_order([done, dayless, later, PROMISE, late], on=DUE)

    assert [promise.what for promise in found] == [
        "en retard", PROMISE.what, "plus tard", "sans date", "fait"]


@pytest.mark.parametrize(("typed", "link"), [
    ("https://mamoudzou.yt/preuve", "https://mamoudzou.yt/preuve"),
    ("HTTP://mamoudzou.yt", "HTTP://mamoudzou.yt"),
    ("javascript:alert(1)", ""), ("//ailleurs.example", ""), ("voir le procès-verbal", ""), ("", "")])
def test_a_proof_leads_to_addresses_of_the_web_only(typed: str, link: str) -> None:
    assert replace(PROMISE, evidence_url=typed).evidence_link == link
