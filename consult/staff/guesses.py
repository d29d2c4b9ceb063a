"""Guesses at a password or a code, counted so that guessing is slow and nobody is locked out.

- One name from one address: ten wrong guesses in five minutes, then that address waits for that name.
- One address, whatever the names: thirty, then it waits. A town hall behind one address still has room.
- One name from everywhere: each guess waits longer, up to two seconds, two at a time. An address that was not
  wrong lately has two places of its own to wait in: those who guess cannot keep it out by filling the others.
- A browser where this name has signed in before is counted by itself alone: what others guess, even from
  the same address, neither refuses it nor slows it.

Only wrong guesses count. A wrong code needs the right password first, so for codes the name is refused too.
"""

import time
from dataclasses import dataclass
from threading import BoundedSemaphore

from consult.staff.devices import known_browser
from consult.web import limits
from consult.web.limits import TooManyTries

FREE_GUESSES = 20
PAUSE_STEP, LONGEST_PAUSE = 0.05, 2.0
WAITING_AT_ONCE = 2
_waiting_room, _first_room = BoundedSemaphore(WAITING_AT_ONCE), BoundedSemaphore(WAITING_AT_ONCE)
"""Pauses hold a thread that families may need: there are few, and whoever finds no room is refused."""


@dataclass(frozen=True)
class Count:
    """Something that is counted, for somebody."""

    what: str
    who: str
    per_minute: int
    minutes: int

    @property
    def used(self) -> int:
        return limits.used(self.what, who=self.who, per_minute=self.per_minute, minutes=self.minutes)

    @property
    def is_full(self) -> bool:
        return self.used >= self.per_minute * self.minutes

    def add(self) -> None:
        limits.allow(self.what, who=self.who, per_minute=self.per_minute, minutes=self.minutes)

    def clear(self) -> None:
        limits.forget(self.what, who=self.who, per_minute=self.per_minute, minutes=self.minutes)


@dataclass(frozen=True)
class Guesser:
    """Who is guessing, and how often guesses were wrong: theirs, at their address, at this name."""

    alone: Count
    at_address: Count | None
    at_name: Count | None


def guesser(what: str, name: str) -> Guesser:
    """`what` is "password" or "code"."""
    if mark := known_browser(name):
        return Guesser(Count(f"{what} here", f"{name} {mark}", 2, 5), None, None)
    address = limits.address()
    return Guesser(alone=Count(f"{what} alone", f"{name} {address}", 2, 5),
                   at_address=Count(f"{what} address", address, 6, 5),
                   at_name=Count(f"{what} name", name, 4, 15))


def refuse_tired(who: Guesser) -> None:
    """Raise TooManyTries for somebody who has to wait, before anything is checked."""
    if who.alone.is_full or (who.at_address and who.at_address.is_full):
        raise TooManyTries


def refuse_name(who: Guesser) -> None:
    """Raise TooManyTries when codes were guessed too often for this name, outside its own browsers."""
    if who.at_name and who.at_name.is_full:
        raise TooManyTries


def pause_after(wrong: int) -> float:
    """Seconds to wait before the next guess at a name that was wrong so often from everywhere."""
    return min(LONGEST_PAUSE, max(0, wrong - FREE_GUESSES) * PAUSE_STEP)


def slow_down(who: Guesser) -> None:
    """Wait a little for a name that everybody guesses at; raise TooManyTries when too many already wait."""
    pause = pause_after(who.at_name.used) if who.at_name else 0
    if not pause:
        return
    room = _waiting_room if who.at_address and who.at_address.used else _first_room
    if not room.acquire(blocking=False):
        raise TooManyTries
    try:
        time.sleep(pause)
    finally:
        room.release()


def count_wrong(who: Guesser) -> None:
    for count in (who.alone, who.at_address, who.at_name):
        if count:
            count.add()


def count_right(who: Guesser) -> None:
    who.alone.clear()
