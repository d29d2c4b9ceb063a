"""Requests that one thread serves at a time: where one waits for the disk, the next begins.

Context: with a thread for each request, what costs under load is not the disk but waking threads up, each
after the other, for one interpreter. Choice: each request of a round is a greenlet, left where it asks for
something durable; what all of them ask for is written at once, and each goes on from where it was.
Consequence: nothing else changes for the code of a request, which knows of no round.
"""

from collections.abc import Callable, Sequence
from typing import Any

from greenlet import getcurrent, greenlet

Write = Callable[[Sequence[Any]], None]


class _Request(greenlet):
    """A request under way."""


def is_in_round() -> bool:
    return isinstance(getcurrent(), _Request)


def leave(work: Any) -> None:
    """Let the others of the round go on; returns once `work` has been written together with theirs."""
    getcurrent().parent.switch(work)


def serve_round(tasks: Sequence[Callable[[], None]], write: Write) -> None:
    """Run the tasks to their end. `write` gets what those left that wait; it raises nothing.

    What a task raises goes no further than the task should have let it: it ends the round.
    """
    under_way = [(request, request.switch()) for request in map(_Request, tasks)]
    while waiting := [(request, work) for request, work in under_way if work is not None]:
        write([work for _request, work in waiting])
        under_way = [(request, request.switch()) for request, _work in waiting]
