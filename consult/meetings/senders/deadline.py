"""A whole conversation is bounded: one octet now and then makes every wait short, and never ends."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer

Line = Callable[[], socket.socket | None]
"""The line as it is at the end: TLS may have taken the place of the first one."""


def _cut(line: Line) -> None:
    with suppress(OSError):
        if found := line():
            # The plain way, also under TLS: whose own farewell would wait for the other side.
            socket.socket.shutdown(found, socket.SHUT_RDWR)


@contextmanager
def cut_after(seconds: float, line: Line) -> Iterator[None]:
    """Cut the line when the block takes longer; who waits on it then reads that it is lost."""
    timer = Timer(seconds, _cut, (line,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
