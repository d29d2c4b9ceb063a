"""Where places are, as a file tells it: one point each, with its source. Others are on no map."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "coordinates.csv"


@dataclass(frozen=True)
class Position:
    """In decimal degrees (WGS 84), north and east positive."""

    latitude: float
    longitude: float
    source_title: str
    source_url: str


def read_positions(rows: Iterable[Mapping[str, str]]) -> dict[str, Position]:
    """The positions of a table with the columns of `data/coordinates.csv`, by the code of their place."""
    return {row["code"]: Position(float(row["latitude"]), float(row["longitude"]), row["source_title"],
                                  row["source_url"])
            for row in rows}


@cache
def positions() -> Mapping[str, Position]:
    """Those this release ships: the communes of Mayotte and the villages of Mamoudzou that were found."""
    with DATA.open(encoding="utf-8", newline="") as stream:
        return read_positions(csv.DictReader(stream))
