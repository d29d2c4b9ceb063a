"""How messages leave: what the settings say, checked when the site starts.

Without a setting nothing leaves by itself: the coordinator sends by hand from her list.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from consult.meetings.notices import Site
from consult.meetings.senders.fates import Sender
from consult.meetings.senders.gateway import Form, Gateway
from consult.meetings.senders.mail import ADDRESS, MailServer
from consult.meetings.states import Channel

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SMTP_PORTS = {"smtp": 587, "smtps": 465}
HTTP_PORTS = {"http": 80, "https": 443}
BAD_SMTP = "CONSULT_SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host."
BAD_FROM = "CONSULT_MAIL_FROM must be the address that families see, like consultation@example.yt."
BAD_SMS = "CONSULT_SMS_URL must look like https://gateway.example/messages; http only on this machine."
BAD_HEADERS = 'CONSULT_SMS_HEADERS must be JSON, like {"Authorization": "Bearer …"}.'
BAD_BODY = ('CONSULT_SMS_BODY must be JSON, like {"to": "{to}", "text": "{text}"}, or a form, like '
            "to={to}&text={text}; with {to} or {digits}, and {text}.")
BAD_PREFIX = "CONSULT_SMS_PREFIX must be a country code in figures, like 262."
BAD_PACE = "CONSULT_MESSAGES_PER_MINUTE must be 1 or more."
NO_ADDRESS = "CONSULT_PUBLIC_URL is needed to send messages: they hold links."


_SIGNS = re.compile(r"[!-~]+")
"""What an address may hold as it is written: neither SMTP nor HTTP carries more."""


@dataclass(frozen=True)
class PostOffice:
    """What sends on each channel, how fast, and who writes."""

    site: Site
    senders: Mapping[Channel, Sender] = field(default_factory=dict)
    per_minute: int = 60
    prefix: str = ""


def _split(url: str, ports: Mapping[str, int], refusal: str) -> tuple[SplitResult, int]:
    """The parts of an address, and its port. Never repeats the address: it may hold a password."""
    try:
        parts = urlsplit(url)
        port = parts.port or ports.get(parts.scheme, 0)
        (parts.hostname or "").encode("idna")
    except ValueError:
        raise RuntimeError(refusal) from None
    secret = unquote(f"{parts.username or ''}{parts.password or ''}")
    is_written_well = _SIGNS.fullmatch(url) and secret.isascii() and secret.isprintable()
    if parts.scheme not in ports or not parts.hostname or not is_written_well:
        raise RuntimeError(refusal)
    return parts, port


def mail_server(settings: Mapping[str, Any]) -> MailServer | None:
    """Raises RuntimeError for a setting that cannot work."""
    if not settings["SMTP_URL"]:
        return None
    parts, port = _split(settings["SMTP_URL"], SMTP_PORTS, BAD_SMTP)
    if not ADDRESS.fullmatch(settings["MAIL_FROM"]):
        raise RuntimeError(BAD_FROM)
    host = parts.hostname or ""
    return MailServer(
        host=host, port=port, is_tls=parts.scheme == "smtps", is_here=host in LOOPBACK,
        address=settings["MAIL_FROM"], town=" ".join(settings["TOWN_NAME"].split()),
        user=unquote(parts.username or ""), password=unquote(parts.password or ""))


def _headers(written: str) -> dict[str, str]:
    try:
        headers = json.loads(written or "{}")
    except ValueError:
        raise RuntimeError(BAD_HEADERS) from None
    if not isinstance(headers, dict) or not all(
            isinstance(value, str) and f"{name}{value}".isascii() and f"{name}{value}".isprintable()
            for name, value in headers.items()):
        raise RuntimeError(BAD_HEADERS)
    return headers


def _form(template: str) -> Form:
    try:
        form = Form.read(template)
    except ValueError:
        raise RuntimeError(BAD_BODY) from None
    if "{text}" not in template or not ("{to}" in template or "{digits}" in template):
        raise RuntimeError(BAD_BODY)
    return form


def sms_gateway(settings: Mapping[str, Any]) -> Gateway | None:
    """Raises RuntimeError for a setting that cannot work."""
    if not settings["SMS_URL"]:
        return None
    parts, port = _split(settings["SMS_URL"], HTTP_PORTS, BAD_SMS)
    host = parts.hostname or ""
    if parts.scheme == "http" and host not in LOOPBACK:
        raise RuntimeError(BAD_SMS)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Gateway(
        host=host, port=port, path=path, is_tls=parts.scheme == "https", form=_form(settings["SMS_BODY"]),
        prefix=settings["SMS_PREFIX"], headers=_headers(settings["SMS_HEADERS"]))


def post_office(settings: Mapping[str, Any]) -> PostOffice:
    """What the settings make possible. Raises RuntimeError, with a sentence, for one that cannot work."""
    if not re.fullmatch(r"[1-9][0-9]{0,3}|", settings["SMS_PREFIX"]):
        raise RuntimeError(BAD_PREFIX)
    if settings["MESSAGES_PER_MINUTE"] < 1:
        raise RuntimeError(BAD_PACE)
    possible = {Channel.EMAIL: mail_server(settings), Channel.SMS: sms_gateway(settings)}
    senders = {channel: sender for channel, sender in possible.items() if sender}
    if senders and not settings["PUBLIC_URL"]:
        raise RuntimeError(NO_ADDRESS)
    return PostOffice(Site(settings["TOWN_NAME"], settings["PUBLIC_URL"]), senders,
                      settings["MESSAGES_PER_MINUTE"], settings["SMS_PREFIX"])
