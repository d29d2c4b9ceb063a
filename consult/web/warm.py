"""A page that is the same for every family but its key is given again without asking Flask.

After a call on the radio a thousand phones open the same page in a minute. The view that makes such a page
offers a function that makes its body afresh; for a second, plain requests to the same address get that body
under the same headers. Whatever this process commits, and midnight, end it at once.
"""

import time
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
KEPT_PAGES = 500
OFFERED = "consult.warm"
Headers = list[tuple[str, str]]
_commits = 0


@event.listens_for(Session, "after_commit")
def _cool(_session: Session) -> None:
    global _commits
    _commits += 1


def offer(make: Callable[[], bytes]) -> bytes:
    """Let the response of this request be given again for a moment, `make` its body; gives the first one."""
    request.environ[OFFERED] = make
    return make()


@dataclass(frozen=True)
class _Page:
    rule: str
    headers: Headers
    make: Callable[[], bytes]
    until: float
    day: date
    commits: int

    @property
    def is_warm(self) -> bool:
        return self.commits == _commits and time.monotonic() < self.until and self.day == clock.today()


def _name(environ: dict[str, Any]) -> tuple[str, ...] | None:
    """What the answer hangs on; None where it may hang on more."""
    if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING"):
        return None
    return (environ["wsgi.url_scheme"], environ.get("SCRIPT_NAME", ""), environ["PATH_INFO"],
            environ.get("HTTP_ACCEPT_ENCODING", ""))


class WarmPages:
    """Stands in front of the application and behind what reads a proxy's headers."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app
        self._kept: dict[tuple[str, ...], _Page] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        name = _name(environ)
        if name is None:
            return self.app(environ, start_response)
        page = self._kept.get(name)
        if page and page.is_warm:
            environ[RULE] = page.rule
            start_response("200 OK", list(page.headers))
            return [page.make()]
        return self._asked(name, environ, start_response)

    def _asked(self, name: tuple[str, ...], environ: dict[str, Any],
               start_response: Callable[..., Any]) -> Iterable[bytes]:
        commits = _commits
        rule, given = "", Headers()

        def note(status: str, headers: Headers, *more: Any) -> Any:
            nonlocal rule
            rule, given[:] = rule_of(environ), headers
            return start_response(status, headers, *more)

        body = self.app(environ, note)
        if make := environ.get(OFFERED):
            if len(self._kept) >= KEPT_PAGES:
                self._kept.clear()
            until = time.monotonic() + KEPT_SECONDS
            self._kept[name] = _Page(rule, given, make, until, clock.today(), commits)
        return body
