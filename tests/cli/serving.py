"""A real server process for tests: started by the command, stopped by a signal."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from consult.app import ROOT

PYTHON = os.environ.get("SMOKE_PYTHON", "")
"""The Python of an installed wheel, where that is what must be tried; otherwise the one running the tests."""
READY = "Le serveur tourne"
START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*words: str) -> list[str]:
    return [PYTHON or sys.executable, "-m", "consult", *words]


def environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CONSULT_", "PYTHON"))}
    ours = {} if PYTHON else {"PYTHONPATH": str(ROOT)}
    return {**kept, **ours, **(settings or {})}


class Server:
    """What a command printed while it started, and the address it serves."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""
        killer = threading.Timer(START_SECONDS, process.kill)
        killer.start()
        for line in process.stdout or ():
            self.said += line
            if READY in line:
                break
        killer.cancel()
        assert READY in self.said, self.said
        found = re.search(r"(http://[^/\s]+)/fr/", self.said)
        assert found, self.said
        self.address = found[1]

    def open(self, path: str) -> tuple[int, str]:
        with urlopen(self.address + path, timeout=30) as answer:  # noqa: S310, our own address
            return answer.status, answer.read().decode()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@contextmanager
def started(folder: Path, *words: str, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """The server of `words`, whose working directory is not the checkout."""
    process = subprocess.Popen(command(*words), cwd=folder, env=environment(settings), text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield Server(process)
    finally:
        process.kill()
        process.communicate()
