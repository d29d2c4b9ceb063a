"""SMS, through a gateway on the web: one POST for each message, in the words its provider wants."""

import http.client
import json
import re
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from consult.meetings.phones import international
from consult.meetings.senders.deadline import cut_after
from consult.meetings.senders.fates import ANSWER_SECONDS, LONGEST_SENDING, SENT, Attempt, Fate, Letter

BLANKS = ("to", "digits", "text", "id")
"""+262639000000, 262639000000, the words, and the number of the message."""
_BLANK = re.compile(r"\{(" + "|".join(BLANKS) + r")\}")
OUR_FAULT = frozenset({401, 402, 403, 404, 405, 407})
"""The address, the token or the credit is wrong: other messages would fare no better, and none is lost."""
NOT_NOW = frozenset({408, 425, 429})
NOBODY_KNOWS = frozenset({502, 504})
"""Said by a machine in front of the gateway, that does not know what the gateway did."""
UNREACHABLE = Attempt(Fate.LATER, "La passerelle SMS ne répond pas.")
UNCERTAIN = Attempt(Fate.UNKNOWN, "La passerelle SMS n’a pas confirmé l’envoi.")


def _answered(status: int) -> Attempt:
    if 200 <= status < 300:
        return SENT
    if status in NOBODY_KNOWS:
        return UNCERTAIN
    if status in OUR_FAULT or status < 400:
        return Attempt(Fate.LATER, f"La passerelle SMS refuse notre accès ({status}).")
    if status in NOT_NOW or status >= 500:
        return Attempt(Fate.LATER, f"La passerelle SMS demande d’attendre ({status}).")
    return Attempt(Fate.REFUSED, f"La passerelle SMS refuse ce numéro ou ce message ({status}).")


@dataclass(frozen=True)
class Form:
    """The body of a request: its template, read once, as JSON or as the fields of a form."""

    content: Any
    is_json: bool

    @classmethod
    def read(cls, template: str) -> "Form":
        """Raises ValueError for what is neither."""
        if template.lstrip().startswith(("{", "[")):
            return cls(json.loads(template), True)
        return cls(parse_qsl(template, keep_blank_values=True, strict_parsing=True), False)

    @property
    def media_type(self) -> str:
        return "application/json" if self.is_json else "application/x-www-form-urlencoded"

    def fill(self, values: Mapping[str, str]) -> bytes:
        """What a family typed is a value in it, whatever signs it holds."""
        filled = _filled(self.content, values)
        return json.dumps(filled).encode() if self.is_json else urlencode(list(map(tuple, filled))).encode()


def _filled(content: Any, values: Mapping[str, str]) -> Any:
    if isinstance(content, str):
        return _BLANK.sub(lambda found: values[found[1]], content)
    if isinstance(content, dict):
        return {name: _filled(value, values) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_filled(value, values) for value in content]
    return content


@dataclass(frozen=True)
class Gateway:
    """Sends a letter as an SMS. It follows no redirection: the token is for one address only."""

    host: str
    port: int
    path: str
    is_tls: bool
    form: Form
    prefix: str
    """Country code of numbers written as at home."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)
    answer_seconds: float = ANSWER_SECONDS

    def __call__(self, letter: Letter) -> Attempt:
        connection = self._connection()
        try:
            connection.connect()
        except OSError:
            return UNREACHABLE
        with closing(connection), cut_after(LONGEST_SENDING, lambda: connection.sock):
            return self._ask(connection, letter)

    def _connection(self) -> http.client.HTTPConnection:
        if self.is_tls:
            return http.client.HTTPSConnection(
                self.host, self.port, timeout=self.answer_seconds, context=self.context)
        return http.client.HTTPConnection(self.host, self.port, timeout=self.answer_seconds)

    def _ask(self, connection: http.client.HTTPConnection, letter: Letter) -> Attempt:
        number = international(letter.to, prefix=self.prefix)
        body = self.form.fill({"to": number, "digits": number.removeprefix("+"), "text": letter.text,
                               "id": letter.id.hex})
        headers = {"Content-Type": self.form.media_type, **self.headers, "Idempotency-Key": letter.id.hex}
        try:
            connection.request("POST", self.path, body, headers)
            return _answered(connection.getresponse().status)
        except (OSError, http.client.HTTPException):
            return UNCERTAIN
