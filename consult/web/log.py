"""The log: a line for each request and each failure, on the error output, with nothing of who asked or what.

A request is its method, its rule, its status and its time; what goes wrong is told by web/failures.py.
"""

import json
import logging
import os
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from threading import Event, Thread
from typing import Any, NamedTuple

from flask import Flask, request
from flask.logging import default_handler

from consult.metrics import UNLOGGED
from consult.web.failures import NUMBER, facts_of, rule_of

ERROR_OUTPUT = 2
JSON, TEXT, OFF = "json", "text", "off"
KINDS = ("", JSON, TEXT, OFF)
"""Empty: text where a person reads along, JSON otherwise."""
EVERY_SECONDS = 0.2
MOST_WAITING = 10_000
quoted = cache(json.dumps)
"""Rules are few, and the same ones come all the time."""


def init_app(app: Flask) -> None:
    """What goes wrong is told our way. Raises RuntimeError for a kind of log that nobody can write."""
    if app.config["LOG"] not in KINDS:
        raise RuntimeError(f"CONSULT_LOG must be {JSON}, {TEXT} or {OFF}, not {app.config['LOG']!r}.")

    def log_failure(*_problem: Any) -> None:
        # Instead of Flask's own, which names the path: it holds codes that open a family's page.
        app.logger.error("request failed", exc_info=sys.exc_info(), extra={
            "facts": {"rule": rule_of(request.environ), "id": request.environ.get(NUMBER, "")}})

    app.log_exception = log_failure  # type: ignore[method-assign, assignment]


class Moments:
    """Instants as they are written, the day and the second only once for each second."""

    def __init__(self) -> None:
        self.second, self.written = 0, ""

    def write(self, at: float) -> str:
        if self.second != int(at):
            self.second, self.written = int(at), time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at))
        return f"{self.written}.{int(at % 1 * 1000):03}Z"


def _as_json(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False)


def _as_text(facts: Mapping[str, Any]) -> str:
    """The same facts for somebody who reads along; what there are several of, one a line."""
    short = [f"{name}={value}" for name, value in facts.items() if not isinstance(value, list)]
    long = [f"    {value}" for values in facts.values() if isinstance(values, list) for value in values]
    return "\n".join([" ".join(short), *long])


WRITERS = {JSON: _as_json, TEXT: _as_text, OFF: _as_json}
"""Failures are written in any case: `off` is for the line of each request."""


class Asked(NamedTuple):
    """A request that was answered; put in words later, by the thread that writes."""

    at: float
    method: str
    rule: str
    status: str
    seconds: float
    number: str


class Lines:
    """Lines to a file descriptor, written by a thread a few times a second: no request waits for its line.

    A reader too slow to keep up loses lines, and they are counted: families wait for no log.
    """

    def __init__(self, kind: str, descriptor: int = ERROR_OUTPUT) -> None:
        self.kind, self.descriptor = kind, descriptor
        self.waiting: deque[Asked | Mapping[str, Any]] = deque()
        self.moments, self.stopping = Moments(), Event()
        self.thread = Thread(target=self._write_on, name="log", daemon=True)

    def put(self, line: Asked | Mapping[str, Any]) -> None:
        if len(self.waiting) < MOST_WAITING:
            self.waiting.append(line)
        else:
            UNLOGGED.add()

    def _words(self, line: Asked | Mapping[str, Any]) -> str:
        if not isinstance(line, Asked):
            return WRITERS[self.kind]({**line, "at": self.moments.write(line["at"])})
        _at, method, rule, status, seconds, number = line
        at = self.moments.write(line.at)
        if self.kind != JSON:
            return f"{at[11:19]} {method} {rule} {status} {1000 * seconds:.1f} ms {number}"
        return (f'{{"at": "{at}", "event": "request", "method": "{method}", '
                f'"rule": {quoted(rule)}, "status": {status}, "ms": {1000 * seconds:.1f}, "id": "{number}"}}')

    def flush(self) -> None:
        """Write what waits. Only the thread that writes calls this, and whoever has stopped it."""
        lines = [self.waiting.popleft() for _ in range(len(self.waiting))]
        octets = "".join(f"{self._words(line)}\n" for line in lines).encode()
        try:
            while octets:
                octets = octets[os.write(self.descriptor, octets):]
        except OSError:
            # A full disk or a closed pipe is no reason to stop: what did not go out is counted.
            for _line in range(octets.count(b"\n")):
                UNLOGGED.add()

    def _write_on(self) -> None:
        while not self.stopping.wait(EVERY_SECONDS):
            self.flush()

    def stop(self) -> None:
        """Write the last lines, unless whoever reads does not read any more."""
        self.stopping.set()
        self.thread.join(EVERY_SECONDS * 4)
        if not self.thread.is_alive():
            self.flush()


class Handler(logging.Handler):
    """Records as facts. Loggers that are not ours say where they spoke: they may repeat what was sent."""

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        problem = record.exc_info[1] if record.exc_info else None
        self.lines.put({
            "at": record.created, "level": record.levelname.lower(), "event": _event(record),
            **getattr(record, "facts", {}), **(facts_of(problem) if problem else {})})


def _event(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] == "consult":
        return record.getMessage()
    return f"{record.name} {record.module}:{record.lineno}"


@contextmanager
def logging_to(descriptor: int, kind: str) -> Iterator[Lines]:
    """While the block lasts, everything this process logs goes to these lines."""
    lines = Lines(kind or (TEXT if os.isatty(descriptor) else JSON), descriptor)
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    root.handlers[:] = [Handler(lines)]
    logging.getLogger("consult").removeHandler(default_handler)
    lines.thread.start()
    try:
        yield lines
    finally:
        root.handlers[:] = before
        lines.stop()
