"""SMS through a gateway that works, fails, waits, hangs up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pytest

from consult.meetings.senders import gateway as gateway_module
from consult.meetings.senders import sms_gateway
from consult.meetings.senders.fates import Fate, Letter
from consult.meetings.senders.gateway import Gateway
from tests.meetings.gateways import (
    Behaviour,
    FakeGateway,
    answers,
    closed_port,
    drips,
    gateway,
    hangs_up,
    waits,
)

LETTER = Letter(UUID(int=7), "0639000000", 'Bonjour "Amina" {to} & co, 100 %\n', "fr")
JSON_BODY = '{"to": "{to}", "text": "{text}", "ref": ["{id}", 1]}'


def a_gateway(address: str, **settings: Any) -> Gateway:
    sender = sms_gateway({"SMS_URL": address, "SMS_HEADERS": "", "SMS_BODY": JSON_BODY, "SMS_PREFIX": "262",
                          **settings})
    assert sender
    return replace(sender, answer_seconds=0.2)


def fate(*behaviours: Behaviour) -> tuple[Fate, FakeGateway]:
    with gateway(*behaviours) as fake:
        return a_gateway(fake.address)(LETTER).fate, fake


def test_a_message_reaches_the_gateway_in_the_words_of_its_provider() -> None:
    with gateway() as fake:
        attempt = a_gateway(fake.address, SMS_HEADERS='{"Authorization": "Bearer secret"}')(LETTER)

    [request] = fake.requests
    assert attempt.fate is Fate.SENT
    assert request.head.startswith("POST /sms HTTP/1.1\r\n")
    assert request.fields == {"to": "+262639000000", "text": LETTER.text, "ref": [LETTER.id.hex, 1]}
    assert request.header("Authorization") == "Bearer secret"
    assert request.header("Idempotency-Key") == LETTER.id.hex
    assert request.header("Content-Type") == "application/json"


def test_a_gateway_may_want_a_form() -> None:
    with gateway() as fake:
        a_gateway(fake.address, SMS_BODY="dest={digits}&msg={text}&sender=Ville")(LETTER)

    [request] = fake.requests
    assert request.header("Content-Type") == "application/x-www-form-urlencoded"
    assert parse_qs(request.body.decode()) == {
        "dest": ["262639000000"], "msg": [LETTER.text], "sender": ["Ville"]}


@pytest.mark.parametrize(("status", "expected"), [
    (200, Fate.SENT), (201, Fate.SENT), (202, Fate.SENT), (204, Fate.SENT),
    (400, Fate.REFUSED), (422, Fate.REFUSED),
    (429, Fate.LATER), (500, Fate.LATER), (503, Fate.LATER),
    (401, Fate.LATER), (402, Fate.LATER), (404, Fate.LATER),
    (502, Fate.UNKNOWN), (504, Fate.UNKNOWN)])
def test_what_the_gateway_answers_decides(status: int, expected: Fate) -> None:
    assert fate(answers(status))[0] is expected


@pytest.mark.parametrize("behaviour", [hangs_up, waits])
def test_a_gateway_that_read_and_said_nothing_may_have_sent(behaviour: Behaviour) -> None:
    found, fake = fate(behaviour)

    assert found is Fate.UNKNOWN
    assert len(fake.requests) == 1


def test_a_gateway_that_never_ends_its_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_module, "LONGEST_SENDING", 0.3)

    found, _fake = fate(drips)

    assert found is Fate.UNKNOWN


def test_nothing_has_left_when_nobody_answers_the_door() -> None:
    attempt = a_gateway(f"http://127.0.0.1:{closed_port()}/sms")(LETTER)

    assert attempt.fate is Fate.LATER


def test_a_redirection_is_not_followed() -> None:
    with gateway() as elsewhere:
        found, fake = fate(answers(307, f"Location: {elsewhere.address}\r\n"))

    assert found is Fate.LATER
    assert (len(fake.requests), len(elsewhere.requests)) == (1, 0)


@pytest.mark.parametrize("status", [400, 401, 429, 500, 504])
def test_what_is_noted_of_a_failure_repeats_nothing_private(status: int) -> None:
    with gateway(answers(status)) as fake:
        attempt = a_gateway(fake.address, SMS_HEADERS='{"Authorization": "Bearer secret"}')(LETTER)

    assert attempt.problem
    assert not any(private in attempt.problem for private in ("639", "Amina", "secret", "127.0.0.1"))


def test_secrets_are_not_shown_where_a_sender_is_printed() -> None:
    assert "secret" not in repr(a_gateway("http://127.0.0.1:1/sms", SMS_HEADERS='{"X-Key": "secret"}'))
