"""All tables of a campaign as text files in one archive, made while it is sent."""

from collections.abc import Callable, Iterable, Iterator, Sequence
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


class Tables:
    """The repeats wait in files of their own while the responses are sent: one pass, hence one moment."""

    def __init__(self, filling: Filling[str], files: Sequence[IO[bytes]], heads: Sequence[str],
                 join: Callable[[list[str]], str]) -> None:
        """`heads` are the first lines, `join` makes a line of its pieces."""
        self.filling, self.files, self.heads, self.join = filling, files, heads, join
        for file, line in zip(files, heads[1:], strict=True):
            file.write(line.encode())

    def lines(self, given: Iterable[tuple[int, Given]]) -> Iterator[str]:
        """The lines of the responses; those of their repeats go to their files."""
        yield self.heads[0]
        for version, response in given:
            for place, pieces in self.filling.rows(response, version):
                line = self.join(pieces) + END
                if place:
                    self.files[place - 1].write(line.encode())
                else:
                    yield line

    def repeat_chunks(self, place: int) -> Iterator[bytes]:
        file = self.files[place]
        file.seek(0)
        return iter(lambda: file.read(CHUNK), b"")

    def entries(self, given: Iterable[tuple[int, Given]]) -> Iterator[tuple[str, Iterable[bytes]]]:
        """Name and content of the file of each table, the responses first."""
        names = file_names(self.filling)
        yield names[0], in_chunks(self.lines(given))
        for place, name in enumerate(names[1:]):
            yield name, self.repeat_chunks(place)


def file_names(filling: Filling[str]) -> list[str]:
    first, *repeats = (sheet.table.name for sheet in filling.sheets)
    return [f"{first}.csv", *(f"partie-{name}.csv" for name in repeats)]


def _entries(extract: Extract, tables: Tables, given: Iterable[tuple[int, Given]]
             ) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Name and content of each file; those that count come after the responses have passed."""
    yield from tables.entries(given)
    filling = tables.filling
    names = [sheet.table.name for sheet in filling.sheets]
    described = (line.cells for line in codebook.codebook(names, filling.sheets))
    yield "codebook.csv", table_of((codebook.COLUMNS, *described))
    yield "lisez-moi.txt", (_read_me(extract, filling).encode(),)


def zipped(entries: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """An archive, in chunks, from the name and content of each file."""
    outgoing = _Outgoing()
    with ZipFile(outgoing, "w", ZIP_DEFLATED) as archive:
        for name, chunks in entries:
            with archive.open(name, "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk)
                    if len(outgoing.waiting) >= CHUNK:
                        yield outgoing.take()
    yield outgoing.take()


def responses_zip(extract: Extract, given: Iterable[tuple[int, Given]], *, words: Words) -> Iterator[bytes]:
    """The archive, in chunks."""
    filling = Filling(extract, [line_piece] * len(extract.tables), words=words, counts=True)
    heads = [head(sheet.headings, words) for sheet in filling.sheets]
    with ExitStack() as stack:
        files = [stack.enter_context(TemporaryFile()) for _ in extract.tables[1:]]
        yield from zipped(_entries(extract, Tables(filling, files, heads, SEPARATOR.join), given))
