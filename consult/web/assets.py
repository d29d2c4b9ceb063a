"""Addresses of static files carry a fingerprint, so that a phone keeps them for a year and never an old one."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask

YEAR = 365 * 24 * 3600


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def init_app(app: Flask, *, static: Path) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR

    @app.url_defaults
    def add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and (static / values["filename"]).is_file():
            values["v"] = _fingerprint(static / values["filename"])
