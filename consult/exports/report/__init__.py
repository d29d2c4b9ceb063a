"""Reports: a frozen diagnostic as pages to hand over. Snapshot → blocks → DOCX, ODT or PDF.

`content` says what each report holds, `blocks` is what a report is made of, and each writer knows its file,
not what is in it. Only the snapshot is an input: nothing is asked of the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from consult.exports.report.blocks import Report

WRITERS: Mapping[str, str] = {".docx": "docx", ".odt": "odt", ".pdf": "pdf"}
"""The module that writes each file, by its ending."""


def write(report: Report, ending: str) -> bytes:
    """The report as a file. Raises KeyError for an ending that no writer has."""
    # Each library takes a tenth of a second or more to load: the server starts without them.
    content: bytes = import_module(f"{__name__}.{WRITERS[ending]}").write(report)
    return content
