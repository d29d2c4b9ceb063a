"""Family forms carry no cookie and no token: what other sites send is told by the browser, and refused."""

from urllib.parse import urlsplit

from flask import request

from consult.errors import N_, Refused

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""What changes nothing."""


class ForeignSite(Refused):
    """The form was sent by a page that is not ours."""

    status = 403
    sentence = N_("Cet envoi vient d’un autre site. "
                  "Ouvrez la page de la consultation, puis envoyez à nouveau.")


def _host_of(origin: str) -> str:
    """Empty where it is no address at all, as « http://[ »: no browser sends that."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def refuse_foreign_sites() -> None:
    """Raise ForeignSite for a POST that a browser says comes from elsewhere; old browsers say nothing."""
    fetched_from = request.headers.get("Sec-Fetch-Site", "")
    if fetched_from in {"same-origin", "none"}:
        return
    origin = request.headers.get("Origin", "")
    # « null » is what a page opened from a file sends, and what an attacker can make a browser send.
    if fetched_from or (origin and _host_of(origin) != request.host):
        raise ForeignSite
