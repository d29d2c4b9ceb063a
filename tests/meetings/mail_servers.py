"""A real SMTP server on this machine, that keeps what it receives and refuses what it is told to."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.meetings.gateways import closed_port

OK = "250 OK"


@dataclass
class Mailbox:
    """What the server does with each message; `port` once it listens."""

    at_recipient: str = OK
    at_end: str = OK
    hangs_up: bool = False
    """It takes the whole message, then closes the line without a word."""
    port: int = 0
    received: list[Envelope] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    was_encrypted: list[bool] = field(default_factory=list)

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope,  # noqa: N802
                          address: str, _options: list[str]) -> str:
        if self.at_recipient == OK:
            envelope.rcpt_tos.append(address)
        return self.at_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.received.append(envelope)
        self.was_encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        if self.hangs_up:
            server.transport.close()
        return self.at_end

    def messages(self) -> list[EmailMessage]:
        return [cast(EmailMessage, message_from_bytes(cast(bytes, envelope.content), policy=policy.default))
                for envelope in self.received]

    def check(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str,
              data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.users.append(data.login.decode())
        return AuthResult(success=data.password == b"p@ss")


@contextmanager
def mail_server(mailbox: Mailbox, **options: Any) -> Iterator[Mailbox]:
    mailbox.port = closed_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, ready_timeout=10, **options)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server shows and what a client trusts, for localhost."""
    key, chain = folder / "key.pem", folder / "chain.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "2",
         "-keyout", str(key), "-out", str(chain)], check=True, capture_output=True)
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(chain, key)
    return shown, ssl.create_default_context(cafile=str(chain))
