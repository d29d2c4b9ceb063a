"""How office files of a report look: named styles that a town may change, few sizes, one accent colour."""

from __future__ import annotations

from dataclasses import dataclass

from consult.exports.report.charts import ACCENT as ACCENT_COLOUR

ACCENT = ACCENT_COLOUR.removeprefix("#")
INK, SOFT, WASH, WARM, HAIR = "17211F", "4C5955", "ECF3F2", "FFF3D6", "C9D3CF"
TABLE, CELL, HEAD, NOTE, WARNING, KICKER, LEAD = (
    "Tableau de rapport", "Texte de tableau", "Titre de colonne", "Note", "Avertissement", "Destinataire",
    "Énoncé")
FIGURE, FIGURE_LABEL, TABLE_NOTE, CONTENTS, CONTENTS_TITLE, SOURCE, PICTURE, GROUP, SPACE = (
    "Chiffre", "Légende de chiffre", "Note de tableau", "Sommaire", "Titre du sommaire",
    "Origine de la parole", "Image", "Groupe de lignes", "Espace")


@dataclass(frozen=True)
class Look:
    size: float
    colour: str = INK
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    keep: bool = False
    """With what follows, on the same page."""
    fill: str = ""
    left: str = ""
    """Colour of a line at the left."""
    indent: float = 0


LOOKS = {
    "Normal": Look(10.5, after=5),
    "Title": Look(22, ACCENT, True, after=4),
    "Subtitle": Look(11, SOFT, after=8),
    "Heading 1": Look(13, ACCENT, True, before=10, after=3, keep=True),
    "Heading 2": Look(13, INK, True, before=14, after=5, keep=True),
    "Heading 3": Look(11, ACCENT, True, before=10, after=4, keep=True),
    "Caption": Look(9, ACCENT, True, before=8, after=3, keep=True),
    "Quote": Look(10.5, italic=True, before=6, left=ACCENT, indent=4, keep=True),
    "List Bullet": Look(10.5, after=3),
    "Header": Look(8.5),
    "Footer": Look(8, SOFT),
    CELL: Look(9),
    HEAD: Look(9, bold=True, keep=True),
    NOTE: Look(9, fill=WASH, before=6, after=6),
    WARNING: Look(8.5, bold=True, fill=WARM),
    KICKER: Look(9, SOFT, True, after=4),
    LEAD: Look(12, after=6),
    FIGURE: Look(24, ACCENT, True, before=2, keep=True),
    FIGURE_LABEL: Look(9, SOFT),
    TABLE_NOTE: Look(8.5, SOFT, before=2, after=3),
    CONTENTS: Look(10.5, after=3),
    CONTENTS_TITLE: Look(19, ACCENT, True, after=8),
    SOURCE: Look(9, SOFT, after=8, left=ACCENT, indent=4),
    PICTURE: Look(10.5, after=2, keep=True),
    GROUP: Look(9, before=3, keep=True),
    SPACE: Look(4),
}
LARGER = {"Title": 32, "Heading 1": 19, KICKER: 9.5}
"""In the full report."""
SMALLER = {"Normal": 10, "List Bullet": 10, "Quote": 10}
"""Where there is one page, or two."""


def size_of(name: str, *, is_short: bool) -> float:
    return (SMALLER if is_short else LARGER).get(name, LOOKS[name].size)
