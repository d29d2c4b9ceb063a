"""What every part shares that families send forms to: no cookie, no token, nothing left on the phone."""

import re

from flask import Blueprint, make_response, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.wrappers import Response

from consult.web.site_check import READING, refuse_foreign_sites

_CONTROLS = re.compile(r"[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def printable(typed: str) -> str:
    """What was typed, without the signs that no page can show again and that no keyboard types."""
    return _CONTROLS.sub("", typed)


def family_blueprint(name: str, module: str) -> Blueprint:
    """A blueprint under the language of its pages. No form of it is taken from another site."""
    public = Blueprint(name, module, url_prefix="/<language:lang>")

    @public.before_request
    def refuse_what_another_site_sends() -> None:
        if request.method not in READING:
            refuse_foreign_sites()

    @public.record_once
    def trust_the_browser_instead_of_a_token(state: BlueprintSetupState) -> None:
        # A signed token dies with a clock that steps back; other sites are refused by web/site_check.py.
        state.app.extensions["csrf"].exempt(public)

    return public


def forgotten_page(template: str, *, status: int = 200, **values: object) -> Response:
    """A page that the next person on this phone must not find."""
    response = make_response(render_template(template, **values), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def kept_page(template: str, *, status: int = 200, **values: object) -> Response:
    """A page with a form that Back must find again, with its key and what was typed."""
    response = make_response(render_template(template, **values), status)
    # Asked for again at each new visit: two families on one phone get two keys.
    response.headers["Cache-Control"] = "private, no-cache"
    return response
