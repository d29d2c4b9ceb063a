"""What sending gives back: a page for people, a few words for the script, which then sends the form."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import jsonify, make_response, render_template, request
from flask.wrappers import Response
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from consult.errors import N_, Refused
from consult.web.errors import SENTENCES

RETRY_SECONDS = 30


@dataclass(frozen=True)
class Reply:
    """`next` where all went well; otherwise why not, in a sentence, and as a page made when it is wanted."""

    status: int
    sentence: str = ""
    page: Callable[[], str] = str
    next: str = ""


class Incomplete(Refused):
    """The key or the version that the page carried is missing or made up."""

    status = 400
    sentence = N_("Cet envoi n’est pas complet ou a été modifié. Ouvrez à nouveau la page, puis recommencez.")


def _typed_again(template: str, *, dropped: str = "", **values: Any) -> str:
    """A page that carries everything typed in hidden fields, so that a button sends it again."""
    kept = [(name, value) for name, value in request.form.items(multi=True) if name != dropped]
    return render_template(template, action=request.path, kept=kept, **values)


def try_again_later(sentence: str) -> Reply:
    return Reply(503, sentence, partial(_typed_again, "responses/again.html", sentence=sentence))


def correction_or_other_family(sentence: str) -> Reply:
    return Reply(409, sentence, partial(_typed_again, "responses/choose.html", dropped="_resolve"))


def _headers(response: AnyResponse, status: int) -> AnyResponse:
    # The browser may keep the page: Back must bring back what was typed.
    response.headers["Cache-Control"] = "private, no-cache"
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _as_page(reply: Reply) -> AnyResponse:
    if reply.next:
        # Without the few words of HTML that usually go with it: nobody reads them, and data is prepaid.
        return Response(status=303, headers={"Location": reply.next}, mimetype="text/plain")
    return _headers(make_response(reply.page(), reply.status), reply.status)


def _as_words(reply: Reply) -> Response:
    if reply.next:
        return jsonify(next=reply.next)
    response = jsonify(error=_(reply.sentence), status=reply.status)
    response.status_code = reply.status
    _headers(response, reply.status)
    return response


def _refusal(make: Callable[[], Reply]) -> Reply:
    """The same refusals that web/errors.py makes pages of, as replies."""
    try:
        return make()
    except Refused as refusal:
        return Reply(refusal.status, _(refusal.sentence, **refusal.values))
    except HTTPException as problem:
        status = problem.code or 500
        return Reply(status, SENTENCES.get(status, SENTENCES[500]))
    except OperationalError:
        return Reply(503, SENTENCES[503])


def reply_with(make: Callable[[], Reply]) -> AnyResponse:
    """Answer a form that was sent, in the way its sender reads."""
    if "application/json" in request.headers.get("Accept", ""):
        return _as_words(_refusal(make))
    return _as_page(make())
