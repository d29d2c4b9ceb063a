"""How often something may be asked, counted by keyed hash of who asks.

No address is kept: what is counted is an HMAC under a key derived from this installation's secret, for
minutes, in memory. Several processes count together when LIMITS_URL names a store they share.
"""

import hashlib
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any, TypeVar

from flask import Flask, current_app, request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from consult.errors import N_, Refused

T = TypeVar("T")
PATIENCE = 1.0
_log = logging.getLogger(__name__)


class TooManyTries(Refused):
    """The same thing was asked too often."""

    status = 429
    sentence = N_("Trop d’essais en peu de temps. Attendez quelques minutes, puis recommencez.")


@dataclass(frozen=True)
class Counters:
    """The counting store of an application, and the key that hides who is counted."""

    limiter: FixedWindowRateLimiter
    spare: FixedWindowRateLimiter
    """Counts in this process alone, for as long as the store does not answer."""
    key: bytes

    def name(self, who: str) -> str:
        return hmac.new(self.key, who.encode(), hashlib.sha256).hexdigest()[:32]


def _counters() -> Counters:
    counters: Counters = current_app.extensions["counters"]
    return counters


def _window(per_minute: int, minutes: int) -> RateLimitItem:
    # A window begins with the first try, not with the clock: one number to keep, no kinder moment.
    return RateLimitItemPerMinute(per_minute * minutes, minutes)


def _ask(question: Callable[[FixedWindowRateLimiter], T]) -> T:
    """A store that does not answer stops no family and opens no door: this process counts by itself."""
    counters = _counters()
    try:
        return question(counters.limiter)
    except StorageError as problem:
        _log.error("counters unreachable: %s", type(problem.storage_error).__name__)
        return question(counters.spare)


def allow(name: str, *, who: str, per_minute: int, minutes: int = 1) -> bool:
    """Count one more try of `name` by `who`; False when there were too many."""
    window, whose = _window(per_minute, minutes), _counters().name(who)
    return _ask(lambda limiter: limiter.hit(window, name, whose))


def require(name: str, *, who: str, per_minute: int, minutes: int = 1) -> None:
    """Count one more try, and raise TooManyTries when there were too many."""
    if not allow(name, who=who, per_minute=per_minute, minutes=minutes):
        raise TooManyTries


def used(name: str, *, who: str, per_minute: int, minutes: int = 1) -> int:
    """How many tries are counted now, at most `per_minute * minutes`."""
    window, whose = _window(per_minute, minutes), _counters().name(who)
    return window.amount - _ask(lambda limiter: limiter.get_window_stats(window, name, whose).remaining)


def forget(name: str, *, who: str, per_minute: int, minutes: int = 1) -> None:
    """Start counting again from nothing."""
    window, whose = _window(per_minute, minutes), _counters().name(who)
    _ask(lambda limiter: limiter.clear(window, name, whose))


def address() -> str:
    """Where the request comes from, as it is counted."""
    return home_of(request.remote_addr or "")


def home_of(written: str) -> str:
    """An address as it is counted: one home or phone has a whole /64 of version 6."""
    try:
        known = ip_address(written)
    except ValueError:
        return written
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or IPv6Network((int(known), 64), strict=False))


def _patience(store: str) -> dict[str, Any]:
    """A Redis whose network hangs must not hold the threads that families need."""
    seconds = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    return seconds if store.startswith("redis") else {}


def init_app(app: Flask) -> None:
    store: str = app.config["LIMITS_URL"]
    storage = storage_from_string(store, wrap_exceptions=True, **_patience(store))
    key = hmac.digest(app.config["SECRET_KEY"].encode(), b"consult.web.limits", hashlib.sha256)
    app.extensions["counters"] = Counters(
        FixedWindowRateLimiter(storage), FixedWindowRateLimiter(MemoryStorage()), key)
