"""A picture made small is the same picture."""

import struct
import zlib
from collections.abc import Iterator

import numpy as np
import pytest
import typst

from consult.meetings.pictures import pixels_of, with_palette

PAGE = """#set page(width: 90pt, height: 60pt, margin: 6pt, fill: rgb("#0b5d5b"))
#set text(fill: white, size: 14pt, font: "Libertinus Serif")
Kawéni #box(fill: rgb("#f5c542"), width: 12pt, height: 9pt) #text(fill: rgb("#a3202a"))[Ɓ]"""


def drawn() -> bytes:
    picture: bytes = typst.compile(PAGE.encode(), format="png", ppi=144, ignore_system_fonts=True)
    return picture


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at:at + 8])
        content = png[at + 8:at + 8 + size]
        assert zlib.crc32(name + content) == struct.unpack(">I", png[at + 8 + size:at + 12 + size])[0]
        yield name, content
        at += size + 12


def shown(png: bytes) -> np.ndarray:
    """The colours of a picture with a palette, read by the standard alone."""
    parts = dict(chunks(png))
    width, height, depth, kind = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    assert (depth, kind) == (8, 3)
    palette = np.frombuffer(parts[b"PLTE"], np.uint8).reshape(-1, 3)
    lines = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not lines[:, 0].any()
    return palette[lines[:, 1:]]


def encoded(pixels: np.ndarray, kind: int) -> bytes:
    """A picture of four octets a pixel, each line written with one filter of the standard."""
    height, width = pixels.shape[:2]
    flat = pixels.reshape(height, width * 4).astype(int)
    left = np.pad(flat, ((0, 0), (4, 0)))[:, :-4]
    above, corner = np.pad(flat, ((1, 0), (0, 0)))[:-1], np.pad(left, ((1, 0), (0, 0)))[:-1]
    guess = left + above - corner
    away = [abs(guess - near) for near in (left, above, corner)]
    paeth = np.where((away[0] <= away[1]) & (away[0] <= away[2]), left,
                     np.where(away[1] <= away[2], above, corner))
    predicted = [0 * flat, left, above, (left + above) // 2, paeth][kind]
    lines = b"".join(bytes([kind]) + line.tobytes() for line in ((flat - predicted) % 256).astype(np.uint8))
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")))


@pytest.mark.parametrize("kind", range(5))
def test_every_filter_of_the_format_is_read(kind: int) -> None:
    pixels = np.random.default_rng(kind).integers(0, 256, (9, 13, 4), dtype=np.uint8)
    pixels[2:5, 3:9] = (11, 93, 91, 255)

    assert (pixels_of(encoded(pixels, kind)) == pixels).all()


def test_flat_colours_stay_exact_and_edges_nearly_so() -> None:
    png = drawn()
    before = pixels_of(png)

    after = shown(with_palette(png))

    assert (before[..., 3] == 255).all()
    assert (after[0, 0] == (0x0B, 0x5D, 0x5B)).all()
    assert (after == (0xF5, 0xC5, 0x42)).all(axis=2).sum() > 300
    assert abs(after.astype(int) - before[..., :3]).max() <= 16


def test_a_picture_of_many_colours_keeps_256_of_them() -> None:
    pixels = np.random.default_rng(7).integers(0, 256, (80, 80, 4), dtype=np.uint8)
    pixels[..., 3] = 255

    after = shown(with_palette(encoded(pixels, 0)))

    assert len(np.unique(after.reshape(-1, 3), axis=0)) <= 256
    assert abs(after.astype(int) - pixels[..., :3]).max() <= 96


def test_the_picture_weighs_less_than_half() -> None:
    assert len(with_palette(drawn())) < len(drawn()) / 2


def test_another_kind_of_picture_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="four octets"):
        pixels_of(with_palette(drawn()))
