"""Whether the clock may be believed before something is erased for good.

Context: what is kept until a day is erased on that day, and a clock that jumps ahead brings all days at once.
Choice: the time of day is held against the time that really passed; after a jump nothing is erased for a day.
Consequence: a clock put right meanwhile has cost nothing; a real change of time delays an erasing by a day.
"""

from dataclasses import dataclass
from datetime import datetime

LARGEST_STEP = 3600.0
"""Seconds. Corrections are smaller, and do no harm."""
DISTRUST = 24 * 3600.0


@dataclass
class Steadiness:
    """Asked at each round, with the time of day and the seconds of a clock that never jumps."""

    difference: float | None = None
    distrusted_until: float = 0.0

    def is_steady(self, now: datetime, passed: float) -> bool:
        difference = now.timestamp() - passed
        if self.difference is not None and abs(difference - self.difference) > LARGEST_STEP:
            self.distrusted_until = passed + DISTRUST
        self.difference = difference
        return passed >= self.distrusted_until
