"""Sets of rows, a bit each: combined and counted by the million in a few microseconds. Pure.

Rows are arranged by segment (alike in place and weight), each segment padded to whole words, so that one
pass counts a set in all segments.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
WORD = 64


def pack(mask: NDArray[np.bool_]) -> Bits:
    """The rows of a mask whose length is a multiple of 64."""
    return np.packbits(mask).view(np.uint64)


def count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


@dataclass(frozen=True)
class Arrangement:
    """Where arranged rows stand: `of_segments` gives the code of each segment, `starts` its first word."""

    of_segments: NDArray[np.intp]
    starts: NDArray[np.intp]

    def count(self, bits: Bits) -> NDArray[np.int64]:
        """How many of the set are in each segment."""
        if not len(self.starts):
            return np.zeros(0, np.int64)
        return np.add.reduceat(np.bitwise_count(bits).astype(np.int64), self.starts)


def arrange(rows: NDArray[Any], codes: NDArray[np.intp]) -> tuple[NDArray[Any], Arrangement]:
    """Rows with the same code side by side; what pads them was asked nothing."""
    segments, which, sizes = np.unique(codes, return_inverse=True, return_counts=True)
    padded = -(-sizes // WORD) * WORD
    firsts = np.cumsum(padded) - padded
    order = np.argsort(which, kind="stable")
    ranks = np.arange(len(codes)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    positions = np.empty(len(codes), np.intp)
    positions[order] = firsts[which[order]] + ranks
    arranged = np.zeros(int(padded.sum()), rows.dtype)
    arranged[positions] = rows
    return arranged, Arrangement(segments.astype(np.intp), firsts // WORD)
