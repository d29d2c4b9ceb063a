"""What controls are given, and what they give back."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection


@dataclass(frozen=True)
class Site:
    """The site that is looked at."""

    connection: Connection
    folder: Path
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Control:
    """What was looked at, and what is wrong with it, in French words."""

    seen: str
    faults: tuple[str, ...] = ()
