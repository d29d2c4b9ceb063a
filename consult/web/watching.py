"""Each request as it is counted and logged: its method, its rule, its status, how long it took. Around the
application, so that nothing inside can leave without being seen, and nothing of it is asked twice.
"""

import secrets
from collections.abc import Callable, Iterable
from itertools import count
from time import perf_counter, time
from typing import Any

from consult.metrics import REQUESTS, UNAVAILABLE
from consult.web.failures import NO_RULE, NUMBER, rule_of
from consult.web.log import Asked, Lines

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
METHODS = {method: method for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")}
OTHER = "OTHER"
"""Anybody can send any word as a method: it would stand in the log, and make a metric of its own."""
NOTHING = "000 "
"""The status of a request that ended without an answer."""


class Watched:
    """An application, and what is told of each request to it."""

    def __init__(self, inside: Wsgi, lines: Lines | None) -> None:
        self.inside, self.lines = inside, lines
        self.start, self.numbers = secrets.token_hex(3), count(1)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began, status, rule = perf_counter(), NOTHING, NO_RULE
        number = environ[NUMBER] = f"{self.start}-{next(self.numbers):x}"

        def start(line: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            nonlocal status, rule
            # Read here: once the answer has left, the application forgets what was asked.
            status, rule = line, rule_of(environ)
            if line[0] == "5":
                # What whoever looks after the server searches the log for.
                headers.append(("X-Request-Id", number))
            return start_response(line, headers, *error)

        try:
            return self.inside(environ, start)
        finally:
            method = METHODS.get(environ["REQUEST_METHOD"], OTHER)
            self._tell(method, rule, status[:3], perf_counter() - began, number)

    def _tell(self, method: str, rule: str, status: str, seconds: float, number: str) -> None:
        REQUESTS.observe(seconds, method, rule, f"{status[0]}xx")
        if status == "503":
            UNAVAILABLE.add(rule)
        if self.lines:
            self.lines.put(Asked(time(), method, rule, status, seconds, number))
