"""A picture with few colours made small. Pure.

typst writes four octets for each pixel. With a palette the same card weighs a third, and families pay for
each octet; no other library is needed for that (PNG, third edition: sections 9 and 11).
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

MOST_COLOURS = 256
SHADES = (32, 16, 8, 4)
"""Of each channel: the edges of letters have a thousand shades, and nobody sees the difference."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
Predict = Callable[[int, int, int], int]


def _average(left: int, above: int, _corner: int) -> int:
    return (left + above) >> 1


def _paeth(left: int, above: int, corner: int) -> int:
    """The neighbour nearest to left + above - corner."""
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))


def _numbers(pixels: Pixels) -> Any:
    """One number for each pixel: comparing four channels costs ten times more."""
    return np.ascontiguousarray(pixels).view(">u4").ravel()


def _pixel(delta: int, *around: int, predict: Predict) -> int:
    channels = zip(*(value.to_bytes(4) for value in (delta, *around)), strict=True)
    return int.from_bytes((change + predict(*near)) & 255 for change, *near in channels)


def _walk(deltas: Pixels, above: Pixels, predict: Predict) -> Any:
    """A row of which each pixel needs the one just made. Most pixels lie in the middle of a flat surface."""
    row, left, corner = [], 0, 0
    for delta, up in zip(_numbers(deltas).tolist(), _numbers(above).tolist(), strict=True):
        if delta or not left == up == corner:
            left = _pixel(delta, left, up, corner, predict=predict)
        row.append(left)
        corner = up
    return np.array(row, ">u4").view(np.uint8).reshape(-1, 4)


_FILTERS: tuple[Callable[[Pixels, Pixels], Any], ...] = (
    lambda deltas, above: deltas,
    lambda deltas, above: np.cumsum(deltas, axis=0, dtype=np.uint8),
    lambda deltas, above: deltas + above,
    lambda deltas, above: _walk(deltas, above, _average),
    lambda deltas, above: _walk(deltas, above, _paeth),
)
"""By their number in the file: none, the one before, the one above, their average, the nearest of three."""


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at:at + 8])
        yield name, png[at + 8:at + 8 + size]
        at += size + 12


def pixels_of(png: bytes) -> Pixels:
    """Rows of pixels, each of red, green, blue and alpha. For pictures as typst writes them."""
    chunks = list(_chunks(png))
    width, height, depth, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    if (depth, kind) != (8, 6):
        raise ValueError("Only pictures of four octets a pixel are read.")
    packed = zlib.decompress(b"".join(content for name, content in chunks if name == b"IDAT"))
    lines = np.frombuffer(packed, np.uint8).reshape(height, 1 + width * 4)
    above, rows = np.zeros((width, 4), np.uint8), []
    for line in lines:
        above = np.asarray(_FILTERS[line[0]](line[1:].reshape(width, 4), above), np.uint8)
        rows.append(above)
    return np.stack(rows)


def _shades(colours: Pixels) -> Any:
    """A shade for each colour: as fine as the palette has room for."""
    for shades in SHADES:
        found = np.unique(colours.astype(int) * (shades - 1) // 255, axis=0, return_inverse=True)[1]
        if found.max() < MOST_COLOURS:
            break
    return found


def _in_palette(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """The palette, and each pixel's place in it. Of a shade, the colour seen most stays exactly as it is."""
    found, places, times = np.unique(_numbers(pixels) >> 8, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(np.uint8)
    shades = _shades(colours)
    palette = np.zeros((shades.max() + 1, 3), np.uint8)
    for seldom_first in np.argsort(times):
        palette[shades[seldom_first]] = colours[seldom_first]
    return palette, shades[places].astype(np.uint8).reshape(pixels.shape[:2])


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def with_palette(png: bytes) -> bytes:
    """The same picture with a palette of 256 colours at most. Its pixels must be opaque."""
    palette, places = _in_palette(pixels_of(png))
    height, width = places.shape
    lines = b"".join(b"\0" + line.tobytes() for line in places)
    return b"".join((
        _SIGNATURE, _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        _chunk(b"PLTE", palette.tobytes()), _chunk(b"IDAT", zlib.compress(lines, 9)), _chunk(b"IEND", b"")))
