"""A form sent where another was taken in a moment ago goes straight to what takes it in.

Context: what stands around a view costs more than reading and storing a family's answers. Choice: the view
that took a form in offers what takes in the next ones that come in the same wrapping. Consequence: whatever
that does not take in, for whatever reason, is asked of Flask as if nothing had been tried.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from consult.errors import Refused
from consult.web.warm import Environ, Headers, Kept, Warm, offer

FORM = "application/x-www-form-urlencoded"
WRAPPING = ("wsgi.url_scheme", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_HOST", "CONTENT_TYPE",
            "HTTP_SEC_FETCH_SITE", "HTTP_ORIGIN", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING")
"""All that decides about a form beside what is in it."""
LARGEST = 64 * 1024
TROUBLE = "consult.trouble"
"""Where a request says why storage refused it: nobody waits a second time for the same."""
Fields = Sequence[tuple[str, str]]
Take = Callable[[Fields, str], str]
"""From the fields of a form and the address it comes from, to the address of the next page; nothing where
the form is not taken in. Runs in a context of the application, without a request."""
Write = Callable[[str], tuple[Mapping[str, str], bytes]]
"""From the address of the next page to the headers that depend on it, and the body."""


@dataclass(frozen=True)
class _Taking:
    app: Flask
    take: Take
    write: Write


def offer_taking(take: Take, write: Write) -> None:
    """Let the next forms like this one go straight to `take`, for a moment."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    offer(_Taking(app, take, write))


def _read(environ: Environ) -> bytes:
    """The body, left to be read again."""
    octets: bytes = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    environ["wsgi.input"] = BytesIO(octets)
    return octets


def _word(written: str) -> str:
    if "%" not in written and "+" not in written:
        return written
    return unquote(written.replace("+", " "), errors="werkzeug.url_quote")


def fields_of(body: bytes) -> Fields:
    """The fields of a form, as Werkzeug reads them. Raises ValueError."""
    pairs = (pair.partition("=") for pair in body.decode().split("&") if pair)
    return [(_word(name), _word(value)) for name, _sign, value in pairs]


def _take(taking: _Taking, environ: Environ) -> str:
    try:
        with taking.app.app_context():
            return taking.take(fields_of(_read(environ)), environ.get("REMOTE_ADDR", ""))
    except (Refused, ValueError):
        pass  # Flask makes a page of it
    except OperationalError as problem:
        environ[TROUBLE] = problem
    return ""


class WarmSendings(Warm):
    """Forms of families. Those of the desk never come here: what is not offered is not kept."""

    def name(self, environ: Environ) -> tuple[str, ...] | None:
        length = environ.get("CONTENT_LENGTH", "")
        if environ["REQUEST_METHOD"] != "POST" or environ.get("CONTENT_TYPE", "").partition(";")[0] != FORM:
            return None
        if not length.isdecimal() or int(length) > LARGEST:
            return None
        return tuple([environ.get(part, "") for part in WRAPPING])

    def again(self, kept: Kept, environ: Environ) -> tuple[Headers, bytes] | None:
        taking: _Taking = kept.offered
        if not (then := _take(taking, environ)):
            return None
        changed, body = taking.write(then)
        return [(name, changed.get(name, value)) for name, value in kept.headers], body


def refuse_again(environ: Mapping[str, Any]) -> None:
    """Raise the OperationalError that this request has met already."""
    if problem := environ.get(TROUBLE):
        raise problem
