"""Settings that cannot send stop the start, with a sentence that holds no secret."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from consult.app import create_app
from consult.meetings.senders import post_office
from consult.meetings.states import Channel

SETTINGS = {
    "SMTP_URL": "", "MAIL_FROM": "", "SMS_URL": "", "SMS_HEADERS": "", "SMS_PREFIX": "262",
    "SMS_BODY": '{"to": "{to}", "text": "{text}"}', "MESSAGES_PER_MINUTE": 60, "TOWN_NAME": "Ville",
    "PUBLIC_URL": "https://consultation.ville.yt"}
SMS = {"SMS_URL": "https://passerelle.exemple/sms"}
MAIL = {"SMTP_URL": "smtp://u:secret@courriel.ville.yt", "MAIL_FROM": "consultation@ville.yt"}


def office(**changes: Any) -> Any:
    return post_office({**SETTINGS, **changes})


def test_without_a_setting_nothing_leaves_by_itself() -> None:
    assert office().senders == {}


def test_each_setting_opens_its_channel() -> None:
    assert set(office(**SMS, **MAIL).senders) == {Channel.SMS, Channel.EMAIL}
    assert set(office(**MAIL).senders) == {Channel.EMAIL}


@pytest.mark.parametrize(("url", "port", "is_tls"), [
    ("smtp://courriel.ville.yt", 587, False), ("smtps://courriel.ville.yt", 465, True),
    ("smtp://courriel.ville.yt:2525", 2525, False)])
def test_ports_are_the_usual_ones(url: str, port: int, is_tls: bool) -> None:
    server = office(**{**MAIL, "SMTP_URL": url}).senders[Channel.EMAIL]

    assert (server.port, server.is_tls, server.is_here) == (port, is_tls, False)


@pytest.mark.parametrize(("changes", "named"), [
    ({**MAIL, "SMTP_URL": "http://u:secret@courriel"}, "CONSULT_SMTP_URL"),
    ({**MAIL, "SMTP_URL": "smtp://u:secret@courriel:port"}, "CONSULT_SMTP_URL"),
    ({**MAIL, "SMTP_URL": "smtp://"}, "CONSULT_SMTP_URL"),
    ({**MAIL, "SMTP_URL": "smtp://u:secret%C3%A9@courriel"}, "CONSULT_SMTP_URL"),
    ({**MAIL, "SMTP_URL": f"smtp://u:secret@{'a' * 64}.yt"}, "CONSULT_SMTP_URL"),
    ({**MAIL, "MAIL_FROM": ""}, "CONSULT_MAIL_FROM"),
    ({**MAIL, "MAIL_FROM": "Ville <v@ville.yt>"}, "CONSULT_MAIL_FROM"),
    ({**MAIL, "PUBLIC_URL": ""}, "CONSULT_PUBLIC_URL"),
    ({**SMS, "PUBLIC_URL": ""}, "CONSULT_PUBLIC_URL"),
    ({"SMS_URL": "http://passerelle.exemple/sms?key=secret"}, "CONSULT_SMS_URL"),
    ({"SMS_URL": "ftp://passerelle.exemple"}, "CONSULT_SMS_URL"),
    ({"SMS_URL": "https://passerelle.exemple/a b"}, "CONSULT_SMS_URL"),
    ({"SMS_URL": "https://passerelle.exemple/é"}, "CONSULT_SMS_URL"),
    ({**SMS, "SMS_HEADERS": "Bearer secret"}, "CONSULT_SMS_HEADERS"),
    ({**SMS, "SMS_HEADERS": '["secret"]'}, "CONSULT_SMS_HEADERS"),
    ({**SMS, "SMS_HEADERS": '{"X": "secret\\r\\nY: 1"}'}, "CONSULT_SMS_HEADERS"),
    ({**SMS, "SMS_BODY": '{"to": "{to}"}'}, "CONSULT_SMS_BODY"),
    ({**SMS, "SMS_BODY": '{"to": "{to}", "text": {text}}'}, "CONSULT_SMS_BODY"),
    ({**SMS, "SMS_BODY": "{text}"}, "CONSULT_SMS_BODY"),
    ({**SMS, "SMS_BODY": ""}, "CONSULT_SMS_BODY"),
    ({"SMS_PREFIX": "+262"}, "CONSULT_SMS_PREFIX"),
    ({"MESSAGES_PER_MINUTE": 0}, "CONSULT_MESSAGES_PER_MINUTE")])
def test_a_setting_that_cannot_work_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(RuntimeError, match=named) as refusal:
        office(**changes)

    assert "secret" not in str(refusal.value)


def test_it_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="CONSULT_MAIL_FROM"):
        create_app({"SECRET_KEY": "for tests only", "SMTP_URL": "smtp://courriel.ville.yt"})
