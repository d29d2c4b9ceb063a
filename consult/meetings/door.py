"""A meeting seen from its door: who is expected, who came. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from consult.meetings.arrivals import Entry, Tally, fingerprint, tally
from consult.meetings.guests import Expected, Guest, expected, guests
from consult.meetings.models import Meeting, SignUp


class Door:
    """What the pages of the door show of a meeting."""

    def __init__(self, meeting: Meeting, families: Iterable[SignUp], entries: Sequence[Entry]) -> None:
        self.meeting, self.entries = meeting, entries
        self.guests: list[Guest] = guests(families, entries)
        self.new_key: UUID = uuid4()
        """Of the next people who had not signed up, where no script makes one."""

    @property
    def tally(self) -> Tally:
        return tally(self.entries)

    @property
    def expected(self) -> Expected:
        return expected(self.guests)

    @property
    def walk_ins(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_walk_in and entry.people]

    @property
    def known(self) -> dict[str, Any]:
        """What the script begins with."""
        return {"entries": [entry.to_json() for entry in self.entries], "seen": fingerprint(self.entries)}
