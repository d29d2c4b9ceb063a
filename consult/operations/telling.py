"""What this process counts and what is so at this moment, on this machine only, for whoever watches it."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from consult import clock
from consult.db import db
from consult.meetings.models import Message
from consult.metrics import exposition, gauge
from consult.operations.rounds import rounds_of

LOOPBACK = "127.0.0.1"
PATH = "/metrics"
PAGE_OCTETS = 4096
_STATM = Path("/proc/self/statm")


def _messages() -> Iterator[str]:
    counted = select(Message.state, func.count()).group_by(Message.state)
    with db.engine.connect() as connection:
        found = [((state.value,), count) for state, count in connection.execute(counted)]
    yield from gauge("consult_messages", "Messages to families, by state.", found, ("state",))


def _database() -> Iterator[str]:
    """A database that is away is a figure too."""
    try:
        lines, is_up = list(_messages()), 1
    except SQLAlchemyError:
        lines, is_up = [], 0
    yield from gauge("consult_database_up", "Whether the database can be read.", [((), is_up)])
    yield from lines


def _rounds(app: Flask) -> Iterator[str]:
    rounds = rounds_of(app)
    last = (rounds.ended_at or rounds.began_at) if rounds else None
    seconds = [((), (clock.now() - last).total_seconds())] if last else []
    yield from gauge("consult_upkeep_age_seconds", "Since the last round of upkeep ended.", seconds)


def _memory() -> Iterator[str]:
    pages = int(_STATM.read_text(encoding="ascii").split()[1]) if _STATM.exists() else 0
    yield from gauge("process_resident_memory_bytes", "Memory in use.", [((), pages * PAGE_OCTETS)])


def told(app: Flask) -> str:
    """The page that Prometheus reads."""
    with app.app_context():
        return exposition([*_database(), *_rounds(app), *_memory()])


def _handler(app: Flask) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = told(app).encode() if self.path == PATH else b""
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: Any) -> None:
            """Whoever watches is not worth a line every few seconds."""

    return Handler


def tell(app: Flask, *, port: int) -> ThreadingHTTPServer:
    """Answer from a thread of its own, until `shutdown()`. Raises OSError where the port is taken."""
    server = ThreadingHTTPServer((LOOPBACK, port), _handler(app))
    server.daemon_threads = True
    Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server
