"""Files in one archive, the same bytes for the same files: nothing of the machine is in it. Pure."""

import io
from collections.abc import Mapping
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_UNIX, _READABLE = 3, 0o100644 << 16


def zipped(files: Mapping[str, bytes], *, day: date) -> bytes:
    """An archive of these files, in their order, all of this day."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, _UNIX, _READABLE
            archive.writestr(entry, content)
    return target.getvalue()
