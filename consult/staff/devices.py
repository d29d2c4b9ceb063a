"""Browsers in which somebody has signed in well before.

Context: whoever counts wrong guesses can be made to refuse the right person, by guessing from her address
(the operator's, the town hall's) or from everywhere. Choice: a browser that has signed in keeps a signed mark
of it, and its guesses are counted apart. Consequence: nobody elsewhere keeps her out; the mark opens nothing.
"""

import hashlib
import secrets

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from consult.staff.access import cookie_name, set_cookie

COOKIE = "staff_browser"
KEPT = 180 * 24 * 3600


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="consult.staff.devices")


def _whose(name: str) -> str:
    # The mark can be read in the browser: it does not say which name signs in there.
    return hashlib.sha256(f"{current_app.config['SECRET_KEY']} {name}".encode()).hexdigest()[:16]


def known_browser(name: str) -> str:
    """The mark of this browser if this name has signed in with it, or nothing."""
    try:
        whose, mark = _signer().loads(request.cookies.get(cookie_name(COOKIE), ""), max_age=KEPT)
    except (BadData, ValueError, TypeError):
        return ""
    return str(mark) if whose == _whose(name) else ""


def remember_browser(name: str, response: Response) -> None:
    """Mark this browser, with a mark of its own for each sign-in."""
    value = _signer().dumps([_whose(name), secrets.token_urlsafe(12)])
    set_cookie(response, COOKIE, str(value), max_age=KEPT)
