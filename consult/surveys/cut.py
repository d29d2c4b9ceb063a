"""A page cut where its key goes, so that it is rendered and compressed once for all families."""

import zlib
from dataclasses import dataclass
from functools import cached_property

PLACEHOLDER = "0" * 32
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_BITS = 32


@dataclass(frozen=True)
class Cut:
    """The two halves, as text, and as a raw deflate stream."""

    before: bytes
    after: bytes
    packed_before: bytes
    packed_after: bytes

    @classmethod
    def at_placeholder(cls, page: bytes) -> "Cut":
        before, after = page.split(PLACEHOLDER.encode())
        first = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed_before = first.compress(before) + first.flush(zlib.Z_SYNC_FLUSH)  # ends on a byte
        # What stands in the first half may be referred to from the second, over a key that nothing resembles.
        second = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=before + bytes(len(PLACEHOLDER)))
        return cls(before, after, packed_before, second.compress(after) + second.flush())

    def plain(self, key: bytes) -> bytes:
        return self.before + key + self.after

    @cached_property
    def _checksum_before(self) -> int:
        return zlib.crc32(self.before)

    @cached_property
    def _checksums_after(self) -> tuple[int, tuple[int, ...]]:
        """Checksum of the second half alone, and what each bit of the first half's changes in the whole's."""
        silence = bytes(len(self.after))
        still = zlib.crc32(silence)
        return zlib.crc32(self.after), tuple(zlib.crc32(silence, 1 << bit) ^ still for bit in range(_BITS))

    def _checksum(self, key: bytes) -> int:
        """CRC-32 of the page with this key, in 32 steps: it is linear, so the halves are read only once."""
        checksum, changes = self._checksums_after
        first = zlib.crc32(key, self._checksum_before)
        for bit, change in enumerate(changes):
            if first >> bit & 1:
                checksum ^= change
        return checksum

    def gzipped(self, key: bytes) -> bytes:
        """One gzip member: the key stands between the halves as a stored (uncompressed) deflate block."""
        stored = b"\x00" + len(key).to_bytes(2, "little") + (len(key) ^ 0xFFFF).to_bytes(2, "little") + key
        size = len(self.before) + len(key) + len(self.after)
        tail = self._checksum(key).to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
        return _GZIP_HEADER + self.packed_before + stored + self.packed_after + tail
