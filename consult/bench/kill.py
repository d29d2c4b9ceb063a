"""kill -9 of the whole server, again and again, while families answer."""

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from consult.bench.families import Families, Log
from consult.bench.found import Found
from consult.bench.load import Request
from consult.bench.servers import Running, start

CLIENTS = 16
LONGEST_PAUSE = 0.03
"""The last answer counted came at some moment of a commit; a kill must find every other one too."""


@dataclass(frozen=True)
class Killed:
    kills: int
    log: Log
    seconds: float


def kill_again_and_again(folder: Path, environment: Mapping[str, str], requests: Sequence[Request], *,
                         kills: int, answers: int) -> Killed:
    """Start the server, let families answer, kill it; at the end let everybody finish, and stop it."""
    began, chance = time.monotonic(), random.Random()
    words = ("serve", "--data", str(folder))
    running = start(*words, environment=environment)
    families = Families(running.port, requests, clients=CLIENTS)
    families.begin()
    try:
        for kill in range(1, kills + 1):
            pause = chance.uniform(0, LONGEST_PAUSE)
            _kill_once(running, families, at=answers * kill // (kills + 1), pause=pause)
            running = start(*words, port=running.port, environment=environment)
        families.wait_for(answers)
        log = families.end()
    finally:
        running.stop()
    return Killed(kills, log, time.monotonic() - began)


def _kill_once(running: Running, families: Families, *, at: int, pause: float) -> None:
    families.wait_for(max(at, len(families.so_far()) + 1))
    time.sleep(pause)
    running.kill()


def report(killed: Killed, found: Found) -> Iterator[str]:
    """The last line is the verdict."""
    for surprise, times in killed.log.surprises.items():
        yield f"  réponse inattendue du site\u00a0: {surprise} × {times}"
    yield (f"{killed.kills} arrêts brutaux en {killed.seconds:.0f} s, {len(killed.log.thanked)} réponses "
           f"confirmées, {killed.log.again} envois recommencés.")
    yield f"{'Rien de perdu' if is_kept(killed, found) else 'ÉCHEC'}\u00a0: {found}"


def is_kept(killed: Killed, found: Found) -> bool:
    return found.is_whole and found.stored == len(killed.log.thanked) and not killed.log.surprises
