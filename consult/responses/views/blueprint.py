"""The family's blueprint, and what its pages share."""

from flask import Blueprint, make_response, render_template
from flask.blueprints import BlueprintSetupState
from flask.wrappers import Response

public = Blueprint("responses", __name__, url_prefix="/<language:lang>")


@public.record_once
def _trust_the_browser_instead_of_a_token(state: BlueprintSetupState) -> None:
    # A signed token dies with a clock that steps back; other sites are refused by web/site_check.py.
    state.app.extensions["csrf"].exempt(public)


def forgotten_page(template: str, *, status: int = 200, **values: object) -> Response:
    """A page that the next person on this phone must not find."""
    response = make_response(render_template(template, **values), status)
    response.headers["Cache-Control"] = "no-store"
    return response
