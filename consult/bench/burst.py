"""Two thousand families in a minute, after a call on the radio: each opens the page, fills it in and sends.

Each keeps one connection from its arrival to its receipt, as a phone does. A page that says « later » is an
answer: the family waits as it is told and sends the same again. An error is what no family should ever see.
"""

import asyncio
import multiprocessing
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from consult.bench.budgets import budget
from consult.bench.load import RECEIPT, Measured, Request
from consult.bench.site import ADDRESS, http

PATIENCE_SECONDS = 60.0
LONGEST_FILLING = 20.0
"""Seconds between page and sending; real families take minutes, and would be kinder to the server."""
OPENED, THANKED, LATER = b"200", b"303", b"503"
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)
_LATER = re.compile(rb"\r\nRetry-After: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Radio:
    """So many families within so many seconds."""

    port: int
    families: int
    seconds: float
    requests: Sequence[Request]


@dataclass
class Heard:
    """What the families met."""

    pages: Measured = field(default_factory=Measured)
    sent: Measured = field(default_factory=Measured)
    later: int = 0
    """How often a page said to come back; it keeps what was typed."""
    at_once: int = 0
    most_at_once: int = 0


@dataclass
class _Line:
    """One connection of one family."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, octets: bytes, measured: Measured, expected: bytes) -> bytes:
        """The head of the answer; its time is noted where it is the expected one."""
        began = time.perf_counter()
        self.writer.write(octets)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        await self.reader.readexactly(int(length[1]) if length else 0)
        if head[9:12] == expected:
            measured.latencies.append(time.perf_counter() - began)
        elif head[9:12] != LATER:
            measured.errors[head[9:12].decode()] += 1
        return head


async def _answer(line: _Line, request: Request, heard: Heard, chance: random.Random) -> None:
    await line.ask(http("GET", ADDRESS).octets, heard.pages, OPENED)
    await asyncio.sleep(chance.uniform(0, LONGEST_FILLING))
    octets = request.fresh()
    while (head := await line.ask(octets, heard.sent, THANKED))[9:12] == LATER:
        heard.later += 1
        wait = _LATER.search(head)
        await asyncio.sleep(int(wait[1]) if wait else 1)
    if receipt := RECEIPT.search(head):
        heard.sent.receipts.append(receipt[1].decode())


async def _live(radio: Radio, number: int, heard: Heard, chance: random.Random) -> None:
    await asyncio.sleep(chance.uniform(0, radio.seconds))
    heard.at_once += 1
    heard.most_at_once = max(heard.most_at_once, heard.at_once)
    try:
        async with asyncio.timeout(LONGEST_FILLING + PATIENCE_SECONDS):
            line = _Line(*await asyncio.open_connection("127.0.0.1", radio.port))
            await _answer(line, radio.requests[number % len(radio.requests)], heard, chance)
            line.writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as problem:
        heard.sent.errors[type(problem).__name__] += 1
    heard.at_once -= 1


async def _all(radio: Radio) -> Heard:
    heard, chance = Heard(), random.Random(976)
    began = time.perf_counter()
    await asyncio.gather(*(_live(radio, number, heard, chance) for number in range(radio.families)))
    heard.pages.seconds = heard.sent.seconds = time.perf_counter() - began
    return heard


def listen(radio: Radio) -> Heard:
    """All of it in this process, which needs a descriptor for each family."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return asyncio.run(_all(radio))


def listen_apart(radio: Radio) -> Heard:
    """In a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(listen, (radio,))


def errors(heard: Heard) -> Counter[str]:
    return heard.pages.errors + heard.sent.errors


def report(radio: Radio, heard: Heard) -> Iterable[str]:
    yield (f"{radio.families} familles en {radio.seconds:.0f} s, jusqu’à {heard.most_at_once} à la fois, "
           f"servies en {heard.sent.seconds:.0f} s.")
    for name, measured in (("page", heard.pages), ("envoi", heard.sent)):
        yield (f"{name:10} {len(measured.latencies):6}   p50 {measured.milliseconds(0.5):7.1f} ms   "
               f"p99 {measured.milliseconds(0.99):7.1f} ms   au plus {measured.milliseconds(1):7.1f} ms")
    yield f"Pages « plus tard », qui gardent les réponses : {heard.later}"
    found = errors(heard)
    yield budget("erreurs", f"{found.total()}", "aucune", is_kept=not found)
    for name, count in found.items():
        yield f"  {name} × {count}"
