"""A stream that only a passphrase opens, in pieces: each says which it is, the last one that it is the last.

ChaCha20-Poly1305 by a library that is looked after; the key by scrypt, with a new salt for each file. A piece
that was changed, moved, left out or cut off does not open.
"""

import hashlib
import io
import os
import unicodedata
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from consult.errors import Refused
from consult.operations.archive import Damaged

MAGIC = b"consult sealed backup 1\n"
PIECE, TAG, SALT = 64 * 1024, 16, 16
ROUNDS, BLOCK, LANES, MEMORY = 2 ** 15, 8, 3, 2 ** 26
"""Of scrypt: half a second and 32 MB for each passphrase that somebody tries."""


class WrongPassphrase(Refused):
    """Nothing tells a wrong passphrase from a beginning that was changed."""

    sentence = "La phrase de passe n’est pas la bonne, ou le fichier est abîmé. Rien n’a été restauré."


class _Pieces:
    """The cipher of one file. Its key is used nowhere else, so the number of a piece is nonce enough."""

    def __init__(self, passphrase: str, salt: bytes) -> None:
        # The same accents come in two writings, according to the keyboard.
        typed = unicodedata.normalize("NFC", passphrase).encode()
        self._cipher = ChaCha20Poly1305(hashlib.scrypt(
            typed, salt=salt, n=ROUNDS, r=BLOCK, p=LANES, maxmem=MEMORY, dklen=32))
        self._head = MAGIC + salt
        self.count = 0

    def _nonce(self, *, is_last: bool) -> bytes:
        nonce = self.count.to_bytes(11) + bytes([is_last])
        self.count += 1
        return nonce

    def seal(self, octets: bytes, *, is_last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(is_last=is_last), octets, self._head)

    def open(self, sealed: bytes, *, is_last: bool) -> bytes:
        return self._cipher.decrypt(self._nonce(is_last=is_last), sealed, self._head)


class Sealer(io.RawIOBase):
    """Seals what is written to it. Only its closing makes the file whole; the file itself stays open."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        salt = os.urandom(SALT)
        self._file, self._pieces, self._kept = file, _Pieces(passphrase, salt), bytearray()
        file.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, octets: Any) -> int:
        self._kept += octets
        # What is just one piece waits: it may be the last.
        while len(self._kept) > PIECE:
            self._file.write(self._pieces.seal(bytes(self._kept[:PIECE]), is_last=False))
            del self._kept[:PIECE]
        return len(octets)

    def close(self) -> None:
        if not self.closed:
            self._file.write(self._pieces.seal(bytes(self._kept), is_last=True))
        super().close()


class Opener(io.RawIOBase):
    """Reads what a Sealer wrote, from behind its MAGIC. Raises WrongPassphrase, or Damaged further on."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        self._file, self._pieces = file, _Pieces(passphrase, file.read(SALT))
        self._opened, self._sealed = b"", file.read(PIECE + TAG)
        if not self._sealed:
            raise Damaged

    def readable(self) -> bool:
        return True

    def _open_next(self) -> None:
        sealed, self._sealed = self._sealed, self._file.read(PIECE + TAG)
        is_first = not self._pieces.count
        try:
            self._opened = self._pieces.open(sealed, is_last=not self._sealed)
        except InvalidTag as problem:
            raise (WrongPassphrase if is_first else Damaged) from problem

    def readinto(self, room: Any) -> int:
        while not self._opened and self._sealed:
            self._open_next()
        taken = self._opened[:len(room)]
        self._opened = self._opened[len(taken):]
        room[:len(taken)] = taken
        return len(taken)
