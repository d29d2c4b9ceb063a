"""Family forms carry no cookie and no token: what other sites send is told by the browser, and refused."""

from urllib.parse import urlsplit

from flask import request

from consult.errors import N_, Refused


class ForeignSite(Refused):
    """The form was sent by a page that is not ours."""

    status = 403
    sentence = N_("Cet envoi vient d’un autre site. "
                  "Ouvrez la page de la consultation, puis envoyez à nouveau.")


def refuse_foreign_sites() -> None:
    """Raise ForeignSite for a POST that a browser says comes from elsewhere; old browsers say nothing."""
    fetched_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "")
    # « null » is what a page opened from a file or a privacy extension sends, and what an attacker can forge.
    foreign_origin = bool(origin) and urlsplit(origin).netloc != request.host
    if fetched_from not in {"same-origin", "none"} or foreign_origin:
        raise ForeignSite
