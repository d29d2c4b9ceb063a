from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from werkzeug.test import Client

from consult import clock
from consult.db import db
from consult.web import warm
from consult.web.failures import rule_of
from consult.web.warm import WarmPages, offer


class Asked:
    """A small site whose page counts how often it was made, and how often it was filled."""

    def __init__(self) -> None:
        self.made, self.filled = count(1), count(1)
        flask = Flask("asked")
        flask.add_url_rule("/page", "page", self.page)
        flask.add_url_rule("/other", "other", lambda: "other")
        flask.after_request(self.sign)
        self.pages = WarmPages(flask.wsgi_app)
        self.client = Client(self.watched)

    def watched(self, environ, start_response):  # type: ignore[no-untyped-def]
        def start(*answer):  # type: ignore[no-untyped-def]
            self.rule = rule_of(environ)
            return start_response(*answer)
        return self.pages(environ, start)

    def page(self) -> bytes:
        self.number = next(self.made)
        offer(self.fill)
        return self.fill()

    def fill(self) -> bytes:
        return f"{next(self.filled)}".encode()

    def sign(self, response):  # type: ignore[no-untyped-def]
        response.headers["X-Made"] = str(getattr(self, "number", 0))
        return response

    def get(self, address: str = "/page", **headers: str) -> tuple[str, str]:
        answer = self.client.get(address, headers=headers)
        return answer.headers["X-Made"], answer.get_data(as_text=True)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    # However busy the machine, a second has not passed.
    monkeypatch.setattr(warm, "KEPT_SECONDS", 3600)
    return Asked()


def test_a_warm_page_is_filled_again_and_not_made_again(asked: Asked) -> None:
    assert [asked.get() for _visit in range(3)] == [("1", "1"), ("1", "2"), ("1", "3")]


def test_a_warm_page_is_told_under_its_rule(asked: Asked) -> None:
    asked.get()
    asked.get()

    assert asked.rule == "/page"


def test_what_depends_on_more_is_asked_for(asked: Asked) -> None:
    asked.get()

    assert asked.get("/page?a=1")[0] == "2"
    assert asked.get("/page", **{"Accept-Encoding": "gzip"})[0] == "3"
    assert asked.client.post("/page").status_code == 405
    assert asked.get("/other")[1] == "other"
    assert asked.get()[0] == "1"


def test_it_is_cold_after_a_moment(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "KEPT_SECONDS", 0)

    assert [asked.get()[0] for _visit in range(2)] == ["1", "2"]


def test_midnight_ends_it(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.get()
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr("consult.clock.now", lambda: tomorrow)

    assert asked.get()[0] == "2"


def test_a_change_of_this_process_ends_it(asked: Asked, app: Flask) -> None:
    asked.get()
    with app.app_context():
        db.session.connection()
        db.session.commit()

    assert asked.get()[0] == "2"


def test_few_are_kept(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "KEPT_ANSWERS", 1)
    asked.get()
    asked.get("/page", **{"Accept-Encoding": "gzip"})

    assert asked.get()[0] == "3"
