"""Who comes with a family, and what room they need. Pure."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

LONGEST_OFFER = timedelta(hours=24)
SHORTEST_OFFER = timedelta(hours=1)
MOST_ADULTS, MOST_CHILDREN = 30, 30
MOST_SEATS, MOST_MINDED = 5000, 500
"""Of a hall. More is a slip of the hand."""


@dataclass(frozen=True)
class Room:
    """Places in the hall, and places where children are looked after."""

    seats: int
    minded: int = 0

    def __sub__(self, other: "Room") -> "Room":
        return Room(self.seats - other.seats, self.minded - other.minded)

    def __neg__(self) -> "Room":
        return Room(-self.seats, -self.minded)


@dataclass(frozen=True)
class Party:
    """A family as it signs up. The names are those of the columns of `SignUp`."""

    name: str
    language: str
    adults: int = 1
    under_3: int = 0
    from_3_to_5: int = 0
    from_6: int = 0
    phone: str = ""
    phone_typed: str = ""
    email: str = ""
    wants_childminding: bool = False
    wants_interpreter: bool = False
    wants_transport: bool = False
    wants_step_free: bool = False

    @property
    def children(self) -> int:
        return self.under_3 + self.from_3_to_5 + self.from_6

    @property
    def room(self) -> Room:
        """Children who are looked after sit elsewhere; the others take a seat each, a hall counts heads."""
        if self.wants_childminding:
            return Room(self.adults, self.children)
        return Room(self.adults + self.children)

    def columns(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def offer_deadline(*, now: datetime, starts_at: datetime) -> datetime:
    """Until when a family may say yes: a day, less when the meeting is near, never after it has begun."""
    quarter = max((starts_at - now) / 4, SHORTEST_OFFER)
    return min(now + min(quarter, LONGEST_OFFER), starts_at)
