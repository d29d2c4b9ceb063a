"""The measurement of sign-ups: sixty seats for five hundred families, whatever the speed."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.serving import command, environment
from tests.conftest import POSTGRESQL


@pytest.mark.server
def test_sixty_families_are_seated_and_the_others_wait_in_order(tmp_path: Path) -> None:
    database = ["--database", POSTGRESQL] if POSTGRESQL else []

    done = subprocess.run(command("bench", "meetings", *database), cwd=tmp_path, env=environment(),
                          capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()[1:]
    kept = {line.split("  ")[1].strip(): line.rstrip().endswith("tenu") for line in lines}
    assert kept == dict.fromkeys(
        ("places données", "en attente, dans l’ordre", "erreurs", "inscriptions perdues"), True)
