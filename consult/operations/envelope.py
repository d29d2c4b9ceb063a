"""The file around a copy: compressed as gzip does, for any tool to open; sealed by a passphrase."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from gzip import GzipFile
from io import BufferedReader, BufferedWriter
from typing import IO, cast

from consult.errors import Refused
from consult.operations.sealing import MAGIC, Opener, Sealer

GZIP_MAGIC = b"\x1f\x8b"
LEVEL = 6
BUFFER = 2 ** 18


class NotABackup(Refused):
    """A file of something else."""

    sentence = "Ce fichier n’est pas une sauvegarde du site."


def is_sealed(file: IO[bytes]) -> bool:
    """Whether a passphrase is needed. Raises NotABackup. The file is left at its beginning."""
    begins = file.read(len(MAGIC))
    file.seek(0)
    if begins != MAGIC and not begins.startswith(GZIP_MAGIC):
        raise NotABackup
    return begins == MAGIC


@contextmanager
def packed(file: IO[bytes], passphrase: str | None) -> Iterator[IO[bytes]]:
    """A stream whose octets go to the file; whole once the block has ended."""
    with ExitStack() as stack:
        inner = file if passphrase is None else stack.enter_context(Sealer(file, passphrase))
        # Neither name nor time: what is the same twice is the same file.
        squeezed = GzipFile("", "wb", LEVEL, cast(IO[bytes], inner), mtime=0)
        yield stack.enter_context(BufferedWriter(stack.enter_context(squeezed), BUFFER))


@contextmanager
def unpacked(file: IO[bytes], passphrase: str | None) -> Iterator[IO[bytes]]:
    """What was written. Raises WrongPassphrase, or Damaged while it is read."""
    opened = file
    if is_sealed(file):
        file.seek(len(MAGIC))
        opened = cast(IO[bytes], BufferedReader(Opener(file, passphrase or ""), BUFFER))
    with GzipFile(fileobj=opened) as stream:
        yield cast(IO[bytes], stream)
