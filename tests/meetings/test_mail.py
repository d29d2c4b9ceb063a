"""E-mail through a real SMTP server: what arrives, and what is known when it does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from consult.meetings.senders import mail_server as mail_server_of
from consult.meetings.senders.fates import Attempt, Fate, Letter
from consult.meetings.senders.mail import MailServer
from tests.meetings.gateways import closed_port, gateway, waits
from tests.meetings.mail_servers import Mailbox, certificate, mail_server

LETTER = Letter(UUID(int=7), "amina@exemple.yt", "Bonjour Amina.\n.\nÀ bientôt\u00a0!", "swb", "Votre place")


def a_server(url: str, **changes: Any) -> MailServer:
    sender = mail_server_of({"SMTP_URL": url, "MAIL_FROM": "consultation@ville.yt",
                             "TOWN_NAME": "Ville d’Été, centre"})
    assert sender
    return replace(sender, answer_seconds=0.5, **changes)


def send(mailbox: Mailbox, letter: Letter = LETTER) -> Attempt:
    with mail_server(mailbox):
        return a_server(f"smtp://127.0.0.1:{mailbox.port}")(letter)


def test_a_message_arrives_whole() -> None:
    mailbox = Mailbox()

    attempt = send(mailbox)

    [message] = mailbox.messages()
    assert attempt.fate is Fate.SENT
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == LETTER.text
    assert message["Subject"] == "Votre place"
    assert message["Message-ID"] == f"<{LETTER.id.hex}@ville.yt>"
    assert message["From"].addresses[0].display_name == "Ville d’Été, centre"
    assert (message["To"], message["Content-Language"]) == ("amina@exemple.yt", "swb")
    assert message["Auto-Submitted"] == "auto-generated"
    assert mailbox.received[0].rcpt_tos == ["amina@exemple.yt"]


@pytest.mark.parametrize(("mailbox", "expected"), [
    (Mailbox(at_recipient="550 no such user"), Fate.REFUSED),
    (Mailbox(at_recipient="451 try again"), Fate.LATER),
    (Mailbox(at_end="554 this looks like spam"), Fate.REFUSED),
    (Mailbox(at_end="452 no room"), Fate.LATER),
    (Mailbox(hangs_up=True), Fate.UNKNOWN)])
def test_what_the_server_answers_decides(mailbox: Mailbox, expected: Fate) -> None:
    attempt = send(mailbox)

    assert attempt.fate is expected
    assert attempt.problem
    assert "amina" not in attempt.problem


@pytest.mark.parametrize("address", [
    "amina", "amina@", "@exemple.yt", "a b@exemple.yt", "amina@exemple", "é@exemple.yt",
    "amina@exemple.yt\r\nBcc: tout@exemple.yt", "amina@exemple.yt, ali@exemple.yt", "<amina@exemple.yt>"])
def test_an_address_that_is_none_never_reaches_the_server(address: str) -> None:
    mailbox = Mailbox()

    attempt = send(mailbox, replace(LETTER, to=address))

    assert attempt.fate is Fate.REFUSED
    assert mailbox.received == []


def test_a_subject_is_one_line_whatever_the_title_holds() -> None:
    mailbox = Mailbox()

    send(mailbox, replace(LETTER, subject="Réunion «\u00a0petits\u00a0» 😀 " + "long " * 30))

    assert mailbox.messages()[0]["Subject"].startswith("Réunion «\u00a0petits\u00a0» 😀 long")


def test_nothing_has_left_when_nobody_answers() -> None:
    with gateway(waits) as silent:
        attempts = [a_server(f"smtp://127.0.0.1:{port}")(LETTER) for port in (silent.port, closed_port())]

    assert [attempt.fate for attempt in attempts] == [Fate.LATER, Fate.LATER]


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize(("scheme", "option"), [("smtps", "ssl_context"), ("smtp", "tls_context")])
def test_it_is_encrypted_from_the_start_or_before_anything_is_said(
        tmp_path: Path, scheme: str, option: str) -> None:
    shown, trusting = certificate(tmp_path)
    mailbox = Mailbox()
    options = {option: shown, "authenticator": mailbox.check, "auth_required": True,
               "auth_require_tls": scheme == "smtp"}

    with mail_server(mailbox, **options):
        url = f"{scheme}://amina%40ville:p%40ss@localhost:{mailbox.port}"
        attempt = a_server(url, context=trusting, is_here=False, host="127.0.0.1")(LETTER)

    assert attempt.fate is Fate.SENT
    assert mailbox.users == ["amina@ville"]
    assert mailbox.was_encrypted == [True]


def test_a_wrong_password_loses_no_message(tmp_path: Path) -> None:
    shown, trusting = certificate(tmp_path)
    mailbox = Mailbox()

    with mail_server(mailbox, tls_context=shown, authenticator=mailbox.check, auth_required=True):
        url = f"smtp://amina:wrong@127.0.0.1:{mailbox.port}"
        attempt = a_server(url, context=trusting, is_here=False)(LETTER)

    assert attempt.fate is Fate.LATER
    assert mailbox.received == []


def test_nothing_is_said_to_a_server_elsewhere_that_does_not_encrypt() -> None:
    mailbox = Mailbox()

    with mail_server(mailbox):
        attempt = a_server(f"smtp://127.0.0.1:{mailbox.port}", is_here=False)(LETTER)

    assert attempt.fate is Fate.LATER
    assert mailbox.received == []


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    shown, _trusting = certificate(tmp_path)
    mailbox = Mailbox()

    with mail_server(mailbox, tls_context=shown):
        attempt = a_server(f"smtp://127.0.0.1:{mailbox.port}", is_here=False)(LETTER)

    assert attempt.fate is Fate.LATER
    assert mailbox.received == []


def test_the_password_is_not_shown_where_a_sender_is_printed() -> None:
    assert "p@ss" not in repr(a_server("smtp://amina:p%40ss@127.0.0.1"))
