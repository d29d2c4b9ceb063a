"""Families who send until they are thanked: the same form under the same key, whatever dies meanwhile.

What a browser does with a form it keeps: a line that breaks and a 503 are tried again, a receipt ends it.
"""

import re
import socket
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from itertools import count
from threading import Condition, Thread

from consult.bench.load import KEY_OCTETS, PATIENCE_SECONDS, Request

_RECEIPT = re.compile(r"[?&]recu=(\w+)")
PAUSE_SECONDS = 0.2
"""Shorter than any phone waits, and long enough to leave the processor to a server that starts."""
LATER, THANKED = 503, 303


@dataclass(frozen=True)
class Thanks:
    """An answer that was acknowledged: which form it was, its receipt, and when the receipt came."""

    form: int
    receipt: str
    at: float
    """On the clock that never jumps."""


@dataclass
class Log:
    """What the families know: everything they sent, everything they were thanked for."""

    sent: set[str] = field(default_factory=set)
    thanked: dict[str, Thanks] = field(default_factory=dict)
    again: int = 0
    """How often something was sent once more."""
    surprises: Counter[str] = field(default_factory=Counter)
    """Answers that no family should ever get."""


class Families:
    """So many at once, one form after the other, until told to stop. Each ends what it has begun."""

    def __init__(self, port: int, requests: Sequence[Request], *, clients: int) -> None:
        self.port, self.requests, self.log = port, requests, Log()
        self.is_over = False
        self._forms = count()
        self._news = Condition()
        self._threads = [Thread(target=self._live, daemon=True) for _ in range(clients)]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> Log:
        """Begin nothing more, and wait until everything that was sent is acknowledged."""
        self.is_over = True
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)
        if any(thread.is_alive() for thread in self._threads):
            self.log.surprises["sans réponse"] += 1
        return self.log

    def wait_for(self, thanked: int) -> None:
        """Until so many answers in all are acknowledged. Raises TimeoutError when nothing comes any more."""
        with self._news:
            while (so_far := len(self.log.thanked)) < thanked:
                if not self._news.wait(PATIENCE_SECONDS) and len(self.log.thanked) == so_far:
                    raise TimeoutError(f"{so_far} acknowledged, {dict(self.log.surprises)}, then nothing.")

    def so_far(self) -> Mapping[str, Thanks]:
        with self._news:
            return dict(self.log.thanked)

    def _live(self) -> None:
        while not self.is_over:
            form = next(self._forms) % len(self.requests)
            request = self.requests[form]
            octets = request.fresh()
            key = octets[request.key_at:request.key_at + KEY_OCTETS].decode()
            with self._news:
                self.log.sent.add(key)
            self._send_until_thanked(form, key, octets)

    def _send_until_thanked(self, form: int, key: str, octets: bytes) -> None:
        while not (receipt := self._send(octets)):
            time.sleep(PAUSE_SECONDS)
            with self._news:
                self.log.again += 1
        with self._news:
            self.log.thanked[key] = Thanks(form, receipt, time.monotonic())
            self._news.notify_all()

    def _send(self, octets: bytes) -> str:
        """The receipt; empty where it has to be sent again."""
        try:
            status, address = _ask(self.port, octets)
        except (OSError, HTTPException):
            return ""
        if status == THANKED and (receipt := _RECEIPT.search(address)):
            return receipt[1]
        if status != LATER:
            with self._news:
                self.log.surprises[str(status)] += 1
        return ""


def _ask(port: int, octets: bytes) -> tuple[int, str]:
    """On a line of its own, as a phone that comes back."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as line:
        line.sendall(octets)
        reply = HTTPResponse(line)
        reply.begin()
        return reply.status, reply.getheader("Location") or ""
