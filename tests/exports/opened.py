"""All that a file says, whatever program it is for."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pyarrow.parquet
import pyreadstat
from openpyxl import load_workbook


def open_sav(content: bytes) -> tuple[dict[str, list[Any]], Any]:
    """Values by column, days as seconds, and what the file says of itself."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "reponses.sav")
        path.write_bytes(content)
        values, about = pyreadstat.read_sav(
            path, output_format="dict", user_missing=True, disable_datetime_conversion=True)
    return dict(values), about


def open_parquet(content: bytes) -> pyarrow.Table:
    return pyarrow.parquet.read_table(io.BytesIO(content))


def _zip(content: bytes) -> str:
    with ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(entry).decode("utf-8-sig") for entry in archive.namelist())


def _xlsx(content: bytes) -> str:
    rows = (row for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(cell) for row in rows for cell in row)


def _sav(content: bytes) -> str:
    values, about = open_sav(content)
    return f"{values} {vars(about)}"


def _parquet(content: bytes) -> str:
    table = open_parquet(content)
    about = {**(table.schema.metadata or {}), **{field.name: field.metadata for field in table.schema}}
    return f"{table.to_pylist()} {about}"


READERS = {"zip": _zip, "xlsx": _xlsx, "sav": _sav, "parquet": _parquet}


def words_in(name: str, content: bytes) -> str:
    reader = READERS.get(name.partition("?")[0].rpartition(".")[2])
    return reader(content) if reader else content.decode("utf-8-sig")
