"""The application, put together from its parts, by lists: nothing is decided here."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from consult.campaigns import views as campaigns
from consult.db import db
from consult.desk import views as desk
from consult.exports import views as exports
from consult.meetings import views as meetings
from consult.operations import views as operations
from consult.responses import views as responses
from consult.site import views as site
from consult.staff import access
from consult.staff import views as staff
from consult.surveys import views as surveys
from consult.web import assets, compression, errors, filters, headers, language, log
from consult.web.sendings import WarmSendings
from consult.web.warm import WarmPages

PACKAGE = Path(__file__).parent
ROOT = PACKAGE / "_assets" if (PACKAGE / "_assets").is_dir() else PACKAGE.parent
"""Where templates, static files and catalogues are: beside the package, or inside it in a wheel."""
PARTS = (site, campaigns, surveys, meetings, responses, exports, operations, desk, staff)


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application. Raises RuntimeError when a setting without a sane default is missing."""
    app = Flask("consult", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.from_pyfile(str(ROOT / "config.py"))
    app.config.update(settings or {})
    for name in ("SECRET_KEY", "SQLALCHEMY_DATABASE_URI"):
        if not app.config.get(name):
            raise RuntimeError(f"Set {name}; the README lists every setting.")
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    _surround(app)
    db.init_app(app)
    CSRFProtect(app)
    language.init_app(app, catalogues=ROOT / "translations")
    headers.init_app(app, static=ROOT / "static")
    assets.init_app(app, static=ROOT / "static")
    filters.init_app(app)
    compression.init_app(app)
    errors.init_app(app)
    log.init_app(app)
    access.init_app(app)
    for part in PARTS:
        for blueprint in part.blueprints:
            app.register_blueprint(blueprint)
    return app


def _surround(app: Flask) -> None:
    """What stands between the server and the application, the outermost last."""
    app.wsgi_app = WarmPages(WarmSendings(app.wsgi_app))  # type: ignore[method-assign]
    if proxies := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def sync_folder(folder: Path) -> None:
    """Put its names on the disk: a power cut must not leave receipts without what they are derived from."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep_secret(data: Path, secret: str) -> None:
    """Write down the secret of an installation that has none, readable by its owner only."""
    path, scratch = data / "secret.key", data / f"secret.{os.getpid()}.tmp"
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(secret)
        stream.flush()
        os.fsync(stream.fileno())
    # Linked whole or not at all: a start cut short leaves no empty secret, and the first of several wins.
    with suppress(FileExistsError):
        os.link(scratch, path)
    scratch.unlink()
    sync_folder(data)


def secret_from(data: Path) -> str:
    """This installation's own secret, made at the first start."""
    path = data / "secret.key"
    if not path.exists():
        keep_secret(data, os.urandom(32).hex())
    return path.read_text(encoding="ascii")
