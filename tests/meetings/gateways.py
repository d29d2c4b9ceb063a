"""A gateway for SMS on this machine, that behaves as it is told: well, badly, late, or not at all."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

Behaviour = Callable[[socket.socket, threading.Event], None]


@dataclass(frozen=True)
class Request:
    """What reached the gateway."""

    head: str
    body: bytes

    def header(self, name: str) -> str:
        lines = [line.split(": ", 1) for line in self.head.split("\r\n")[1:]]
        return next((value for key, value in lines if key.lower() == name.lower()), "")

    @property
    def fields(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.body)
        return read


def answers(status: int, headers: str = "") -> Behaviour:
    def behave(line: socket.socket, _over: threading.Event) -> None:
        line.sendall(f"HTTP/1.1 {status} .\r\n{headers}Content-Length: 2\r\n\r\n{{}}".encode())
    return behave


def hangs_up(line: socket.socket, _over: threading.Event) -> None:
    """It has read everything, and says nothing."""


def waits(line: socket.socket, over: threading.Event) -> None:
    """Longer than anybody waits for an answer."""
    over.wait(30)


def drips(line: socket.socket, over: threading.Event) -> None:
    """One octet now and then, each in time, and never an end."""
    line.sendall(b"HTTP/1.1 ")
    while not over.wait(0.02):
        line.sendall(b".")


@dataclass
class FakeGateway:
    """Behaves as its list says, one request after the other; the last behaviour stays."""

    behaviours: list[Behaviour]
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    got: threading.Event = field(default_factory=threading.Event)
    """Something was received."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/sms"

    def _read(self, line: socket.socket) -> Request:
        read = b""
        while b"\r\n\r\n" not in read:
            read += line.recv(65536)
        head, _blank, body = read.partition(b"\r\n\r\n")
        request = Request(head.decode(), body)
        while len(request.body) < int(request.header("Content-Length") or 0):
            request = Request(request.head, request.body + line.recv(65536))
        return request

    def serve(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            self.requests.append(self._read(line))
            behave = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
            self.got.set()
            behave(line, self.over)

    def accept(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                line, _who = door.accept()
                threading.Thread(target=self.serve, args=(line,), daemon=True).start()


@contextmanager
def gateway(*behaviours: Behaviour) -> Iterator[FakeGateway]:
    """A gateway on a free port while the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        made = FakeGateway(list(behaviours) or [answers(200)], door.getsockname()[1])
        thread = threading.Thread(target=made.accept, args=(door,), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.over.set()
            door.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])
