"""A disk that fails when it is told to, between a real server and the system."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class FailingDisk:
    """`order` is the file that says what fails; without it, nothing does."""

    library: Path
    order: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self.library), "FAILING_DISK": str(self.order)}


@pytest.fixture(scope="session")
def failing_disk(tmp_path_factory: pytest.TempPathFactory) -> FailingDisk:
    if not (compiler := shutil.which("gcc") or shutil.which("cc")):
        pytest.skip("no C compiler here: nothing can stand between the server and its disk")
    # No space in the path of what is preloaded: it would be read as two.
    folder = tmp_path_factory.mktemp("failing_disk")
    library, source = folder / "failing_disk.so", Path(__file__).with_name("failing_disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    return FailingDisk(library, folder / "order")
