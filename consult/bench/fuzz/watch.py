"""Every request that reaches the site, timed and judged."""

import io
import time
import traceback
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, got_request_exception

LONGEST_SECONDS = 2.0
"""Of the processor's time: what else the machine does is no fault of the request."""
SHOWN = 200
SAYS_503 = frozenset({"/readyz"})
"""Whose work is to say that the site is not ready: the one 503 that is an answer."""
Environ = dict[str, Any]
Said = tuple[str, list[tuple[str, str]], bytes]
"""Status, headers, body."""


@dataclass(frozen=True)
class Fault:
    """What went wrong, once for each place it went wrong in."""

    what: str
    request: str
    trace: str = ""


@dataclass
class Verdict:
    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)

    def note(self, fault: Fault) -> None:
        self.faults.setdefault(fault.what, fault)

    def time(self, seconds: float, request: str) -> None:
        self.slowest = sorted([*self.slowest, (seconds, request)], reverse=True)[:10]


def _shown(environ: Environ, body: bytes) -> str:
    query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
    words = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}{query}"[:SHOWN]
    return f"{words} {environ.get('CONTENT_TYPE', '')[:60]} {len(body)} {body[:SHOWN]!r}"


def _place(problem: BaseException) -> str:
    """Where in our code an exception was raised, so that one mistake is told once."""
    ours = [frame for frame in traceback.extract_tb(problem.__traceback__) if "/consult/" in frame.filename]
    where = f"{ours[-1].filename.split('/consult/')[-1]}:{ours[-1].lineno}" if ours else "?"
    return f"{type(problem).__name__} at {where}"


class Watch:
    """The site as a WSGI application, with somebody who looks at every answer."""

    def __init__(self, app: Flask) -> None:
        self.app, self.verdict = app, Verdict()
        self.last_status = 0
        self._raised: list[BaseException] = []
        got_request_exception.connect(self._remember, app)

    def _remember(self, _app: Flask, exception: BaseException, **_words: Any) -> None:
        self._raised.append(exception)

    def _answer(self, sent: Environ, start_response: Any) -> bytes:
        answer: Iterable[bytes] = self.app(sent, start_response)
        try:
            return b"".join(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()

    def _timed(self, environ: Environ, body: bytes) -> tuple[float, Said]:
        """Seconds of the processor's time, and what was said; an exception that gets out says 500."""
        said: list[Any] = []
        began = time.process_time()
        try:
            sent = {**environ, "wsgi.input": io.BytesIO(body)}
            whole = self._answer(sent, lambda *words: said.append(words))
        except Exception as problem:
            self._raised.append(problem)
            said, whole = [("500 OUT", [])], b""
        return time.process_time() - began, (*said[-1][:2], whole)

    def __call__(self, environ: Environ, start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"].read()
        seconds, (status, headers, whole) = self._timed(environ, body)
        self.last_status = int(status.split(" ")[0])
        if seconds > LONGEST_SECONDS:
            seconds = min(seconds, self._timed(environ, body)[0])
        self._judge(environ, body, seconds)
        start_response(status, headers)
        return [whole]

    def _judge(self, environ: Environ, body: bytes, seconds: float) -> None:
        verdict, shown = self.verdict, _shown(environ, body)
        verdict.requests += 1
        verdict.statuses[self.last_status] += 1
        verdict.time(seconds, shown)
        if seconds > LONGEST_SECONDS:
            verdict.note(Fault(f"slow: {environ['REQUEST_METHOD']} {environ['PATH_INFO'][:60]}", shown))
        for problem in self._raised:
            verdict.note(Fault(_place(problem), shown, "".join(traceback.format_exception(problem))))
        is_said = self.last_status == 503 and environ["PATH_INFO"] in SAYS_503
        if self.last_status >= 500 and not self._raised and not is_said:
            verdict.note(Fault(f"{self.last_status}: {environ['PATH_INFO'][:60]}", shown))
        self._raised.clear()
