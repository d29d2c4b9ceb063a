"""The attendance sheet, printed before a meeting: who is expected, and boxes to count who comes.

typst sets the pages with the fonts it carries, as for posters. What people wrote reaches it as data.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from consult.campaigns.lettering import printable

DATA = Path(__file__).parent / "data"
BLANK_ROWS = 10
"""For people who had not signed up."""
DESTROYED = "Cette feuille porte des prénoms : elle est détruite dès que les nombres sont recopiés."
DEMONSTRATION = "Démonstration, pas une vraie réunion."
WALK_IN = "Sans inscription"
LONGEST_NAME = 32
"""What a line of the sheet holds."""


def _short(name: str) -> str:
    name = printable(name)
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME - 1] + "…"


@dataclass(frozen=True)
class Line:
    """A family that is expected."""

    name: str
    """Empty where the sheet is asked for without names."""
    adults: int
    children: int
    wants: str


@dataclass(frozen=True)
class Sheet:
    town: str
    accent: str
    title: str
    village: str
    venue: str
    day: str
    hours: str
    lines: Sequence[Line]
    is_demonstration: bool = False

    @property
    def place(self) -> str:
        return f"{self.village}, {self.venue}"

    @property
    def adults(self) -> int:
        return sum(line.adults for line in self.lines)

    @property
    def children(self) -> int:
        return sum(line.children for line in self.lines)


def attendance_pdf(sheet: Sheet) -> bytes:
    """The sheet as a tagged PDF: A4 on its side, its header on every page."""
    # Read at its first use: a site at rest does without its memory.
    import typst

    lines = [{**asdict(line), "name": _short(line.name)} for line in sheet.lines]
    words = {name: printable(getattr(sheet, name)) or "–" for name in ("town", "title", "place")}
    data = {**asdict(sheet), **words, "lines": lines, "adults": sheet.adults, "children": sheet.children,
            "blank": BLANK_ROWS, "walk_in": WALK_IN, "destroyed": DESTROYED, "demonstration": DEMONSTRATION}
    page: bytes = typst.compile(
        str(DATA / "attendance.typ"), root=str(DATA), format="pdf", ignore_system_fonts=True,
        pdf_standards=["ua-1"], sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    return page
