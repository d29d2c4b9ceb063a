"""A report as a tagged PDF (PDF/UA-1), set by typst with the fonts it carries.

Whatever people wrote reaches typst as data and stays text. The same report gives the same file.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from consult.campaigns.lettering import printable
from consult.exports.report.blocks import Block, Quote, Report
from consult.exports.report.charts import ACCENT

DATA = Path(__file__).parent / "data"
_AS_THEY_ARE = {"svg", "url"}


def _shown(value: Any, name: str = "") -> Any:
    """The same, with only letters that the fonts can show: a tagged page with a hole is refused whole."""
    if isinstance(value, str):
        return value if name in _AS_THEY_ARE else _letters(value)
    if isinstance(value, dict):
        return {key: _shown(each, key) for key, each in value.items()}
    return [_shown(each, name) for each in value] if isinstance(value, list | tuple) else value


def _letters(text: str) -> str:
    """Spaces at both ends are kept: pieces of one sentence follow each other."""
    inside = printable(text)
    if not inside:
        return " " if text.strip(" \u00a0") == "" and text else ""
    return f"{' ' * text[0].isspace()}{inside}{' ' * text[-1].isspace()}"


def _block(block: Block) -> dict[str, Any]:
    said = {"said": block.said, "meant": block.meant} if isinstance(block, Quote) else {}
    return {"kind": type(block).__name__, **asdict(block), **said}


def to_document(report: Report) -> dict[str, Any]:
    """The report as the template reads it; each block says what it is."""
    blocks = [_block(block) for block in report.blocks]
    day = date.fromisoformat(report.made_on)
    document: dict[str, Any] = _shown({
        **asdict(report), "blocks": blocks, "name": report.name})
    return {**document, "made_on": [day.year, day.month, day.day], "accent": ACCENT}


def write(report: Report) -> bytes:
    # Read at its first use: a site at rest does without its memory.
    import typst

    pages: bytes = typst.compile(
        str(DATA / "report.typ"), root=str(DATA), format="pdf", ignore_system_fonts=True,
        pdf_standards=["ua-1"], sys_inputs={"data": json.dumps(to_document(report), ensure_ascii=False)})
    return pages
