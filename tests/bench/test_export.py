"""The measurement of files: every kind that can be written here, each beside its bare loop."""

import subprocess
from pathlib import Path

import pytest

from consult.bench import export
from consult.bench.export import Line
from consult.exports.formats import WRITERS
from tests.cli.serving import command, environment
from tests.conftest import POSTGRESQL


@pytest.mark.server
def test_every_kind_of_file_is_written_and_measured(tmp_path: Path) -> None:
    database = ["--database", POSTGRESQL] if POSTGRESQL else []

    done = subprocess.run(command("bench", "export", "--sizes", "250", *database), cwd=tmp_path,
                          env=environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    head, *lines = done.stdout.splitlines()
    kinds = len(WRITERS) + 2
    figures = {line.split()[0]: [float(word) for word in line.split()[1:]] for line in lines[:kinds]}
    assert head.split()[:2] == ["250", "réponses"]
    assert set(figures) == {"csv.writer", "XlsxWriter", *WRITERS}
    assert [line.split()[0] for line in lines[-4:]] == ["figer", "rapport", "rapport", "rapport"]
    assert all(speed > 0 and most >= before > 0 for speed, _, before, most, _ in figures.values())


def test_a_file_is_compared_to_its_own_bare_loop() -> None:
    lines = [Line(export.BARE_CSV, 100, 1, 1, 10, 1), Line(export.BARE_XLSX, 10, 1, 1, 10, 1),
             Line(".csv", 100, 2, 1, 10, 1), Line(".xlsx", 100, 5, 1, 200_000_000, 1)]

    head, *said = export.report(lines)

    ratios = [line.split()[2] for line in said[:4]]
    assert head.split()[0] == "100"
    assert ratios == ["1.00", "1.00", "0.50", "2.00"]
    assert [line.split()[-1] for line in said[4:]] == ["dépassé", "tenu", "dépassé"]
