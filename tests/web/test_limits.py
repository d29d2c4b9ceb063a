"""Counting tries by keyed hash of who asks."""

from collections.abc import Iterator

import pytest
from flask import Flask
from limits.errors import StorageError
from limits.storage import MemoryStorage

from consult.web import limits
from consult.web.limits import TooManyTries


@pytest.fixture
def request_from(app: Flask) -> Iterator[Flask]:
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        yield app


def test_too_many_tries_are_refused_and_others_are_not(request_from: Flask) -> None:
    tries = [limits.allow("send", who="a", per_minute=3) for _ in range(4)]

    assert tries == [True, True, True, False]
    assert limits.allow("send", who="b", per_minute=3)
    assert limits.allow("read", who="a", per_minute=3)


def test_a_longer_window_counts_more(request_from: Flask) -> None:
    tries = [limits.allow("send", who="a", per_minute=1, minutes=5) for _ in range(6)]

    assert tries == [True] * 5 + [False]


def test_require_refuses_with_the_right_status(request_from: Flask) -> None:
    limits.require("send", who="a", per_minute=1)

    with pytest.raises(TooManyTries) as refusal:
        limits.require("send", who="a", per_minute=1)

    assert refusal.value.status == 429


def test_what_is_used_is_known_without_counting(request_from: Flask) -> None:
    limits.allow("send", who="a", per_minute=3)

    assert [limits.used("send", who="a", per_minute=3) for _ in range(5)] == [1] * 5


def test_forgetting_starts_again(request_from: Flask) -> None:
    limits.allow("send", who="a", per_minute=1)

    limits.forget("send", who="a", per_minute=1)

    assert limits.allow("send", who="a", per_minute=1)


def test_no_address_is_kept(request_from: Flask) -> None:
    limits.allow("send", who=limits.address(), per_minute=3)

    storage = request_from.extensions["counters"].limiter.storage
    assert isinstance(storage, MemoryStorage)
    assert storage.storage
    assert "192.0.2.7" not in str(storage.storage)


def test_two_installations_count_under_different_names(app: Flask) -> None:
    from consult.app import create_app
    other = create_app({**app.config, "SECRET_KEY": "another secret"})

    names = {site.extensions["counters"].name("192.0.2.7") for site in (app, other)}

    assert len(names) == 2


@pytest.mark.parametrize(("sent", "counted"), [
    ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("2001:db8:1:2::9", "2001:db8:1:2::/64"), ("", ""), ("unix", "unix")])
def test_a_phone_with_many_addresses_counts_as_one(app: Flask, sent: str, counted: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": sent}):
        assert limits.address() == counted


class Unreachable(MemoryStorage):
    """A store whose network is down."""

    STORAGE_SCHEME = ("unreachable",)

    def incr(self, *_: object, **__: object) -> int:
        raise StorageError(ConnectionError("down"))

    def get(self, *_: object) -> int:
        raise StorageError(ConnectionError("down"))

    def clear(self, *_: object) -> None:
        raise StorageError(ConnectionError("down"))


def test_while_a_store_is_down_each_process_counts_by_itself(app: Flask) -> None:
    app.config["LIMITS_URL"] = "unreachable://"
    limits.init_app(app)

    with app.test_request_context():
        tries = [limits.allow("send", who="a", per_minute=2) for _ in range(3)]
        used = limits.used("send", who="a", per_minute=2)
        limits.forget("send", who="a", per_minute=2)

        assert (tries, used) == ([True, True, False], 2)
        assert limits.allow("send", who="a", per_minute=2)
