"""Old Excel workbooks (.xls) made byte by byte: nothing we depend on writes them."""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def an_xls(**sheets: Sequence[Sequence[str | float | bool]]) -> bytes:
    """A BIFF8 workbook in its compound document."""
    bodies = [_sheet(rows) for rows in sheets.values()]
    head = _record(0x0809, pack("<HHHHII", 0x0600, 5, 0, 1997, 0, 0x0600)) + _record(0x0042, pack("<H", 1200))
    size = len(head) + sum(4 + 8 + 2 * len(name) for name in sheets) + 4
    directory = b""
    for name, body in zip(sheets, bodies, strict=True):
        directory += _record(0x0085, pack("<IBBBB", size, 0, 0, len(name), 1) + name.encode("utf-16-le"))
        size += len(body)
    return compound(head + directory + _record(0x000A, b"") + b"".join(bodies))


def _record(kind: int, content: bytes) -> bytes:
    return pack("<HH", kind, len(content)) + content


def _sheet(rows: Sequence[Sequence[str | float | bool]]) -> bytes:
    cells = [_cell(row, column, value)
             for row, values in enumerate(rows) for column, value in enumerate(values)]
    begin = _record(0x0809, pack("<HHHHII", 0x0600, 0x10, 0, 1997, 0, 0x0600))
    return begin + b"".join(cells) + _record(0x000A, b"")


def _cell(row: int, column: int, value: str | float | bool) -> bytes:
    place = pack("<HHH", row, column, 0)
    if isinstance(value, bool):
        return _record(0x0205, place + pack("<BB", value, 0))
    if isinstance(value, str):
        return _record(0x0204, place + pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, place + pack("<d", value))


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\x00\x00"
    head = written.ljust(64, b"\x00") + pack("<HBBIII", len(written), kind, 1, FREE, FREE, child)
    return head + bytes(36) + pack("<IQ", start, size)


def compound(stream: bytes) -> bytes:
    """A compound document (OLE) with one stream, « Workbook »."""
    stream = stream.ljust(8 * SECTOR, b"\x00")
    stream += bytes(-len(stream) % SECTOR)
    count = len(stream) // SECTOR
    chain = [TABLE, END, *range(3, 2 + count), END]
    table = b"".join(pack("<I", at) for at in chain).ljust(SECTOR, b"\xff")
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + pack("<I", 0)
    return header.ljust(SECTOR, b"\xff") + table + entries.ljust(SECTOR, b"\x00") + stream
