"""What has to be done although nobody asks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from consult.campaigns.models import Campaign
from consult.db import db, writing
from consult.meetings import service
from consult.meetings.senders.fates import Letter
from consult.meetings.service import upkeep
from consult.meetings.states import SignUpState
from consult.operations.retention import Moment, purge_apart
from tests.meetings.conftest import NOW, Hall
from tests.meetings.post import Clock, an_office, sender, states, stored_messages

PHONE = "0639000000"


def keep_up(hall: Hall, office: Any = None, clock: Clock | None = None) -> None:
    with hall.app.app_context():
        service.keep_up(office or an_office(), now=clock or Clock())


def test_an_offer_that_ends_goes_to_the_next_family(open_hall: Callable[..., Hall]) -> None:
    hall, sms = open_hall(seats=1), sender()
    first, second, third = hall.codes(3, phone=PHONE)
    hall.do(service.cancel, first)

    keep_up(hall, an_office(sms), Clock(NOW + timedelta(hours=25)))

    assert hall.states() == {first: SignUpState.CANCELLED, second: SignUpState.LAPSED,
                             third: SignUpState.OFFERED}
    [letter] = sms.letters
    assert letter.subject == "Une place est libre pour vous : Parlons des petits"


def test_a_second_round_changes_nothing(open_hall: Callable[..., Hall]) -> None:
    hall, sms = open_hall(seats=1), sender()
    hall.codes(3, phone=PHONE)

    for _round in range(3):
        keep_up(hall, an_office(sms))

    assert len(sms.letters) == 3
    assert states(stored_messages(hall.app)) == ["sent"] * 3


def test_what_is_no_longer_true_leaves_the_list_to_send_by_hand(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.codes(2)

    keep_up(hall, clock=Clock(hall.meeting().starts_at))

    assert states(stored_messages(hall.app)) == ["dropped", "dropped"]


def test_a_step_that_fails_stops_no_other_and_the_log_names_nobody(
        open_hall: Callable[..., Hall], monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture) -> None:
    hall, sms = open_hall(), sender()
    hall.codes(1, phone=PHONE)

    def fail(*_words: object, **_named: object) -> None:
        raise OperationalError("SELECT …", {"phone": PHONE}, Exception("locked"))
    monkeypatch.setattr(upkeep, "settle_all", fail)
    with caplog.at_level(logging.ERROR):
        keep_up(hall, an_office(sms))

    assert len(sms.letters) == 1
    assert "settle failed: OperationalError" in caplog.text
    assert PHONE not in caplog.text


def test_no_transaction_is_open_while_the_network_is_waited_for(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.codes(2, phone=PHONE)
    seen = []

    def send(letter: Letter) -> Any:
        # A family signs up at that very moment: with a transaction open here, it would wait in vain.
        seen.append(hall.sign_up().status)
        return sender()(letter)
    keep_up(hall, an_office(send))

    assert len(seen) == 2


def test_people_are_forgotten_on_their_day_where_they_live(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    hall.codes(1)
    with hall.app.app_context(), writing():
        db.session.execute(update(Campaign).values(contacts_forgotten_on=date(2099, 5, 21)))
        db.session.commit()
    just_before = NOW.replace(hour=20, minute=59)

    def known() -> bool:
        return None not in hall.states()
    seen = []
    for at in (just_before, just_before + timedelta(minutes=1)):
        with hall.app.app_context():
            purge_apart(Moment(at, timedelta(days=90)))
        seen.append(known())

    assert seen == [True, False]


@pytest.mark.parametrize("jumps", [(-2, 2), (-2, 0, 1), (30, -30, 0)])
def test_a_clock_that_jumps_sends_nothing_twice(
        open_hall: Callable[..., Hall], jumps: tuple[int, ...]) -> None:
    hall, sms = open_hall(seats=2), sender()
    hall.codes(3, phone=PHONE)
    the_day_before = hall.meeting().starts_at - timedelta(days=1)

    for days in (0, *jumps, 0):
        keep_up(hall, an_office(sms), Clock(the_day_before + timedelta(days=days)))

    assert len({letter.id for letter in sms.letters}) == len(sms.letters) > 4
    about = [(letter.to, letter.subject, letter.text) for letter in sms.letters]
    assert len(set(about)) == len(about)


def test_a_clock_that_stepped_back_holds_nothing_up(open_hall: Callable[..., Hall]) -> None:
    hall, sms = open_hall(), sender()
    hall.codes(1, phone=PHONE)
    keep_up(hall, an_office(sms, per_minute=1), Clock(NOW + timedelta(hours=5)))
    hall.codes(1, phone=PHONE)

    keep_up(hall, an_office(sms, per_minute=1), Clock(NOW))

    assert len(sms.letters) == 2
