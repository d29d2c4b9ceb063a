"""A PostgreSQL of a test's own, to be stopped, crashed and started again. It waits for the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from tests.cli.serving import free_port

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))


@dataclass(frozen=True)
class Cluster:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://consult@127.0.0.1:{self.port}/postgres"

    def run(self, name: str, *words: str) -> None:
        # PostgreSQL refuses to run as root.
        user = [] if os.geteuid() else ["runuser", "-u", "postgres", "--"]
        command = [*user, str(INSTALLED[-1].with_name(name)), "-D", str(self.folder / "data"), *words]
        # A pipe for what it says would stay open with the server, and the test would wait for its end.
        with (self.folder / "said").open("w+") as said:
            done = subprocess.run(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False)
            said.seek(0)
            assert done.returncode == 0, said.read()

    def start(self) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder}"
        self.run("pg_ctl", "-w", "-s", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str) -> None:
        """`fast` ends the connections; `immediate` is a crash, that the next start recovers from."""
        self.run("pg_ctl", "-w", "-s", "-m", mode, "stop")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Running while the block lasts."""
    # Not below a test's own folder, that nobody but root may enter.
    made = Cluster(Path(mkdtemp(prefix="consult-cluster-")), free_port())
    if not os.geteuid():
        shutil.chown(made.folder, "postgres")
    try:
        made.run("initdb", "-U", "consult", "-A", "trust", "-E", "UTF8", "--no-sync")
        made.start()
        yield made
        made.stop("immediate")
    finally:
        shutil.rmtree(made.folder)
