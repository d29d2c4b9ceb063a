"""A disk whose plug can be pulled: an ext4 image on a loop device, itself a file of another one.

Context: the copy of a file system in use is torn, and freezing it first would save what nobody asked to save.
Choice: the outer file system is frozen, the inner one knows nothing of it; the copy of its image is what had
reached the disk at one moment. Consequence: what only lay in memory is absent, as after a power cut.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

COMMANDS = ("mkfs.ext4", "mount", "umount", "fsfreeze", "truncate", "cp")
INNER_MEGABYTES, OUTER_MEGABYTES = 256, 384


class NoDisk(Exception):
    """This machine makes no such disk; the reason is for people."""


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603, our own words
    if done.returncode:
        raise NoDisk(f"{' '.join(words)}: {done.stderr.strip()}")


def _make(image: Path, megabytes: int) -> None:
    _run("truncate", "-s", f"{megabytes}M", str(image))
    _run("mkfs.ext4", "-q", "-F", "-m", "0", str(image))


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    """The file system of an image, at a place, while the block lasts."""
    place.mkdir()
    _run("mount", "-o", "loop,noatime", str(image), str(place))
    try:
        yield place
    finally:
        _run("umount", str(place))
        place.rmdir()


def _why_not() -> str:
    """What is plainly missing; empty where it is worth trying."""
    if missing := [command for command in COMMANDS if not shutil.which(command)]:
        return f"{', '.join(missing)} manque."
    if os.geteuid():
        return "Seul root peut monter un disque."
    return "" if Path("/dev/loop-control").exists() else "Cette machine n’a pas de périphérique « loop »."


@dataclass(frozen=True)
class Disk:
    """`place` is where a site can be; `cut` gives what a power cut would leave of it."""

    place: Path
    outer: Path
    scratch: Path

    @contextmanager
    def cut(self) -> Iterator[Path]:
        """Pull the plug: in the block, nothing reaches the disk any more. Gives where its copy will be."""
        _run("fsfreeze", "-f", str(self.outer))
        copy = self.scratch / "after.img"
        try:
            yield copy
            _run("cp", "--sparse=always", str(self.outer / "inner.img"), str(copy))
        finally:
            _run("fsfreeze", "-u", str(self.outer))


@contextmanager
def disk(scratch: Path) -> Iterator[Disk]:
    """A new disk in a folder, gone at the end. Raises NoDisk."""
    if missing := _why_not():
        raise NoDisk(missing)
    with ExitStack() as stack:
        _make(scratch / "outer.img", OUTER_MEGABYTES)
        outer = stack.enter_context(mounted(scratch / "outer.img", scratch / "outer"))
        _make(outer / "inner.img", INNER_MEGABYTES)
        place = stack.enter_context(mounted(outer / "inner.img", scratch / "disk"))
        yield Disk(place, outer, scratch)
