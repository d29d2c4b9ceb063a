"""Answers written to files: rows a second and memory, each kind in a process of its own.

Beside each stands the least such a file could cost: the same cells, already made, written in a bare loop.
"""

import csv
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook

from consult import clock
from consult.bench.budgets import budget
from consult.bench.site import SLUG
from consult.campaigns.service import find_campaign
from consult.db import db, writing
from consult.diagnostic import service as diagnostics
from consult.diagnostic.models import Decision
from consult.diagnostic.service import Decided
from consult.diagnostic.snapshot import Snapshot, Tier
from consult.exports import service
from consult.exports.extract import Extract
from consult.exports.formats import EXTRAS, WRITERS
from consult.exports.libraries import is_installed
from consult.exports.report import WRITERS as PAPERS
from consult.exports.report import write
from consult.exports.report.content.full import full
from consult.exports.rows import Filling
from consult.exports.values import Cells, Words
from consult.needs.taxonomy import shipped_taxonomy

BUDGET_SPEED, BUDGET_MEMORY = 25_000, 150e6
"""DESIGN §9: rows of CSV a second; octets for CSV and XLSX, whatever the number of rows."""
BUDGET_PAPER = 10
"""Seconds for a full report."""
KEPT_NEEDS = 12
KEPT_ROWS = 1000
"""Rows made before a bare loop begins; it writes them again and again."""
BARE_CSV, BARE_XLSX = "csv.writer", "XlsxWriter"
MOST_BARE_ROWS = {BARE_CSV: 100_000, BARE_XLSX: 5_000}
"""A bare workbook takes a millisecond a row: its speed is known long before the end."""
BOUNDED = (".csv", ".xlsx")


@dataclass(frozen=True)
class Line:
    """What a file cost, in seconds and octets."""

    name: str
    rows: int
    seconds: float
    before: int
    """What the process held before the first row: the application itself."""
    memory: int
    """The most it held."""
    size: int

    @property
    def speed(self) -> float:
        return self.rows / self.seconds


def _cells(extract: Extract, words: Words) -> list[Cells]:
    filling = Filling(extract, [lambda cells, column: cells], words=words)
    given = islice(service.responses_of(extract), KEPT_ROWS)
    return [tuple(chain.from_iterable(next(filling.rows(response, version))[1]))
            for version, response in given]


def _bare_csv(path: Path, kept: Mapping[Words, list[Cells]], count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(islice(cycle(kept[Words.CODES]), count))


def _bare_xlsx(path: Path, kept: Mapping[Words, list[Cells]], count: int) -> None:
    """The two sheets of answers, and nothing that explains them."""
    book = Workbook(path, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    for rows in kept.values():
        sheet = book.add_worksheet()
        for number, row in enumerate(islice(cycle(rows), count)):
            sheet.write_row(number, 0, row)
    book.close()


_BARE: Mapping[str, Callable[[Path, Mapping[Words, list[Cells]], int], None]] = {
    BARE_CSV: _bare_csv, BARE_XLSX: _bare_xlsx}


def _ours(name: str, path: Path, extract: Extract) -> None:
    with path.open("wb") as file:
        WRITERS[name](file, extract, service.responses_of(extract), Words.CODES)


def _memory() -> int:
    """The most this process held until now, in octets.

    Linux counts in `ru_maxrss` what the process that started this one held too; `VmHWM` is our own.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return 1024 * next(int(line.split()[1]) for line in status.read_text(encoding="utf-8").splitlines()
                           if line.startswith("VmHWM"))
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def write_one(name: str, path: Path, count: int) -> Line:
    """Write one file in this process. Needs an application context."""
    extract = service.extract_of(find_campaign(SLUG), on=clock.today())
    if name in _BARE:
        count = min(count, MOST_BARE_ROWS[name])
        kept = {words: _cells(extract, words) for words in Words}
    before, began = _memory(), time.perf_counter()
    if name in _BARE:
        _BARE[name](path, kept, count)
    else:
        _ours(name, path, extract)
    seconds = time.perf_counter() - began
    return Line(name, count, seconds, before, _memory(), path.stat().st_size)


def names() -> Iterator[str]:
    """What can be measured here."""
    yield from _BARE
    yield from (name for name in WRITERS if name not in EXTRAS or is_installed(EXTRAS[name]))


def measure(name: str, count: int, *, folder: Path, environment: Mapping[str, str]) -> Line:
    """`write_one` in a process of its own: what another kind left in memory is not counted."""
    with TemporaryDirectory() as place:
        command = [sys.executable, "-m", "consult", "bench", "write", name, str(Path(place, "file")),
                   "--count", str(count), "--data", str(folder)]
        done = subprocess.run(  # noqa: S603, our own words
            command, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=True)
    return Line(**json.loads(done.stdout))


def _frozen() -> Snapshot:
    """A diagnostic of the campaign with a dozen needs, as it would be frozen."""
    campaign = find_campaign(SLUG)
    diagnostic = diagnostics.create_diagnostic(
        slug="mesure", title="Mesure", territory_code=campaign.territory_code, campaigns=[campaign],
        on=clock.today())
    db.session.flush()  # decisions take a lock on its row
    for need in islice(shipped_taxonomy().needs(), KEPT_NEEDS):
        diagnostics.decide(diagnostic, Decided([need.code], Decision.KEPT, Tier.B, "Mesure.", "Mesure."))
    db.session.flush()  # the snapshot needs the keys of needs
    snapshot, _stock = diagnostics.assemble(diagnostic, number=1, on=clock.today())
    db.session.rollback()
    return snapshot


def report_papers() -> Iterator[str]:
    """What it costs to freeze a diagnostic of all the responses, and to write its full report."""
    began = time.perf_counter()
    with writing():
        snapshot = _frozen()
    yield f"  figer          {time.perf_counter() - began:8.1f} s, protection des nombres comprise"
    for ending in PAPERS:
        began = time.perf_counter()
        write(full(snapshot), ending)
        seconds = time.perf_counter() - began
        yield budget(f"rapport complet {ending}", f"{seconds:.1f} s", f"au plus {BUDGET_PAPER} s",
                     is_kept=seconds <= BUDGET_PAPER)


def report(lines: Iterable[Line]) -> Iterator[str]:
    """The lines of one number of responses, the bare loops first."""
    found = {line.name: line for line in lines}
    count = max(line.rows for line in found.values())
    yield f"{count:6} réponses  lignes/s  × boucle nue  au départ Mo  au plus Mo  fichier Mo"
    for name, line in found.items():
        bare = found[BARE_XLSX if name in {".xlsx", BARE_XLSX} else BARE_CSV]
        yield (f"  {name:14} {line.speed:8.0f} {line.speed / bare.speed:13.2f} {line.before / 1e6:13.0f} "
               f"{line.memory / 1e6:11.0f} {line.size / 1e6:11.1f}")
    speed = found[".csv"].speed
    yield budget("CSV", f"{speed:.0f} lignes/s", f"au moins {BUDGET_SPEED}", is_kept=speed >= BUDGET_SPEED)
    for name in BOUNDED:
        memory = found[name].memory
        yield budget(f"mémoire {name}", f"{memory / 1e6:.0f} Mo", f"au plus {BUDGET_MEMORY / 1e6:.0f} Mo",
                     is_kept=memory <= BUDGET_MEMORY)
