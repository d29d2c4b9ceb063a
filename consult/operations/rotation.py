"""Copies in a folder, named for their moment: their names sort as they came, and the oldest ones go. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

PLAIN, SEALED = ".jsonl.gz", ".jsonl.gz.chiffre"
_NAME = r"consult-\d{8}T\d{6}Z\.jsonl\.gz(\.chiffre)?"
_OURS, _UNFINISHED = re.compile(_NAME), re.compile(rf"\.{_NAME}\.\w+")
LONGEST_COPY = timedelta(days=1)
"""What has not been written to for so long is not being written any more: somebody stopped the machine."""


def name_at(moment: datetime, *, is_sealed: bool) -> str:
    return f"consult-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}{SEALED if is_sealed else PLAIN}"


def too_old(names: Iterable[str], *, keep: int) -> list[str]:
    """What goes, so that the newest `keep` copies stay. A name that is not ours is never touched."""
    return sorted(filter(_OURS.fullmatch, names))[:-keep]


def left_behind(written: Mapping[str, datetime], *, at: datetime) -> list[str]:
    """Copies that were never ended, by their names and when they were last written to."""
    return sorted(name for name, moment in written.items()
                  if _UNFINISHED.fullmatch(name) and moment < at - LONGEST_COPY)
