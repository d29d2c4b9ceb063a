"""The drawings of the full report as files of their own, for slides: SVG, and PNG for what reads no SVG."""

from __future__ import annotations

from collections.abc import Iterator

from consult.campaigns.slugs import slug_of
from consult.diagnostic.snapshot import Snapshot
from consult.exports.report.blocks import Chart, Heading
from consult.exports.report.content.full import full
from consult.exports.report.pictures import pngs


def _drawings(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Name and drawing of each chart, numbered as they come, called after the part they stand in."""
    part, number = "", 0
    for block in full(snapshot).blocks:
        if isinstance(block, Heading):
            part = block.text.lstrip("0123456789. ")
        elif isinstance(block, Chart):
            number += 1
            yield f"{number:02}-{slug_of(f'{part} {block.title}')}", block.svg


def chart_files(snapshot: Snapshot) -> dict[str, bytes]:
    """Content by name: each chart in both forms, in the order of the report."""
    drawings = dict(_drawings(snapshot))
    files = {f"{name}.svg": svg.encode() for name, svg in drawings.items()}
    files |= {f"{name}.png": png for name, png in zip(drawings, pngs(list(drawings.values())), strict=True)}
    return dict(sorted(files.items()))
