"""A disk that fails and a clock that jumps, when they are told to: between a real server and the system."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import timedelta
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


@dataclass(frozen=True)
class JumpingClock:
    library: Path
    seconds: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self.library), "JUMPING_CLOCK": str(self.seconds)}

    def jump(self, to: timedelta) -> None:
        """So far from the real time, forward or back."""
        self.seconds.write_text(str(int(to.total_seconds())))


def _built(name: str, folder: Path) -> Path:
    """The library of a C file beside this one, to be preloaded."""
    if not (compiler := shutil.which("gcc") or shutil.which("cc")):
        pytest.skip("no C compiler here: nothing can stand between the server and the system")
    library, source = folder / f"{name}.so", Path(__file__).with_name(f"{name}.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"], check=True)
    return library


@pytest.fixture(scope="session")
def failing_disk(tmp_path_factory: pytest.TempPathFactory) -> FailingDisk:
    # No space in the path of what is preloaded: it would be read as two.
    folder = tmp_path_factory.mktemp("failing_disk")
    return FailingDisk(_built("failing_disk", folder), folder / "order")


@pytest.fixture(scope="session")
def jumping_clock(tmp_path_factory: pytest.TempPathFactory) -> JumpingClock:
    folder = tmp_path_factory.mktemp("jumping_clock")
    return JumpingClock(_built("jumping_clock", folder), folder / "seconds")
