"""The page may load nothing but ours, and tells nobody where its reader came from.

The family's style sheet is inlined (one request fewer on a bad line) and allowed by its hash.
"""

import base64
import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, request
from markupsafe import Markup

from consult.web.colours import checked_accent

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PAGES = {
    # Not `no-referrer`: under it a browser sends our own forms with « Origin: null », like a stranger's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def policy(inlined_style: str, *, workers: str = "'none'") -> str:
    digest = base64.b64encode(hashlib.sha256(inlined_style.encode()).digest()).decode()
    return "; ".join((
        "default-src 'none'", f"style-src 'self' 'sha256-{digest}'", "script-src 'self'",
        f"worker-src {workers}", "img-src 'self' data:", "media-src 'self'", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"))


def allow_worker(response: Response) -> Response:
    """Let this page start a worker of ours, that opens it again where there is no network."""
    css = str(current_app.jinja_env.globals["family_css"])
    response.headers["Content-Security-Policy"] = policy(css, workers="'self'")
    return response


def init_app(app: Flask, *, static: Path) -> None:
    css = family_css(static, accent=checked_accent(app.config["ACCENT_COLOUR"]))
    for_pages = {**_ALWAYS, **_PAGES, "Content-Security-Policy": policy(css)}

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        # A script has no page of its own to protect, and every octet of it is prepaid.
        wanted = _ALWAYS if response.mimetype == "text/javascript" else for_pages
        # One look at what the view has set: asking for each header in turn cost more than many a view.
        given = {name.lower() for name, _value in headers}
        for name, value in wanted.items():
            if name.lower() not in given:
                headers.add(name, value)
        if request.is_secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return response

    app.jinja_env.globals["family_css"] = Markup(css)  # noqa: S704, our own file, allowed by its hash


def family_css(static: Path, *, accent: str) -> str:
    """The inlined sheet: comments and indentation gone, the town's colour put in."""
    lines = (static / "family.css").read_text(encoding="utf-8").splitlines()
    kept = "".join(line.strip() for line in lines if not line.strip().startswith("/*"))
    return kept.replace(" {", "{").replace("--accent:#0b5d5b", f"--accent:{accent}")
