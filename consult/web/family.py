"""What every part shares that families send forms to: no cookie, no token, nothing left on the phone."""

from flask import Blueprint, make_response, render_template
from flask.blueprints import BlueprintSetupState
from flask.wrappers import Response


def family_blueprint(name: str, module: str) -> Blueprint:
    """A blueprint under the language of its pages. Its forms call `site_check.refuse_foreign_sites`."""
    public = Blueprint(name, module, url_prefix="/<language:lang>")

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
