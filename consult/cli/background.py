"""What the site does by itself while it serves: a thread, a round every few seconds, until it is stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Event, Thread
from time import monotonic

from flask import Flask

from consult import clock
from consult.cli.retention import moment_of
from consult.meetings.service import attempt, keep_up
from consult.operations.daily import once_a_day
from consult.operations.mixing import tidy_up
from consult.operations.rounds import Rounds, note_rounds
from consult.operations.steadiness import Steadiness

EVERY_SECONDS = 20.0
LAST_WORDS_SECONDS = 20.0
"""What is being sent while the server stops is given so long to end; later its fate is unknown."""


def _work(app: Flask, stop: Event, rounds: Rounds) -> None:
    forgotten: date | None = None
    steadiness = Steadiness()
    steadiness.is_steady(clock.now(), monotonic())
    while not stop.wait(EVERY_SECONDS):
        with app.app_context():
            keep_up(app.extensions["post_office"], now=clock.now, is_stopping=stop.is_set)
            attempt("tidying", tidy_up)
            is_steady = steadiness.is_steady(clock.now(), monotonic())
            if is_steady and forgotten != clock.today():
                once_a_day(moment_of(app))
                forgotten = clock.today()
        rounds.ended_at = clock.now()


@contextmanager
def keeping_up(app: Flask) -> Iterator[None]:
    """While the block lasts, messages leave, offers end, reminders are made, people are forgotten."""
    stop = Event()
    rounds = Rounds(clock.now(), lambda: thread.is_alive())
    thread = Thread(target=_work, args=(app, stop, rounds), name="upkeep", daemon=True)
    note_rounds(app, rounds)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(LAST_WORDS_SECONDS)
