"""Sign-ins: how long they last, and how they end."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from consult.db import db, writing
from consult.staff import service
from consult.staff.models import StaffSession
from tests.factories import an_account

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def opened(context: None) -> Callable[..., str]:
    def open_one(**changes: object) -> str:
        with writing():
            account = an_account(**changes)
            db.session.add(account)
            db.session.flush()  # the session row needs the account's key
            token = service.open_session(account, at=NOON)
            db.session.commit()
        return token
    return open_one


def a_page_is_opened(token: str, *, at: datetime) -> bool:
    found = service.account_of_session(token, at=at) is not None
    db.session.rollback()  # as each request ends
    return found


def test_a_token_opens_its_account_and_is_stored_nowhere(opened: Callable[..., str]) -> None:
    token = opened()

    account = service.account_of_session(token, at=NOON)

    assert account
    assert account.name == "coordination"
    assert len(token) >= 43
    assert token not in [row.token_hash for row in db.session.query(StaffSession)]


def test_an_unknown_token_opens_nothing(opened: Callable[..., str]) -> None:
    opened()

    assert service.account_of_session("inventé", at=NOON) is None


def test_two_hours_without_a_page_end_the_session(opened: Callable[..., str]) -> None:
    token = opened()

    assert service.account_of_session(token, at=NOON + timedelta(hours=2, seconds=1)) is None


def test_each_page_seen_gives_two_more_hours_but_never_more_than_twelve(opened: Callable[..., str]) -> None:
    token = opened()

    seen = [a_page_is_opened(token, at=NOON + timedelta(hours=hour)) for hour in range(1, 14)]

    assert seen == [True] * 12 + [False]


def test_seen_is_written_at_most_once_a_minute(opened: Callable[..., str]) -> None:
    token = opened()

    a_page_is_opened(token, at=NOON + timedelta(seconds=59))
    early = db.session.query(StaffSession).one().seen_at
    a_page_is_opened(token, at=NOON + timedelta(seconds=61))
    late = db.session.query(StaffSession).one().seen_at

    assert early == NOON
    assert late == NOON + timedelta(seconds=61)


def test_a_page_is_read_even_while_somebody_else_writes(
        opened: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    token = opened()
    monkeypatch.setattr("consult.db.BUSY_TIMEOUT_MS", 50)
    db.engine.dispose()
    with db.engine.connect() as somebody_else:
        with writing():
            somebody_else.execute(select(StaffSession))

        seen = a_page_is_opened(token, at=NOON + timedelta(minutes=5))

    assert seen


def test_somebody_who_left_is_signed_out(opened: Callable[..., str]) -> None:
    token = opened(is_active=False)

    assert service.account_of_session(token, at=NOON) is None


def test_signing_out_ends_this_session_only(opened: Callable[..., str]) -> None:
    token = opened()
    account = service.account_of_session(token, at=NOON)
    assert account
    other = service.open_session(account, at=NOON)

    service.close_session(token)

    assert service.account_of_session(token, at=NOON) is None
    assert service.account_of_session(other, at=NOON) is account


def test_closing_the_others_keeps_the_one_in_hand(opened: Callable[..., str]) -> None:
    token = opened()
    account = service.account_of_session(token, at=NOON)
    assert account
    other = service.open_session(account, at=NOON)

    service.close_other_sessions(account, keep=token)

    assert service.account_of_session(token, at=NOON) is account
    assert service.account_of_session(other, at=NOON) is None


def test_sessions_are_listed_without_those_that_are_over(opened: Callable[..., str]) -> None:
    token = opened()
    account = service.account_of_session(token, at=NOON)
    assert account
    service.open_session(account, at=NOON + timedelta(hours=3))

    listed = service.sessions_of(account, at=NOON + timedelta(hours=3))

    assert [session.started_at for session in listed] == [NOON + timedelta(hours=3)]


def test_a_sign_in_of_a_clock_that_ran_ahead_is_over_once_it_is_put_right(opened: Callable[..., str]) -> None:
    token = opened()

    assert a_page_is_opened(token, at=NOON - timedelta(hours=1))
    assert not a_page_is_opened(token, at=NOON - timedelta(hours=5))
    with writing():
        service.forget_sessions(db.session.connection(), at=NOON - timedelta(hours=5))
        db.session.commit()
    assert list(db.session.scalars(select(StaffSession))) == []
