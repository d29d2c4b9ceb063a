"""What a server tells of itself while it serves: its log, its metrics, and to systemd that it is ready."""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click
from flask import Flask

from consult.web import log
from consult.web.watching import Watched

PORT_TAKEN = "Le port {port} des mesures est déjà pris. Choisissez-en un autre\u00a0: CONSULT_METRICS_PORT."


@contextmanager
def _metrics(app: Flask, port: int) -> Iterator[None]:
    # Most sites are watched by nobody: the library for it is read where somebody does.
    from consult.operations.telling import tell

    try:
        server = tell(app, port=port)
    except OSError as problem:
        raise click.ClickException(PORT_TAKEN.format(port=port)) from problem
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def watched(app: Flask) -> Iterator[None]:
    """While the block lasts, each request is counted and logged, and the counts can be read."""
    inside = app.wsgi_app
    with ExitStack() as stack:
        lines = stack.enter_context(log.logging_to(log.ERROR_OUTPUT, app.config["LOG"]))
        wanted = None if app.config["LOG"] == log.OFF else lines
        app.wsgi_app = Watched(inside, wanted)  # type: ignore[method-assign]
        stack.callback(setattr, app, "wsgi_app", inside)
        if port := app.config["METRICS_PORT"]:
            stack.enter_context(_metrics(app, port))
        yield


def notify(state: str) -> None:
    """Tell systemd, where it started us and wants to know: READY=1, STOPPING=1."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    # An address that begins with @ has no file.
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(state.encode(), address.replace("@", "\0", 1) if address[0] == "@" else address)
