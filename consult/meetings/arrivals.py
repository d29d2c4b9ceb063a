"""Who came through the door, as several phones note it, with or without a network. Pure.

A row is replaced whole, and of two versions of it the later one stays, in whatever order they meet. So
phones that have spoken with the server agree, and what is sent twice changes nothing.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from consult import clock
from consult.errors import N_, Refused
from consult.meetings.models import Meeting
from consult.meetings.states import MeetingStage

MOST_OF_A_KIND = 60
"""Women, men or children in one row: a group that comes through the door together."""
MOST_ENTRIES = 2000
KINDS = ("women", "men", "children")
LONGEST_AHEAD = timedelta(days=1)
"""How far a phone's clock may run ahead. Beyond, what it notes could never be corrected."""
LAST_MOMENT = 2**53
"""The largest whole number that every phone writes exactly."""
OPENS_BEFORE = timedelta(days=1)
CLOSES_AFTER = timedelta(days=30)


class WrongEntries(Refused):
    """Not what our page sends."""

    status = 422
    sentence = N_("Cet envoi ne vient pas de la page d’accueil, ou il a été modifié. "
                  "Rien n’a été enregistré.")


class TooManyEntries(WrongEntries):
    sentence = N_("Il y a trop de lignes dans cet envoi. Rien n’a été enregistré.")


class WrongNumber(WrongEntries):
    sentence = N_("Un nombre n’est pas possible : il faut entre 0 et 60 personnes par ligne. "
                  "Rien n’a été enregistré.")


class WrongClock(WrongEntries):
    sentence = N_("L’heure de ce téléphone est en avance. Rien n’est perdu : "
                  "la page la corrige et recommence.")


class DoorClosed(Refused):
    """Nobody comes to this meeting now."""

    sentence = N_("Cette réunion n’accueille personne : c’est un brouillon, ou elle est annulée.")


class DoorNotOpen(DoorClosed):
    sentence = N_("L’accueil ouvre la veille de la réunion.")


class DoorOver(DoorClosed):
    status = 410
    sentence = N_("L’accueil est fermé : la réunion a plus de 30 jours. "
                  "La coordination peut encore corriger les présences.")


@dataclass(frozen=True)
class Entry:
    """One row of those who came: a family that had signed up, or people who had not."""

    id: UUID
    is_walk_in: bool
    women: int
    men: int
    children: int
    noted_at: int
    """Milliseconds since 1970, on the phone's clock set by ours."""

    @property
    def people(self) -> int:
        return self.women + self.men + self.children

    @property
    def _rank(self) -> tuple[int, ...]:
        # Two notes of the same millisecond: some order is needed, the same on every machine.
        return self.noted_at, self.women, self.men, self.children

    def is_later_than(self, other: "Entry | None") -> bool:
        return other is None or self._rank > other._rank

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "id": str(self.id)}


@dataclass(frozen=True)
class Tally:
    """How many came. A family noted with nobody in it did not come."""

    families: int = 0
    women: int = 0
    men: int = 0
    children: int = 0
    walk_ins: int = 0
    """People who had not signed up; they are among the women, men and children too."""

    @property
    def people(self) -> int:
        return self.women + self.men + self.children


def tally(entries: Iterable[Entry]) -> Tally:
    came = [entry for entry in entries if entry.people]
    return Tally(
        families=sum(not entry.is_walk_in for entry in came),
        women=sum(entry.women for entry in came), men=sum(entry.men for entry in came),
        children=sum(entry.children for entry in came),
        walk_ins=sum(entry.people for entry in came if entry.is_walk_in))


def merged(*several: Iterable[Entry]) -> dict[UUID, Entry]:
    """The later version of each row, by its key."""
    newest: dict[UUID, Entry] = {}
    for entries in several:
        for entry in entries:
            if entry.is_later_than(newest.get(entry.id)):
                newest[entry.id] = entry
    return newest


def fingerprint(entries: Iterable[Entry]) -> str:
    """The same for two phones that know the same rows."""
    rows = sorted((entry.to_json() for entry in entries), key=lambda row: str(row["id"]))
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def stamp(*, at: datetime, after: Entry | None) -> int:
    """When something was noted here: always later than what it replaces."""
    return max(milliseconds(at), after.noted_at + 1 if after else 0)


def _whole(value: object, *, most: int) -> int | None:
    # In Python True is a number; in JSON it is not.
    return value if type(value) is int and 0 <= value <= most else None


def _key(value: object) -> UUID:
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as problem:
        raise WrongEntries from problem


def _entry(row: object, *, latest: int) -> Entry:
    if not isinstance(row, Mapping):
        raise WrongEntries
    women, men, children = (_whole(row.get(kind), most=MOST_OF_A_KIND) for kind in KINDS)
    if women is None or men is None or children is None:
        raise WrongNumber
    noted_at, is_walk_in = _whole(row.get("noted_at"), most=LAST_MOMENT), row.get("is_walk_in")
    if noted_at is None or not isinstance(is_walk_in, bool):
        raise WrongEntries
    if noted_at > latest:
        raise WrongClock
    return Entry(_key(row.get("id")), is_walk_in, women, men, children, noted_at)


def read_entries(document: object, *, at: datetime) -> list[Entry]:
    """What a phone sends, checked. Raises WrongEntries."""
    rows = document.get("entries") if isinstance(document, Mapping) else None
    if not isinstance(rows, list):
        raise WrongEntries
    if len(rows) > MOST_ENTRIES:
        raise TooManyEntries
    latest = milliseconds(at + LONGEST_AHEAD)
    return [_entry(row, latest=latest) for row in rows]


def refuse_without_door(meeting: Meeting) -> None:
    """Raises DoorClosed where nobody is expected."""
    if meeting.stage in {MeetingStage.DRAFT, MeetingStage.CANCELLED}:
        raise DoorClosed


def refuse_closed_door(meeting: Meeting, *, on: date) -> None:
    """Raises DoorClosed, DoorNotOpen or DoorOver: phones note arrivals around the day of the meeting only."""
    refuse_without_door(meeting)
    day = meeting.starts_at.astimezone(clock.ZONE).date()
    if on < day - OPENS_BEFORE:
        raise DoorNotOpen
    if on > day + CLOSES_AFTER:
        raise DoorOver


def is_door_open(meeting: Meeting, *, on: date) -> bool:
    try:
        refuse_closed_door(meeting, on=on)
    except DoorClosed:
        return False
    return True
