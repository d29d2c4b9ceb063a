"""What somebody typed and could not send yet: carried to the next page, kept nowhere else."""

from flask import request
from werkzeug.datastructures import MultiDict

from consult.web.family import printable

SECRETS = frozenset({"password", "current", "fresh", "again"})
"""Passwords, as our forms call them: never written in a page."""
LARGEST_CARRIED = 512 * 1024


def typed() -> MultiDict[str, str]:
    """The form that was sent, without the signs that no page can show again."""
    return MultiDict((name, printable(value)) for name, value in request.form.items(multi=True))


def may_be_carried() -> bool:
    """Whether a button can send it all again. A file cannot be carried, and a password should not."""
    if request.method != "POST" or (request.content_length or 0) > LARGEST_CARRIED:
        return False
    return not request.files and not SECRETS & request.form.keys()
