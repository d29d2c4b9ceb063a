"""The town's one colour is checked when it is chosen: white words on it must be readable."""

import re

SMALLEST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_channel(int(colour[start:start + 2], 16)) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_with_white(colour: str) -> float:
    """1 (white itself) to 21 (black)."""
    return 1.05 / (luminance(colour) + 0.05)


def checked_accent(colour: str) -> str:
    """The colour, or RuntimeError where it is none or nobody could read on it."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise RuntimeError(f"CONSULT_ACCENT must look like #0b5d5b, not {colour!r}.")
    if contrast_with_white(colour) < SMALLEST_CONTRAST:
        raise RuntimeError(f"CONSULT_ACCENT {colour} is too light: white words on it cannot be read.")
    return colour
