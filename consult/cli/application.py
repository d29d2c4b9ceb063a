"""The application as commands open it: its folder, its secret, its tables up to date."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from consult.app import create_app, secret_from
from consult.db import db, writing
from consult.db.revisions import newest_revision, revision_of, upgrade

DATABASE = "consult.sqlite3"
Command = TypeVar("Command", bound=Callable[..., Any])
UPGRADE_LOCK = 0x636F6E73
"""Any number will do, as long as every process of every release asks PostgreSQL for the same one."""

_option = click.option(
    "--data", envvar="CONSULT_DATA", default="data", show_default=True, help="Dossier de toutes les données.",
    type=click.Path(file_okay=False, path_type=Path))


def data_option(command: Command) -> Command:
    """`--data DIR`: where this site keeps everything."""
    return _option(command)


def _folder(data: Path) -> Path:
    """The folder of this site, that nobody else on the machine may read."""
    folder = data.absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise click.ClickException(f"Le dossier {folder} ne peut pas être créé.") from problem
    if not os.access(folder, os.W_OK | os.X_OK):
        raise click.ClickException(f"Le dossier {folder} ne peut pas être modifié par ce compte.")
    return folder


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _settings(folder: Path, secret: str = "") -> dict[str, Any]:
    """What the folder decides; the environment decides before it."""
    settings: dict[str, Any] = {"DATA_DIR": folder}
    if secret:
        settings["SECRET_KEY"] = secret
    if not os.environ.get("CONSULT_DATABASE_URL"):
        settings["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder / DATABASE}"
    return settings


def _secret(folder: Path) -> str:
    """The secret of the folder, made where there is none; empty where the environment gives one."""
    if os.environ.get("CONSULT_SECRET_KEY"):
        return ""
    with _file_lock(folder / "start.lock"):
        return secret_from(folder)


@contextmanager
def _advisory_lock(connection: Connection) -> Iterator[None]:
    connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": UPGRADE_LOCK})
    try:
        yield
    finally:
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": UPGRADE_LOCK})


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Several first starts at once are normal: one fills the database, the others wait for it."""
    if db.engine.dialect.name == "sqlite":
        with _file_lock(folder / "start.lock"):
            yield
    else:
        with db.engine.connect() as connection, _advisory_lock(connection):
            yield


def upgrade_schema(folder: Path) -> None:
    """Bring the tables to what this release expects. Needs an application context."""
    with alone(folder):
        with db.engine.connect() as connection:
            is_ready = revision_of(connection) == newest_revision()
        if not is_ready:
            upgrade()


def _make(settings: dict[str, Any]) -> Flask:
    try:
        return create_app(settings)
    except (RuntimeError, ValueError) as problem:
        raise click.ClickException(f"Un réglage empêche le démarrage\u00a0: {problem}") from problem


def ready_application(data: Path) -> Flask:
    """The application over a folder, created and upgraded where needed."""
    folder = _folder(data)
    app = _make(_settings(folder, _secret(folder)))
    try:
        with app.app_context():
            upgrade_schema(folder)
    except OperationalError as problem:
        raise click.ClickException(f"La base de données ne répond pas\u00a0: {problem.orig}") from problem
    return app


@contextmanager
def _opened(app: Flask) -> Iterator[Flask]:
    """Its context; no connection outlives the block."""
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def open_as_it_is(data: Path) -> Iterator[Flask]:
    """The application over a site as it stands: nothing is made, nothing is brought up to date."""
    folder = data.absolute()
    wanted = {"CONSULT_SECRET_KEY": folder / "secret.key", "CONSULT_DATABASE_URL": folder / DATABASE}
    for name, path in wanted.items():
        if not os.environ.get(name) and not path.exists():
            raise click.ClickException(f"Il n’y a pas de site ici\u00a0: {path} manque.")
    is_kept = not os.environ.get("CONSULT_SECRET_KEY")
    secret = (folder / "secret.key").read_text(encoding="ascii") if is_kept else ""
    with _opened(_make(_settings(folder, secret))) as app:
        yield app


@contextmanager
def open_to_fill(data: Path, secret: str) -> Iterator[Flask]:
    """The application over a folder that a restore is to fill: it has no table yet."""
    with _opened(_make(_settings(_folder(data), secret))) as app:
        yield app


@contextmanager
def open_application(data: Path) -> Iterator[Flask]:
    """The application, ready for a command that reads and writes."""
    app = ready_application(data)
    with app.app_context(), writing():
        yield app
