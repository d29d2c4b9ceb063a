"""Sign-ins: a random token in the browser, its SHA-256 here. Deleting the row ends the sign-in."""

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import OperationalError

from consult.db import db, writing
from consult.staff.models import HANDLE, Account, StaffSession

IDLE_LIMIT = timedelta(hours=2)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


def _hash(token: str) -> str:
    # A plain hash is enough: nobody guesses 256 random bits.
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(account: Account, *, at: datetime) -> str:
    """Sign the account in, and return the token its browser will show. The token is stored nowhere."""
    token = secrets.token_urlsafe(32)
    db.session.add(StaffSession(token_hash=_hash(token), account_id=account.id, started_at=at, seen_at=at))
    return token


def _is_over(session: StaffSession, at: datetime) -> bool:
    # Seen far in the future: the clock ran ahead then, and the sign-in would outlive its time.
    return abs(at - session.seen_at) > IDLE_LIMIT or at - session.started_at > LONGEST


def account_of_session(token: str, *, at: datetime) -> Account | None:
    """Who is signed in with this token, if its time is not over and the account still works here."""
    session = db.session.get(StaffSession, _hash(token))
    if session is None or _is_over(session, at) or not session.account.is_active:
        return None
    if abs(at - session.seen_at) > SEEN_EVERY:
        _note_seen(session.token_hash, at)
    return session.account


def _note_seen(token_hash: str, at: datetime) -> None:
    """In a short transaction of its own: the request that asks only reads, and must stay a reader.

    Call it before the request begins to write, or it would wait for its own lock.
    """
    seen = update(StaffSession).where(StaffSession.token_hash == token_hash).values(seen_at=at)
    # A busy database is no reason to refuse a page: the next request will note it.
    with suppress(OperationalError), writing(), db.engine.begin() as connection:
        connection.execute(seen)


def sessions_of(account: Account, *, at: datetime) -> list[StaffSession]:
    """The account's live sign-ins, the latest seen on top."""
    theirs = select(StaffSession).where(StaffSession.account_id == account.id)
    found = db.session.scalars(theirs.order_by(StaffSession.seen_at.desc(), StaffSession.token_hash))
    return [session for session in found if not _is_over(session, at)]


def close_session(token: str) -> None:
    """Sign out: the token opens nothing any more."""
    db.session.execute(delete(StaffSession).where(StaffSession.token_hash == _hash(token)))


def close_listed_session(account: Account, *, handle: str) -> None:
    """End one of the account's sign-ins, chosen in its list."""
    for session in db.session.scalars(select(StaffSession).where(StaffSession.account_id == account.id)):
        if session.handle == handle:
            db.session.delete(session)


def handle_of(token: str) -> str:
    """How the sign-in with this token is called in a list."""
    return _hash(token)[:HANDLE]


def close_other_sessions(account: Account, *, keep: str = "") -> None:
    """End the account's sign-ins everywhere, except the one with the token to keep."""
    others = (StaffSession.account_id == account.id, StaffSession.token_hash != _hash(keep))
    db.session.execute(delete(StaffSession).where(*others))


def forget_sessions(connection: Connection, *, at: datetime) -> int:
    """Delete the sign-ins whose time is over, how many; done at each sign-in, and once a day."""
    too_old = (StaffSession.started_at < at - LONGEST) | (StaffSession.seen_at < at - IDLE_LIMIT)
    over = delete(StaffSession).where(too_old | (StaffSession.seen_at > at + IDLE_LIMIT))
    return connection.execute(over).rowcount
