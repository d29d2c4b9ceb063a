"""A bad telephone line on this machine: slow, far, losing packets, and cut at the worst moment.

It stands between a browser and the server as a program, so that nobody needs the rights to change a network.
What is lost is sent again by TCP: here a lost packet arrives later, and whatever follows it waits.
"""

import asyncio
import random
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NoReturn

PACKET = 1400
HELLO = 400
"""What TLS costs where phone and server know each other."""
FIRST_OCTETS = 8
"""Of an answer that dies on the way: not even its status line is whole."""


@dataclass(frozen=True)
class Line:
    """What a packet goes through, in each direction."""

    bits_per_second: float = float("inf")
    round_trip: float = 0.0
    loss: float = 0.0
    seed: int = 0
    greeting: int = 0
    """Octets that the server sends once, before the first request: its certificate. Later calls resume."""

    @property
    def patience(self) -> float:
        """How long TCP waits before it sends a packet again."""
        return max(1.0, 2 * self.round_trip)


class Cut(StrEnum):
    """When the line dies, once, under a form that is being sent."""

    BEFORE_SENDING = "avant l’envoi"
    WHILE_SENDING = "au milieu de l’envoi"
    BEFORE_THE_REPLY = "enregistré, avant la réponse"
    WHILE_REPLYING = "au milieu de la réponse"


@dataclass
class _Way:
    """One direction, shared by every connection: one packet after the other."""

    line: Line
    rng: random.Random
    octets: int = 0
    free_at: float = 0.0

    def arrival(self, size: int, *, now: float, after: float) -> float:
        """When so many octets arrive, behind those of the same connection that arrive at `after`."""
        self.octets += size
        waited = 0.0
        while True:
            self.free_at = max(self.free_at, now) + 8 * size / self.line.bits_per_second
            if self.rng.random() >= self.line.loss:
                return max(self.free_at + waited + self.line.round_trip / 2, after)
            waited += self.line.patience


@dataclass
class Proxy:
    line: Line
    target: int
    port: int = 0
    cut: Cut | None = None
    """What happens to the next form sent; it happens once."""
    cuts: int = 0
    _up: _Way = field(init=False)
    _down: _Way = field(init=False)
    _is_known: bool = False

    def __post_init__(self) -> None:
        self._up = _Way(self.line, random.Random(self.line.seed))
        self._down = _Way(self.line, random.Random(self.line.seed + 1))

    @property
    def octets(self) -> tuple[int, int]:
        """Sent by the phone, received by it."""
        return self._up.octets, self._down.octets

    async def serve(self, phone: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        server, to_server = await asyncio.open_connection("127.0.0.1", self.target)
        call = _Call(self, to_phone, to_server)
        call.ready_at = await self._greet()
        with suppress(asyncio.CancelledError):  # the end of the line, not of a task that failed
            await asyncio.gather(call.carry(phone, to_server, self._up, call.sending),
                                 call.carry(server, to_phone, self._down, call.replying))
        to_phone.transport.abort()
        to_server.transport.abort()

    async def _greet(self) -> float:
        """TCP takes one trip there and back before it carries anything, and so does TLS."""
        now = asyncio.get_running_loop().time()
        if not self.line.round_trip:
            return now
        met = self._down.arrival(0, now=self._up.arrival(0, now=now, after=now), after=now)
        if not self.line.greeting:
            return met
        hello = self._up.arrival(HELLO, now=met, after=met)
        greeting = HELLO if self._is_known else self.line.greeting
        self._is_known = True
        return self._down.arrival(greeting, now=hello, after=hello)


@dataclass
class _Call:
    """One connection, with what became of the form that it carries."""

    proxy: Proxy
    to_phone: asyncio.StreamWriter
    to_server: asyncio.StreamWriter
    ready_at: float = 0.0
    doomed: Cut | None = None

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: _Way,
                    pass_on: Any) -> None:
        """Every packet in its order, each when it arrives."""
        loop, last = asyncio.get_running_loop(), self.ready_at
        arriving: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivering = asyncio.create_task(self._deliver(arriving, writer, pass_on))
        with suppress(OSError):
            while octets := await reader.read(PACKET):
                last = way.arrival(len(octets), now=max(loop.time(), self.ready_at), after=last)
                arriving.put_nowait((last, octets))
        arriving.put_nowait((last, b""))
        await delivering

    async def _deliver(self, arriving: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter,
                       pass_on: Any) -> None:
        with suppress(OSError):
            while True:
                moment, octets = await arriving.get()
                await asyncio.sleep(moment - asyncio.get_running_loop().time())
                if not octets:
                    break
                writer.write(pass_on(octets))
                await writer.drain()
        writer.close()

    def sending(self, octets: bytes) -> bytes:
        if self.proxy.cut and octets.startswith(b"POST"):
            self.doomed, self.proxy.cut = self.proxy.cut, None
            if self.doomed is Cut.BEFORE_SENDING:
                self._die()
            if self.doomed is Cut.WHILE_SENDING:
                # The server gets a part of the form, and the rest never comes.
                self.to_server.write(octets[:-FIRST_OCTETS])
                self._die()
        return octets

    def replying(self, octets: bytes) -> bytes:
        if self.doomed is Cut.WHILE_REPLYING:
            self.to_phone.write(octets[:FIRST_OCTETS])
        if self.doomed:
            self._die()
        return octets

    def _die(self) -> NoReturn:
        self.proxy.cuts += 1
        self.to_phone.close()
        self.to_server.close()
        raise ConnectionResetError


def _run(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run_coroutine_threadsafe(work, loop).result()


@contextmanager
def bad_line(target: int, line: Line | None = None) -> Iterator[Proxy]:
    """A port that leads to `target` over this line."""
    proxy = Proxy(line or Line(), target)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def begin() -> asyncio.Server:
        return await asyncio.start_server(proxy.serve, "127.0.0.1", 0)

    async def end(server: asyncio.Server) -> None:
        server.close()
        calls = asyncio.all_tasks() - {asyncio.current_task()}
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        await asyncio.sleep(0)  # what was aborted closes its sockets in the next round

    server = _run(loop, begin())
    proxy.port = server.sockets[0].getsockname()[1]
    yield proxy
    _run(loop, end(server))
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
