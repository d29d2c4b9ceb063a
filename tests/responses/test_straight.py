"""Answers that come where others were taken in a moment ago: the same reply, from fewer hands."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from consult import clock
from consult.campaigns.models import Stage
from consult.metrics import RESPONSES
from consult.responses import service
from consult.web import warm
from tests.responses.conftest import Published, a_questionnaire, a_version
from tests.responses.test_sending import JSON, PAGE, SEND, change_campaign, open_and_fill, receipt
from tests.responses.test_service import a_relay, responses

OURS = {"Sec-Fetch-Site": "same-origin"}


class Line:
    """A site where a family's answers have just been taken in, and how often Flask was asked since."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.app, self.client, self.asked = app, client, 0
        app.before_request(self.count)

    def count(self) -> None:
        self.asked += 1

    def send(self, address: str = SEND, headers: dict[str, str] | None = None, **fields: Any) -> TestResponse:
        return self.client.post(address, data=fields, headers={**OURS, **(headers or {})})

    def form(self, **changes: Any) -> dict[str, Any]:
        return open_and_fill(self.client, **changes)


@pytest.fixture
def line(app: Flask, client: FlaskClient, published: Published, monkeypatch: pytest.MonkeyPatch) -> Line:
    # However busy the machine, a second has not passed.
    monkeypatch.setattr(warm, "KEPT_SECONDS", 3600)
    return Line(app, client)


def lasting(answer: TestResponse) -> dict[str, str]:
    """The headers that do not depend on who sent."""
    return {name: re.sub(r"\d{12}", "N", value) for name, value in answer.headers}


@pytest.mark.parametrize("headers", [{}, JSON])
@pytest.mark.parametrize("tag", ["fr", "swb"])
def test_the_next_family_gets_the_same_reply_without_flask(
        line: Line, tag: str, headers: dict[str, str]) -> None:
    page = PAGE.replace("/fr/", f"/{tag}/")
    forms = [open_and_fill(line.client, page, mot=f"Famille {number}") for number in range(3)]
    before, stored = line.asked, RESPONSES.value()

    first, *others = [line.send(f"{page}/envoi", headers, **form) for form in forms]

    assert line.asked == before + 1
    assert RESPONSES.value() == stored + 3
    for other in others:
        assert other.status_code == first.status_code == (200 if headers else 303)
        assert lasting(other) == lasting(first)
        if headers:
            assert other.get_json().keys() == first.get_json().keys()
            assert other.get_json() != first.get_json()
    kept = responses(line.app)
    assert {response.answers["mot"] for response in kept} == {"Famille 0", "Famille 1", "Famille 2"}
    assert {response.language for response in kept} == {tag}
    assert len({str(response.packed) for response in kept}) == 1


def test_a_relay_s_families_are_counted_as_the_relay_s(line: Line, stored: Callable[..., None],
                                                       published: Published) -> None:
    stored(a_relay(published))
    forms = [open_and_fill(line.client, "/fr/r/pmi2") for _ in range(2)]
    before = line.asked

    answers = [line.send("/fr/r/pmi2/envoi", **form) for form in forms]

    assert line.asked == before + 1
    assert {answer.location.split("recu=")[0] for answer in answers} == {"/fr/r/pmi2/merci?"}
    assert None not in {response.relay_id for response in responses(line.app)}


def test_what_was_typed_arrives_sign_for_sign(line: Line) -> None:
    words = 'Marahaba é œ « ça » + 100 % & "deux"\r\n=lignes;'
    line.send(**line.form())
    form = line.form(mot=words)
    before = line.asked

    receipt(line.send(**form))

    assert line.asked == before
    assert words.replace("\r\n", " ") in {response.answers["mot"] for response in responses(line.app)}


def test_sent_twice_is_one_family_with_one_receipt(line: Line) -> None:
    line.send(**line.form())
    form = line.form(mot="Deux fois")

    codes = {receipt(line.send(**form)) for _ in range(3)}

    assert len(codes) == 1
    assert len(responses(line.app)) == 2


OTHERWISE: dict[str, tuple[dict[str, Any], dict[str, str], int]] = {
    "a mistake": ({"enfants": "beaucoup"}, {}, 422),
    "one more child": ({"_add": "enfants"}, {}, 200),
    "no key": ({"_key": ""}, {}, 400),
    "no version": ({"_version": "1"}, {}, 400),
    "another version": ({"_version": str(uuid4())}, {}, 400),
    "made up": ({"inconnu": "1"}, {}, 400),
    "another site": ({}, {"Sec-Fetch-Site": "cross-site"}, 403),
    "another origin": ({}, {"Sec-Fetch-Site": "", "Origin": "https://ailleurs.example"}, 403),
    "too long": ({"mot": "a" * 70_000}, {}, 400),
    "another kind": ({}, {"Content-Type": "text/plain"}, 400),
}


@pytest.mark.parametrize("case", OTHERWISE)
@pytest.mark.parametrize("kind", [{}, JSON])
def test_what_is_not_plainly_good_gets_the_reply_it_always_got(
        line: Line, case: str, kind: dict[str, str]) -> None:
    changes, headers, status = OTHERWISE[case]
    form = line.form(**changes)
    cold = line.send(SEND, {**kind, **headers}, **form)
    line.send(SEND, kind, **line.form())
    before = line.asked

    answer = line.send(SEND, {**kind, **headers}, **form)

    assert line.asked == before + 1
    assert (answer.status_code, answer.text) == (status, cold.text)
    assert lasting(answer) == lasting(cold)
    assert len(responses(line.app)) == 1


def test_other_answers_under_the_same_key_are_asked_about(line: Line) -> None:
    form = line.form()
    line.send(**form)

    asked_about = line.send(**{**form, "enfants": "3"})
    corrected = line.send(**{**form, "enfants": "3", "_resolve": "correction"})

    assert asked_about.status_code == 409
    assert receipt(corrected)
    assert [response.answers["enfants"] for response in responses(line.app)] == [3]


def test_an_older_version_is_still_taken(line: Line, published: Published,
                                         stored: Callable[..., None]) -> None:
    old = line.form()
    stored(a_version(published.campaign_id, a_questionnaire(), number=2))
    line.send(**line.form())

    assert receipt(line.send(**old))
    assert published.version_id in {response.version_id for response in responses(line.app)}


def test_it_closes_on_time(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = [line.form() for _ in range(3)]
    change_campaign(line.app, stage=Stage.CLOSED, closed_at=clock.now() - timedelta(hours=23))
    statuses = [line.send(**form).status_code for form in forms[:2]]
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr("consult.clock.now", lambda: later)

    assert [*statuses, line.send(**forms[2]).status_code] == [303, 303, 410]


def test_who_sends_too_much_is_told_so_with_all_that_was_typed(line: Line) -> None:
    line.app.config["SUBMISSIONS_PER_MINUTE"] = 2
    statuses = [line.send(**line.form(mot="Je reste là")).status_code for _ in range(3)]

    assert statuses == [303, 303, 503]
    assert len(responses(line.app)) == 2


def test_nobody_waits_twice_for_a_storage_that_refuses(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.send(**line.form())
    form, tries = line.form(mot="Je reste là"), []

    def refuse(*_given: object, **_more: object) -> None:
        tries.append(1)
        raise OperationalError("durably", None, TimeoutError("the database stayed busy"))

    with monkeypatch.context() as patched:
        patched.setattr(service, "receive", refuse)
        refused = line.send(**form)
    sent = line.send(**form)

    assert tries == [1]
    assert refused.status_code == 503
    assert "Je reste là" in refused.text
    assert receipt(sent)


def test_a_form_that_no_parser_reads_alike_is_left_to_flask(line: Line) -> None:
    line.send(**line.form())
    before = line.asked

    answer = line.client.post(SEND, data=b"_key=\xff\xfe", headers=OURS,
                              content_type="application/x-www-form-urlencoded")

    assert line.asked == before + 1
    assert answer.status_code == 400
