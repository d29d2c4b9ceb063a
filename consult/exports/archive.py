"""All tables of a campaign as text files in one archive, made while it is sent."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from io import RawIOBase
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from consult.exports import codebook
from consult.exports.csv_files import END, SEPARATOR, head, in_chunks, line_piece, table_of
from consult.exports.extract import Extract, cautions, facts, reading_rules
from consult.exports.rows import Filling, Given
from consult.exports.values import Words

CHUNK = 64 * 1024


class _Outgoing(RawIOBase):
    """Where the archive is written: what came in waits to be sent."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.waiting += data
        return len(data)

    def take(self) -> bytes:
        sent, self.waiting = bytes(self.waiting), bytearray()
        return sent


def _read_me(extract: Extract, filling: Filling[str]) -> str:
    lines = [*facts(extract, filling.number, {}), *cautions(extract), *reading_rules(extract)]
    return "\ufeff" + "".join(f"{name} : {value}{END}" for name, value in lines)


class _Tables:
    """The repeats wait in files of their own while the responses are sent: one pass, hence one moment."""

    def __init__(self, filling: Filling[str], files: Sequence[IO[bytes]]) -> None:
        self.filling, self.files = filling, files
        for file, sheet in zip(files, filling.sheets[1:], strict=True):
            file.write(head(sheet.headings, filling.words).encode())

    def lines(self, given: Iterable[tuple[int, Given]]) -> Iterator[str]:
        """The lines of the responses; those of their repeats go to their files."""
        yield head(self.filling.sheets[0].headings, self.filling.words)
        for version, response in given:
            for place, pieces in self.filling.rows(response, version):
                line = SEPARATOR.join(pieces) + END
                if place:
                    self.files[place - 1].write(line.encode())
                else:
                    yield line

    def repeat_chunks(self, place: int) -> Iterator[bytes]:
        file = self.files[place]
        file.seek(0)
        return iter(lambda: file.read(CHUNK), b"")


def _entries(extract: Extract, tables: _Tables, given: Iterable[tuple[int, Given]]
             ) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Name and content of each file; those that count come after the responses have passed."""
    filling = tables.filling
    names = [sheet.table.name for sheet in filling.sheets]
    yield f"{names[0]}.csv", in_chunks(tables.lines(given))
    for place, name in enumerate(names[1:]):
        yield f"partie-{name}.csv", tables.repeat_chunks(place)
    described = (line.cells for line in codebook.codebook(names, filling.sheets))
    yield "codebook.csv", table_of((codebook.COLUMNS, *described))
    yield "lisez-moi.txt", (_read_me(extract, filling).encode(),)


def responses_zip(extract: Extract, given: Iterable[tuple[int, Given]], *, words: Words) -> Iterator[bytes]:
    """The archive, in chunks."""
    filling = Filling(extract, [line_piece] * len(extract.tables), words=words, counts=True)
    outgoing = _Outgoing()
    with ExitStack() as stack, ZipFile(outgoing, "w", ZIP_DEFLATED) as archive:
        files = [stack.enter_context(TemporaryFile()) for _ in extract.tables[1:]]
        for name, chunks in _entries(extract, _Tables(filling, files), given):
            with archive.open(name, "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk)
                    if len(outgoing.waiting) >= CHUNK:
                        yield outgoing.take()
    yield outgoing.take()
