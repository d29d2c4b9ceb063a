"""Which thread serves a request: families' answers have one of their own, which serves all that wait at once.

Threads share one interpreter, and each answer stored by a thread of its own costs several changes of thread.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from consult.db.group_commit import write_together
from consult.db.together import serve_round
from consult.responses.views.questionnaire import SENDING

LARGEST_ROUND = 64
"""The first of a round waits until the last one is read: some 0.3 ms each."""
DESK = "/staff/"
_log = logging.getLogger(__name__)


def is_sending(channel: Any) -> bool:
    """Whether a connection waits with answers to store: what is short, and ends with the disk."""
    request = channel.requests[0]
    if request.error or request.command != "POST":
        return False
    return bool(request.path.endswith(SENDING)) and DESK not in request.path


def _guarded(channel: Any) -> Callable[[], None]:
    def serve() -> None:
        try:
            channel.service()
        except Exception:
            _log.exception("connection lost")
    return serve


class Lane:
    """One thread, and the connections that wait for it."""

    def __init__(self) -> None:
        self.waiting: SimpleQueue[Any] = SimpleQueue()
        self.thread = Thread(target=self._serve_on, name="sendings", daemon=True)
        self.thread.start()

    def _round(self) -> Iterator[Any]:
        """Whoever waits, once there is somebody; None ends the lane."""
        yield self.waiting.get()
        with suppress(Empty):
            for _place in range(LARGEST_ROUND - 1):
                yield self.waiting.get_nowait()

    def _serve_on(self) -> None:
        is_open = True
        while is_open:
            channels = list(self._round())
            is_open = None not in channels
            try:
                serve_round([_guarded(channel) for channel in channels if channel], write_together)
            except BaseException:
                # Whatever it was, the next families find somebody; these send again.
                _log.exception("round lost")

    def stop(self, timeout: float) -> None:
        """Serve whoever waits already, then end."""
        self.waiting.put(None)
        self.thread.join(timeout)


class Dispatcher(ThreadedTaskDispatcher):
    """Waitress's own threads, and the lane."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self.lane = Lane()
        self.set_thread_count(threads)

    def add_task(self, task: Any) -> None:
        if is_sending(task):
            self.lane.waiting.put(task)
        else:
            super().add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        self.lane.stop(timeout)
        return bool(super().shutdown(cancel_pending, timeout))
