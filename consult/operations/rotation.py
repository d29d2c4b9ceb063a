"""Copies in a folder, named for their moment: their names sort as they came, and the oldest ones go. Pure."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

PLAIN, SEALED = ".jsonl.gz", ".jsonl.gz.chiffre"
_OURS = re.compile(r"consult-\d{8}T\d{6}Z\.jsonl\.gz(\.chiffre)?")


def name_at(moment: datetime, *, is_sealed: bool) -> str:
    return f"consult-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}{SEALED if is_sealed else PLAIN}"


def too_old(names: Iterable[str], *, keep: int) -> list[str]:
    """What goes, so that the newest `keep` copies stay. A name that is not ours is never touched."""
    return sorted(filter(_OURS.fullmatch, names))[:-keep]
