"""What a family's sending gives back: a page for people, a few words for the script, which then sends the
form. Whatever keeps us from storing, the next page holds everything that was typed.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import current_app, jsonify, make_response, render_template, request
from flask.wrappers import Response
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from consult.errors import N_, Refused
from consult.web import limits
from consult.web.errors import SENTENCES
from consult.web.sendings import Take, offer_taking, refuse_again
from consult.web.typed import typed

RETRY_SECONDS = 30
RESOLVE = "_resolve"
CORRECTION, OTHER_FAMILY = "correction", "autre"
"""What a family says of a page that had been sent with other details."""


@dataclass(frozen=True)
class Reply:
    """`next` where all went well; otherwise why not, in a sentence, and as a page made when it is wanted.

    `again` takes in the forms that come to the same address in the next moment (see web/sendings.py).
    """

    status: int
    sentence: str = ""
    page: Callable[[], str] = str
    next: str = ""
    again: Take | None = None


@dataclass(frozen=True)
class Wording:
    """What is sent, in the sentences of the pages that keep it."""

    unsent: str
    crowded: str
    undecided: tuple[str, ...]
    correction: str
    other_family: str


class Incomplete(Refused):
    """What the page carried by itself is missing or made up."""

    status = 400
    sentence = N_("Cet envoi n’est pas complet ou a été modifié. Ouvrez à nouveau la page, puis recommencez.")


def key_sent(fields: Mapping[str, str]) -> UUID:
    """The key that the page carried. Raises Incomplete."""
    key = fields.get("_key", "")
    try:
        if len(key) == 32:
            return UUID(hex=key)
    except ValueError:
        pass
    raise Incomplete


def fields_sent(*, largest: int, names: Collection[str]) -> MultiDict[str, str]:
    """The form as it was sent, bounded. Raises Incomplete for a field that our page does not have."""
    request.max_content_length = largest
    if not request.form.keys() <= set(names):
        raise Incomplete
    return typed()


def _typed_again(template: str, *, dropped: str = "", **values: Any) -> str:
    """A page that carries everything typed in hidden fields, so that a button sends it again."""
    kept = [(name, value) for name, value in typed().items(multi=True) if name != dropped]
    return render_template(template, action=request.path, kept=kept, **values)


def try_again_later(sentence: str, *, wording: Wording) -> Reply:
    return Reply(503, sentence, partial(_typed_again, "web/again.html", wording=wording, sentence=sentence))


def correction_or_other_family(*, wording: Wording) -> Reply:
    page = partial(_typed_again, "web/choose.html", dropped=RESOLVE, wording=wording)
    return Reply(409, wording.undecided[0], page)


def may_store(name: str, address: str) -> bool:
    """Count one more sending from there; False where there were too many."""
    per_minute = current_app.config["SUBMISSIONS_PER_MINUTE"]
    return not per_minute or limits.allow(name, who=limits.home_of(address), per_minute=per_minute)


def storing(store: Callable[[], Reply], *, name: str, wording: Wording) -> Reply:
    """What storing gives, or a page to send again where too many send.

    `name` is what is counted. Many families share one address behind the operator's network.
    """
    refuse_again(request.environ)
    if not may_store(name, request.remote_addr or ""):
        return try_again_later(wording.crowded, wording=wording)
    return store()


def _headers(response: AnyResponse, status: int) -> AnyResponse:
    # The browser may keep the page: Back must bring back what was typed.
    response.headers["Cache-Control"] = "private, no-cache"
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _next_as_page(then: str) -> tuple[dict[str, str], bytes]:
    return {"Location": then}, b""


def _next_as_words(then: str) -> tuple[dict[str, str], bytes]:
    body = json.dumps({"next": then}).encode()
    return {"Content-Length": str(len(body))}, body


def _as_page(reply: Reply) -> AnyResponse:
    if reply.next:
        if reply.again:
            offer_taking(reply.again, _next_as_page)
        # Without the few words of HTML that usually go with it: nobody reads them, and data is prepaid.
        return Response(status=303, headers={"Location": reply.next}, mimetype="text/plain")
    return _headers(make_response(reply.page(), reply.status), reply.status)


def _as_words(reply: Reply) -> Response:
    if reply.next:
        if reply.again:
            offer_taking(reply.again, _next_as_words)
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


def _give(reply: Callable[[], Reply]) -> AnyResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return _as_words(_refusal(reply))
    return _as_page(reply())


def reply_with(make: Callable[[], Reply], *, wording: Wording) -> AnyResponse:
    """Answer a form that was sent, in the way its sender reads.

    Where the database can be neither read nor written, at whatever moment, the page keeps what was typed.
    """
    try:
        return _give(make)
    except OperationalError as problem:
        current_app.logger.error("storage refused: %s", type(problem.orig).__name__)
        return _give(lambda: try_again_later(SENTENCES[503], wording=wording))
