"""Files that a command writes: whole, or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from consult.app import sync_folder


def refuse_taken(path: Path) -> None:
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


@contextmanager
def whole(path: Path, *, is_new: bool = False) -> Iterator[IO[bytes]]:
    """A file that takes its name only once it is complete and on the disk; nobody else may read it.

    One that `is_new` takes nobody's place. Raises FileExistsError, at the beginning where it can.
    """
    if is_new:
        refuse_taken(path)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as scratch:
        try:
            yield scratch
            scratch.flush()
            os.fsync(scratch.fileno())
            if is_new:
                refuse_taken(path)
            Path(scratch.name).replace(path)
            sync_folder(path.parent)
        except BaseException:
            Path(scratch.name).unlink(missing_ok=True)
            raise
