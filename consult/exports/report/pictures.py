"""Drawings as pictures, for programs that read no SVG. typst draws them with the fonts it carries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from struct import unpack

DENSITY = 200
_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#for (number, svg) in json(bytes(sys.inputs.svgs)).enumerate() {
  if number > 0 { pagebreak() }
  image(bytes(svg), format: "svg", width: 160mm)
}"""


def pngs(svgs: Sequence[str]) -> list[bytes]:
    """One picture for each drawing, 160 mm wide, all drawn at once."""
    # Read at its first use: a site at rest does without its memory.
    import typst

    if not svgs:
        return []
    drawn = typst.compile(_PAGE, format="png", ppi=DENSITY, ignore_system_fonts=True,
                          sys_inputs={"svgs": json.dumps(list(svgs), ensure_ascii=False)})
    return [drawn] if isinstance(drawn, bytes) else list(drawn)


def proportions(png: bytes) -> float:
    """Its height for a width of one."""
    width, height = unpack(">II", png[16:24])
    return float(height / width)
