"""The drill of `consult drill plug`, made small: the plug is really pulled, and the control loses answers."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.serving import command, environment
from tests.conftest import POSTGRESQL

NO_DISK = "Pas de disque à débrancher ici"


@pytest.mark.server
@pytest.mark.skipif(bool(POSTGRESQL), reason="the disk under PostgreSQL is not ours")
def test_a_pulled_plug_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    words = command("drill", "plug", "--cuts", "1", "--answers", "80")

    done = subprocess.run(words, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)

    if NO_DISK in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
    control, ours, verdict = done.stdout.splitlines()
    lost = [re.search(r"(\d+) perdues", line) for line in (control, ours)]
    assert [bool(found and int(found[1])) for found in lost] == [True, False]
    assert verdict == "Rien de perdu."
