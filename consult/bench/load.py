"""Load from one light process: keep-alive connections in turn, requests made before the clock starts.

It shares the machine with the server it measures, so it does as little as it can: no HTTP library, one loop.
"""

import multiprocessing
import re
import secrets
import selectors
import socket
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)
RECEIPT = re.compile(rb"\r\nLocation: [^\r]*(?:[?&]recu=|/place/)(\w+)", re.IGNORECASE)
"""What the address of the thank-you page holds: a receipt, or the code of a sign-up."""
KEY_OCTETS = 32
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Request:
    """The bytes of a request; where a response key goes, if it carries one."""

    octets: bytes
    key_at: int = -1

    def fresh(self) -> bytes:
        if self.key_at < 0:
            return self.octets
        key = secrets.token_hex(KEY_OCTETS // 2).encode()
        return self.octets[:self.key_at] + key + self.octets[self.key_at + KEY_OCTETS:]


@dataclass(frozen=True)
class Load:
    """What to send, to whom, by how many at once, for how long."""

    port: int
    clients: int
    seconds: float
    requests: Sequence[Request]
    expected: bytes = b"200"
    most: int = 0
    """How many requests in all; 0 is as many as the time allows."""


@dataclass
class Measured:
    """What came back."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    receipts: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def milliseconds(self, share: float) -> float:
        """The latency below which this share of the requests stayed."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0

    def with_more(self, other: "Measured") -> "Measured":
        """Several rounds of the same load, as one."""
        return Measured(
            self.seconds + other.seconds, self.latencies + other.latencies, self.errors + other.errors,
            self.receipts + other.receipts)


class _Client:
    """One connection, with one request under way at a time."""

    def __init__(self, load: Load, number: int) -> None:
        self.load, self.turn = load, number
        self.socket = socket.create_connection(("127.0.0.1", load.port), timeout=PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.sent_at = 0.0

    def send(self) -> None:
        self.turn += 1
        self.received = b""
        request = self.load.requests[self.turn % len(self.load.requests)].fresh()
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take what came; whether the response is whole. Raises ConnectionError when the server hung up."""
        octets = self.socket.recv(65536)
        if not octets:
            raise ConnectionResetError("closed by the server")
        self.received += octets
        head_end = self.received.find(b"\r\n\r\n")
        length = _LENGTH.search(self.received, 0, head_end + 2) if head_end >= 0 else None
        return length is not None and len(self.received) >= head_end + 4 + int(length[1])


def _note(client: _Client, measured: Measured) -> None:
    """Count one response: its time when it is the expected one, its status otherwise."""
    status = client.received[9:12]
    if status != client.load.expected:
        measured.errors[status.decode(errors="replace")] += 1
        return
    measured.latencies.append(time.perf_counter() - client.sent_at)
    if receipt := RECEIPT.search(client.received):
        measured.receipts.append(receipt[1].decode())


def _turn(client: _Client, measured: Measured, *, goes_on: bool) -> bool:
    """One event of one connection; False when it has nothing more to do."""
    try:
        if not client.receive():
            return True
    except OSError as problem:
        measured.errors[type(problem).__name__] += 1
        return False
    _note(client, measured)
    if goes_on:
        client.send()
    return goes_on


class _Left:
    """How many requests may still be sent."""

    def __init__(self, most: int) -> None:
        self.count = most or 1 << 60

    def take(self) -> bool:
        self.count -= 1
        return self.count >= 0


def _loop(selector: selectors.BaseSelector, measured: Measured, left: _Left, *, until: float) -> None:
    while waiting := selector.get_map():
        ready = selector.select(PATIENCE_SECONDS)
        if not ready:
            measured.errors["no answer"] += len(waiting)
            return
        for key, _events in ready:
            goes_on = time.perf_counter() < until and left.take()
            if not _turn(key.data, measured, goes_on=goes_on):
                selector.unregister(key.fileobj)


def run(load: Load) -> Measured:
    """Send for as long as told, then wait for the answers that are still to come."""
    measured, left = Measured(), _Left(load.most)
    clients = [_Client(load, number * 7) for number in range(load.clients)]
    with selectors.DefaultSelector() as selector:
        start = time.perf_counter()
        for client in clients:
            selector.register(client.socket, selectors.EVENT_READ, client)
            left.take()
            client.send()
        _loop(selector, measured, left, until=start + load.seconds)
        measured.seconds = time.perf_counter() - start
    for client in clients:
        client.socket.close()
    return measured


def run_apart(load: Load) -> Measured:
    """The same from a process of its own, so that it takes no time from the one that reports."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(run, (load,))
