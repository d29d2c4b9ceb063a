"""The kinds of files of answers, by the end of their names."""

from collections.abc import Callable, Iterable, Mapping
from typing import IO

from consult.exports.archive import responses_zip
from consult.exports.csv_files import line_piece, responses_csv
from consult.exports.extract import Extract
from consult.exports.parquet import write_parquet
from consult.exports.rows import Filling, Given
from consult.exports.sav import write_sav
from consult.exports.spss import responses_spss
from consult.exports.values import Words
from consult.exports.workbook import write_workbook

Responses = Iterable[tuple[int, Given]]
Write = Callable[[IO[bytes], Extract, Responses, Words], None]


def _csv(file: IO[bytes], extract: Extract, given: Responses, words: Words) -> None:
    file.writelines(responses_csv(Filling(extract, [line_piece], words=words), given))


def _zip(file: IO[bytes], extract: Extract, given: Responses, words: Words) -> None:
    file.writelines(responses_zip(extract, given, words=words))


WRITERS: Mapping[str, Write] = {
    ".csv": _csv,
    ".xlsx": lambda file, extract, given, words: write_workbook(file, extract, given),
    ".sps.zip": lambda file, extract, given, words: file.writelines(responses_spss(extract, given)),
    ".zip": _zip,
    ".sav": lambda file, extract, given, words: write_sav(file, extract, given),
    ".parquet": lambda file, extract, given, words: write_parquet(file, extract, given),
}
"""The longer of two ends comes first."""
EXTRAS = {".sav": "spss", ".parquet": "parquet"}
"""What must be installed besides."""
