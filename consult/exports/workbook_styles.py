"""How the sheets of a workbook look: one accent, quiet greys, headers that stay in sight."""

from dataclasses import dataclass
from typing import Any

from consult.surveys.questions import Kind

ACCENT, ACCENT_WASH, WASH, LINE, SOFT, INK = "#0B5D5B", "#DCEBE8", "#F3F6F4", "#CFD6D1", "#6B7673", "#1B1D1C"
FONT = {"font_name": "Calibri", "font_size": 11, "font_color": INK}
_TOP = {**FONT, "valign": "top"}
_HEADER = {**FONT, "bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": LINE}
FORMATS: dict[str, dict[str, Any]] = {
    "cell": _TOP,
    "wrapped": {**_TOP, "text_wrap": True},
    "day": {**_TOP, "num_format": "dd/mm/yyyy", "align": "left"},
    "centred": {**_TOP, "align": "center"},
    "silence": {**_TOP, "font_color": SOFT, "italic": True},
    "lead": {**_HEADER, "bg_color": WASH},
    "question": {**_HEADER, "bg_color": ACCENT, "font_color": "#FFFFFF"},
    "choice": {**_HEADER, "bg_color": ACCENT_WASH, "bold": False},
    "group": {**_TOP, "bold": True, "bg_color": WASH, "text_wrap": True, "top": 1, "top_color": LINE},
    "title": {**FONT, "bold": True, "font_size": 18, "font_color": ACCENT},
    "subtitle": {
        **FONT, "bold": True, "font_size": 13, "font_color": ACCENT, "bottom": 1, "bottom_color": LINE},
    "name": {**_TOP, "font_color": SOFT},
    "figure": {**_TOP, "bold": True, "align": "left"},
    "warning": {**_TOP, "bold": True, "text_wrap": True, "bg_color": "#FFF1CC"},
    "faint": {"font_color": "#A9B2AE"},
}
WIDTHS = {Kind.TEXT: 44, Kind.ONE: 26, Kind.MULTIPLE: 36, Kind.RANK: 36, Kind.CALCULATE: 18, Kind.HIDDEN: 18}
NARROW = 14
"""Numbers, days, hours, boxes."""
CHOICE_WIDTH = 15
LEAD_WIDTHS = {
    "_ligne": 8, "_donnees": 16, "_jour": 12, "_langue": 12, "_mode": 16, "_relais": 24, "_version": 14}
HEADER_HEIGHT, CODES_HEIGHT = 78, 32


@dataclass(frozen=True)
class Look:
    """A column: its width in characters, the styles of its header and cells, whether it can be folded."""

    width: int
    header: str
    style: str = "cell"
    is_choice: bool = False


def lead_look(name: str) -> Look:
    return Look(LEAD_WIDTHS.get(name, 10), "lead")


def question_look(kind: Kind) -> Look:
    return Look(WIDTHS[kind], "question") if kind in WIDTHS else Look(NARROW, "question", "centred")


CHOICE_LOOK = Look(CHOICE_WIDTH, "choice", "centred", is_choice=True)
