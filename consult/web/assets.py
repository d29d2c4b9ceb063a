"""Static files: addresses carry a fingerprint, so that a phone keeps them a year and never an old one.

The family's script is one request: its sources are joined, minified and served compressed. A questionnaire
pays only for what it uses: the part for repeats and filtered lists, and the functions of its expressions.
"""

import gzip
import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import rjsmin
from flask import Flask, Response, request

YEAR = 365 * 24 * 3600
FAMILY_SCRIPT = "assets.family_script"
_SOURCES = ("expressions.js", "survey.js")
_LISTS = "survey_lists.js"
_FUNCTION = re.compile(r'"?([a-z][a-z-]*)"?: ')


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _is_kept(line: str, functions: frozenset[str]) -> bool:
    """In expressions.js a function of the expression language is one line that begins with its name."""
    named = _FUNCTION.match(line)
    return not named or named[1] in functions


@lru_cache(maxsize=64)
def family_script(static: Path, *, lists: bool, functions: frozenset[str]) -> bytes:
    """The script of a questionnaire with these functions, as one minified module."""
    expressions, *others = [(static / name).read_text(encoding="utf-8") for name in _SOURCES]
    kept = [line for line in expressions.splitlines() if _is_kept(line, functions)]
    parts = ["\n".join(kept), *others, (static / _LISTS).read_text(encoding="utf-8") if lists else ""]
    lines = [line.removeprefix("export ") for part in parts for line in part.splitlines()]
    joined = "\n".join(line for line in lines if not line.startswith("import "))
    return str(rjsmin.jsmin(joined)).encode()


def _script(static: Path, *, listes: str, avec: str) -> bytes:
    return family_script(static, lists=bool(listes), functions=frozenset(avec.split(",")))


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

    def family_script_view() -> Response:
        asked = {name: request.args.get(name, "") for name in ("listes", "avec")}
        return _serve(_script(static, **asked))

    app.add_url_rule("/famille.js", FAMILY_SCRIPT, family_script_view)

    @app.url_defaults
    def add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == FAMILY_SCRIPT:
            asked = {name: str(values.get(name) or "") for name in ("listes", "avec")}
            values["v"] = hashlib.sha256(_script(static, **asked)).hexdigest()[:8]
        elif endpoint == "static" and (static / values["filename"]).is_file():
            values["v"] = _fingerprint(static / values["filename"])
