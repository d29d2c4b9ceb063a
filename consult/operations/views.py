"""Two addresses for machines: is the process alive, can it work. No page, no language, no cookie."""

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue

from consult.operations.readiness import why_not_ready

public = Blueprint("operations", __name__)
blueprints = (public,)


def _words(words: str, status: int) -> Response:
    return Response(f"{words}\n", status, mimetype="text/plain", headers={"Cache-Control": "no-store"})


@public.get("/healthz")
def alive() -> ResponseReturnValue:
    """Touches nothing: a database that is away is no reason to start the process again."""
    return _words("vivant", 200)


@public.get("/readyz")
def ready() -> ResponseReturnValue:
    trouble = why_not_ready(current_app)
    return _words(f"pas prêt\u00a0: {trouble}", 503) if trouble else _words("prêt", 200)
