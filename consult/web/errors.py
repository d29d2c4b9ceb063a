"""Refusals become pages here and nowhere else: a sentence, the right status, no traceback."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import Flask, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadHost, HTTPException

from consult.errors import N_, Refused
from consult.web.language import current_tag
from consult.web.typed import may_be_carried, typed

SENTENCES = {
    400: N_("Cet envoi n’est pas complet ou a été modifié. Ouvrez à nouveau la page, puis recommencez."),
    403: N_("Vous n’avez pas accès à cette page."),
    404: N_("Cette page n’existe pas ou n’existe plus."),
    405: N_("Cette action n’est pas possible à cette adresse."),
    413: N_("Cet envoi est trop lourd."),
    429: N_("Trop d’essais en peu de temps. Attendez une minute, puis recommencez."),
    500: N_("Une erreur s’est produite de notre côté. Rien de ce qui était enregistré n’est perdu. "
            "Recommencez dans un moment."),
    503: N_("Le site ne peut pas enregistrer en ce moment. Gardez cette page ouverte et recommencez "
            "dans une minute."),
}


def error_page(status: int, sentence: str, **values: Any) -> ResponseReturnValue:
    return _page(status, sentence, values, ())


def _page(status: int, sentence: str, values: Mapping[str, Any],
          kept: Collection[tuple[str, str]]) -> ResponseReturnValue:
    """`kept` is what was typed, where a button can send it again."""
    on_desk = request.path.startswith("/staff")
    page = render_template("site/error.html", sentence=sentence, values=values, on_desk=on_desk, kept=kept)
    headers = {"Retry-After": "60"} if status in {429, 503} else {}
    return page, status, {**headers, "Cache-Control": "no-store", "Content-Language": current_tag()}


def refused_page(refusal: Refused) -> ResponseReturnValue:
    return error_page(refusal.status, refusal.sentence, **refusal.values)


def _http_page(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error
    status = error.code or 500
    return error_page(status, SENTENCES.get(status, SENTENCES[500]))


def _storage_page(error: OperationalError) -> ResponseReturnValue:
    """Locked, full or read-only storage: nothing was stored, and the reader can try again."""
    current_app.logger.error("storage refused: %s", type(error.orig).__name__)
    kept = list(typed().items(multi=True)) if may_be_carried() else ()
    return _page(503, SENTENCES[503], {}, kept)


def _refuse_what_leads_nowhere() -> ResponseReturnValue | None:
    """Before anything else: a host that cannot be one, and a sign that no address of ours ever held."""
    if isinstance(request.routing_exception, BadHost) or not request.host:
        # Without a host there is no address to write on a page: the sentence stands alone.
        return SENTENCES[400], 400, {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    # PostgreSQL refuses it in any text.
    return abort(404) if "\0" in request.path else None


def init_app(app: Flask) -> None:
    app.before_request(_refuse_what_leads_nowhere)
    app.register_error_handler(Refused, refused_page)
    app.register_error_handler(HTTPException, _http_page)
    app.register_error_handler(OperationalError, _storage_page)
