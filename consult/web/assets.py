"""Static files: addresses carry a fingerprint, so that a phone keeps them a year and never an old one.

The family's script is one request: its two sources are joined, stripped of comments, and served compressed.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

YEAR = 365 * 24 * 3600
FAMILY_SCRIPT = "assets.family_script"
_SOURCES = ("expressions.js", "survey.js")


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


@cache
def family_script(static: Path) -> bytes:
    """One classic script in strict mode: sources without comment lines, indentation and module words."""
    source = "\n".join((static / name).read_text(encoding="utf-8") for name in _SOURCES)
    lines = [line.strip() for line in source.splitlines()]
    kept = [line.removeprefix("export ") for line in lines if line and not line.startswith(("//", "import "))]
    return "\n".join(kept).encode()


def _serve(script: bytes) -> Response:
    accepts = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(gzip.compress(script, 9, mtime=0) if accepts else script, mimetype="text/javascript")
    if accepts:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def init_app(app: Flask, *, static: Path) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.add_url_rule("/famille.js", FAMILY_SCRIPT, lambda: _serve(family_script(static)))

    @app.url_defaults
    def add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == FAMILY_SCRIPT:
            values["v"] = hashlib.sha256(family_script(static)).hexdigest()[:8]
        elif endpoint == "static" and (static / values["filename"]).is_file():
            values["v"] = _fingerprint(static / values["filename"])
