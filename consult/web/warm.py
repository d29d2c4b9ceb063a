"""What Flask was asked a moment ago, for another family, it is not asked again.

After a call on the radio a thousand phones open the same page in a minute, and send what was filled in. The
view that answered one of them offers what answers the next: for a second, plain requests to the same address
get that, under the same headers. Whatever this process commits on the desk, and midnight, end it at once.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from sqlalchemy import event
from sqlalchemy.orm import Session

from consult import clock
from consult.web.failures import RULE, rule_of

KEPT_SECONDS = 1.0
KEPT_ANSWERS = 500
OFFERED = "consult.warm"
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
_commits = 0


@event.listens_for(Session, "after_commit")
def _cool(_session: Session) -> None:
    global _commits
    _commits += 1


def offer(what: Any) -> None:
    """Let this serve the next requests like this one, for a moment."""
    request.environ[OFFERED] = what


@dataclass(frozen=True)
class Kept:
    """An answer that was given, and what was offered with it."""

    rule: str
    status: str
    headers: Headers
    offered: Any
    until: float
    day: date
    commits: int

    @property
    def is_warm(self) -> bool:
        return self.commits == _commits and time.monotonic() < self.until and self.day == clock.today()


class Warm(ABC):
    """Stands in front of the application and behind what reads a proxy's headers."""

    def __init__(self, app: Wsgi) -> None:
        self.app = app
        self._kept: dict[tuple[str, ...], Kept] = {}

    @abstractmethod
    def name(self, environ: Environ) -> tuple[str, ...] | None:
        """What the answer hangs on; None where it may hang on more."""

    @abstractmethod
    def again(self, kept: Kept, environ: Environ) -> tuple[Headers, bytes] | None:
        """The headers and the body of one more answer; None where Flask must be asked."""

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        name = self.name(environ)
        if name is None:
            return self.app(environ, start_response)
        kept = self._kept.get(name)
        answer = self.again(kept, environ) if kept and kept.is_warm else None
        if kept is None or answer is None:
            return self._asked(name, environ, start_response)
        environ[RULE] = kept.rule
        start_response(kept.status, answer[0])
        return [answer[1]]

    def _asked(self, name: tuple[str, ...], environ: Environ,
               start_response: Callable[..., Any]) -> Iterable[bytes]:
        commits = _commits
        given = ("", "", Headers())

        def note(status: str, headers: Headers, *more: Any) -> Any:
            nonlocal given
            given = (rule_of(environ), status, headers)
            return start_response(status, headers, *more)

        body = self.app(environ, note)
        if offered := environ.get(OFFERED):
            if len(self._kept) >= KEPT_ANSWERS:
                self._kept.clear()
            until = time.monotonic() + KEPT_SECONDS
            self._kept[name] = Kept(*given, offered, until, clock.today(), commits)
        return body


class WarmPages(Warm):
    """Pages that are the same for every family but their key: what is offered makes the body afresh."""

    def name(self, environ: Environ) -> tuple[str, ...] | None:
        if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING"):
            return None
        return (environ["wsgi.url_scheme"], environ.get("SCRIPT_NAME", ""), environ["PATH_INFO"],
                environ.get("HTTP_ACCEPT_ENCODING", ""))

    def again(self, kept: Kept, _environ: Environ) -> tuple[Headers, bytes]:
        return list(kept.headers), kept.offered()
