"""What a process knows of its own upkeep: whether the thread lives, and when its last round ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask

_EXTENSION = "rounds"


@dataclass
class Rounds:
    """Written by the thread after each round, read by whoever asks how the site fares."""

    began_at: datetime
    is_alive: Callable[[], bool]
    ended_at: datetime | None = None


def note_rounds(app: Flask, rounds: Rounds) -> None:
    app.extensions[_EXTENSION] = rounds


def rounds_of(app: Flask) -> Rounds | None:
    """None in a process that only answers pages."""
    found: Rounds | None = app.extensions.get(_EXTENSION)
    return found
