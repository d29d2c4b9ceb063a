"""Halls where public meetings were held, as a file tells them, with the source of each. Pure."""

import csv
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path

DATA = Path(__file__).parent / "data" / "venues.csv"
PUBLIC_MEETING = "réunion publique"
_SLOT = re.compile(r"(\w+) (\d{1,2}) ?h ?(\d{2})? ?[-–] ?(\d{1,2}) ?h ?(\d{2})?")


@dataclass(frozen=True)
class Slot:
    """When people were seen to meet there."""

    weekday: str
    starts: time
    ends: time


@dataclass(frozen=True)
class Source:
    title: str
    url: str


@dataclass(frozen=True)
class Venue:
    territory_code: str
    name: str
    use: str
    slot: Slot | None
    year: int | None
    source: Source


def read_slot(written: str) -> Slot | None:
    """« mercredi 16 h - 18 h » as a day and two hours; None where it says something else."""
    found = _SLOT.fullmatch(written.strip().replace("\u00a0", " "))
    if found is None:
        return None
    weekday, *hours = found.groups()
    try:
        starts, ends = (time(int(hour), int(minutes or 0)) for hour, minutes in (hours[:2], hours[2:]))
    except ValueError:
        return None
    return Slot(weekday, starts, ends)


def _venue(row: Mapping[str, str]) -> Venue:
    return Venue(
        territory_code=row["territory_code"], name=row["venue"], use=row["use"],
        slot=read_slot(row["observed_slot"]), year=int(row["year"]) if row["year"] else None,
        source=Source(row["source_title"], row["source_url"]))


def read_venues(lines: Iterable[str]) -> list[Venue]:
    """The venues of a CSV file with the columns of `data/venues.csv`."""
    return [_venue(row) for row in csv.DictReader(lines)]


def halls_in(territory_codes: Container[str]) -> list[Venue]:
    """The halls that this release knows in these places, where people have met in public."""
    with DATA.open(encoding="utf-8", newline="") as stream:
        known = read_venues(stream)
    return [venue for venue in known
            if venue.use == PUBLIC_MEETING and venue.territory_code in territory_codes]
