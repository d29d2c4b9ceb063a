"""The plug pulled while families answer: what had reached the disk is read again, beside what was promised.

A control runs first, with SQLite set as is widely advised (synchronous=NORMAL). If nothing were lost there,
the cut would not be one, and the rest would prove nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from consult.bench.disks import Disk, mounted
from consult.bench.families import Families, Thanks
from consult.bench.found import Found
from consult.bench.load import Request
from consult.bench.servers import start

CLIENTS = 16
SERVE, CARELESS = ("serve",), ("drill", "careless")
"""Our own way to serve, and the control's."""
Look = Callable[[Path, set[str], Mapping[str, Thanks]], Found]
"""Reads a site's folder: what is there of what was sent, and of what was acknowledged?"""


@dataclass(frozen=True)
class Cut:
    """What was acknowledged before the plug was pulled, and what is there afterwards."""

    thanked: int
    found: Found


def _cut(disk: Disk, families: Families, look: Look) -> Cut:
    with disk.cut() as copy:
        thanked = families.so_far()
    with mounted(copy, disk.scratch / "after") as place:
        cut = Cut(len(thanked), look(place / "site", set(families.log.sent), thanked))
    copy.unlink()
    return cut


def pull(disk: Disk, words: Sequence[str], environment: Mapping[str, str], requests: Sequence[Request], *,
         cuts: int, each: int, look: Look) -> Iterator[Cut]:
    """So many cuts, each after so many more answers. The site lives on: each cut is another of its ends."""
    running = start(*words, "--data", str(disk.place / "site"), environment=environment)
    families = Families(running.port, requests, clients=CLIENTS)
    families.begin()
    try:
        for _ in range(cuts):
            families.wait_for(len(families.so_far()) + each)
            yield _cut(disk, families, look)
        families.end()
    finally:
        running.stop()


def report(cuts: Sequence[Cut]) -> str:
    """What so many cuts took in all: each is another end of the same site."""
    promised, lost = sum(cut.thanked for cut in cuts), sum(cut.found.lost for cut in cuts)
    others = sum(cut.found.doubled + cut.found.changed + cut.found.damaged for cut in cuts)
    return (f"{len(cuts)} coupures, {promised} réponses confirmées à retrouver, {lost} perdues, "
            f"{others} en double ou abîmées")
