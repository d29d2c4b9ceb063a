"""The real server as its own process, and an empty view on the same server: the least a page could cost."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, cast

from flask import Flask

from consult.app import ROOT
from consult.bench.site import SENDING

READY = re.compile(r"http://127\.0\.0\.1:(\d+)")
START_SECONDS = 60


def empty_app() -> Flask:
    """A Flask view that does nothing, and reads nothing, under the settings of the site beside it."""
    app = Flask("empty")
    app.config.from_pyfile(str(ROOT / "config.py"))

    @app.route("/", methods=["GET", "POST"])
    @app.post(SENDING)
    def empty() -> str:
        return ""

    return app


def _port(output: IO[str], problems: IO[str]) -> int:
    said = ""
    for line in output:
        said += line
        if found := READY.search(line):
            return int(found[1])
    problems.seek(0)
    raise RuntimeError(f"The server did not start:\n{said}{problems.read()}")


@dataclass(frozen=True)
class Running:
    """A server that was started, alone in its process group."""

    process: "subprocess.Popen[str]"
    port: int

    def stop(self) -> None:
        """As an administrator stops it: what is under way is answered first."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(START_SECONDS)
        cast(IO[str], self.process.stdout).close()

    def kill(self) -> None:
        """As the system kills it when memory runs out: the whole group, without a word."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(START_SECONDS)
        cast(IO[str], self.process.stdout).close()


def start(*words: str, port: int = 0, environment: Mapping[str, str] | None = None) -> Running:
    """Start `consult WORDS` and wait until it serves. Raises RuntimeError, with what it said, if it dies."""
    command = [sys.executable, "-m", "consult", *words, "--port", str(port)]
    kept = {**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})}
    # What it logs goes to a file: a pipe that nobody reads fills up, and stops the server.
    with TemporaryFile("w+") as problems:
        process = subprocess.Popen(  # noqa: S603, our own words
            command, env=kept, stdout=subprocess.PIPE, stderr=problems, text=True, start_new_session=True)
        try:
            return Running(process, _port(cast(IO[str], process.stdout), problems))
        except RuntimeError:
            Running(process, 0).kill()
            raise


@contextmanager
def server(*words: str, environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """`consult WORDS` while the block lasts; gives the port it took."""
    running = start(*words, environment=environment)
    try:
        yield running.port
    finally:
        running.stop()
