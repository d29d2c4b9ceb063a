"""The real server as its own process, and an empty view on the same server: the least a page could cost."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, cast

from flask import Flask

READY = re.compile(r"http://127\.0\.0\.1:(\d+)")
START_SECONDS = 60


def empty_app() -> Flask:
    """A Flask view that does nothing, and reads nothing."""
    app = Flask("empty")
    app.config["PROXIES"] = 0
    app.config["PUBLIC_URL"] = ""
    app.add_url_rule("/", "empty", lambda: "", methods=["GET", "POST"])
    return app


def _port(output: IO[str], problems: IO[str]) -> int:
    said = ""
    for line in output:
        said += line
        if found := READY.search(line):
            return int(found[1])
    problems.seek(0)
    raise RuntimeError(f"The server did not start:\n{said}{problems.read()}")


@contextmanager
def server(*words: str, environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """`consult WORDS` while the block lasts; gives the port it took."""
    command = [sys.executable, "-m", "consult", *words, "--port", "0"]
    kept = {**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})}
    # What it logs goes to a file: a pipe that nobody reads fills up, and stops the server.
    with TemporaryFile("w+") as problems:
        process = subprocess.Popen(  # noqa: S603, our own words
            command, env=kept, stdout=subprocess.PIPE, stderr=problems, text=True)
        output = cast(IO[str], process.stdout)
        try:
            yield _port(output, problems)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(START_SECONDS)
            output.close()
