"""`demo` and `serve` as somebody types them, from any directory, in a checkout or from a wheel."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.cli.serving import Server, command, environment, free_port, started

pytestmark = pytest.mark.server
NAME = "besoins-petite-enfance"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("somewhere else")


@pytest.fixture(scope="module")
def demonstration(folder: Path) -> Iterator[Server]:
    with started(folder, "demo", "--port", "0", "--data", "site") as server:
        yield server


def count(folder: Path, question: str) -> int:
    with sqlite3.connect(folder / "site" / "consult.sqlite3") as connection:
        return int(connection.execute(question).fetchone()[0])


def test_the_demonstration_prints_where_to_go_and_a_password(demonstration: Server) -> None:
    assert f"{demonstration.address}/fr/" in demonstration.said
    assert f"{demonstration.address}/staff/connexion" in demonstration.said
    assert re.search(r"Mot de passe +\S{12,}", demonstration.said)


@pytest.mark.parametrize("path", [
    "/fr/", "/swb/", "/fr/vos-donnees", "/swb/accessibilite", "/staff/connexion",
    f"/fr/consultations/{NAME}", f"/swb/consultations/{NAME}/questionnaire"])
def test_its_pages_open(demonstration: Server, path: str) -> None:
    status, page = demonstration.open(path)

    assert status == 200
    assert "</html>" in page


def test_what_a_page_loads_is_there(demonstration: Server) -> None:
    _, page = demonstration.open("/staff/connexion")
    loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)

    assert loaded
    assert {demonstration.open(address)[0] for address in loaded} == {200}


def test_its_answers_are_stored_and_said_to_be_simulated(demonstration: Server, folder: Path) -> None:
    _, page = demonstration.open(f"/fr/consultations/{NAME}")

    assert "démonstration" in page
    assert count(folder, "SELECT count(*) FROM response") == 600
    assert count(folder, "SELECT count(*) FROM campaign WHERE is_demonstration AND stage = 'open'") == 1
    assert count(folder, "SELECT count(DISTINCT day) FROM response") > 7
    assert count(folder, "SELECT count(DISTINCT mode) FROM response") > 2


def test_nobody_else_on_the_machine_reads_its_folder(demonstration: Server, folder: Path) -> None:
    assert stat.S_IMODE((folder / "site").stat().st_mode) == 0o700


def test_a_hundred_half_sent_requests_do_not_silence_it(demonstration: Server) -> None:
    host, port = urlsplit(demonstration.address).hostname or "", urlsplit(demonstration.address).port or 0
    slow = [socket.create_connection((host, port), timeout=10) for _ in range(150)]
    for line in slow:
        line.sendall(b"POST /fr/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf")

    status, _ = demonstration.open("/fr/")

    assert status == 200
    for line in slow:
        line.close()


def test_a_taken_port_is_a_sentence(demonstration: Server, folder: Path) -> None:
    port = str(urlsplit(demonstration.address).port)

    refused = subprocess.run(command("serve", "--port", port, "--data", "other"), cwd=folder,
                             env=environment(), capture_output=True, text=True, timeout=60, check=False)

    assert refused.returncode == 1
    assert f"Le port {port} est déjà pris" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_second_start_keeps_everything_and_stops_cleanly(folder: Path) -> None:
    with started(folder, "demo", "--port", "0", "--data", "twice") as first:
        assert first.stop() == 0
    with sqlite3.connect(folder / "twice" / "consult.sqlite3") as connection:
        before = connection.execute("SELECT key, digest FROM response ORDER BY key").fetchall()

    with started(folder, "demo", "--port", "0", "--data", "twice") as second:
        said = second.said
        assert second.stop() == 0

    with sqlite3.connect(folder / "twice" / "consult.sqlite3") as connection:
        assert connection.execute("SELECT key, digest FROM response ORDER BY key").fetchall() == before
        assert connection.execute("SELECT count(*) FROM campaign").fetchone() == (1,)
    assert "Mot de passe" not in said


@pytest.fixture(scope="module")
def metrics_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def real(folder: Path, metrics_port: int) -> Iterator[Server]:
    watched = {"CONSULT_METRICS_PORT": str(metrics_port), "CONSULT_LOG": "json"}
    with started(folder, "serve", "--port", "0", "--data", "real", settings=watched) as server:
        yield server


def test_the_real_site_starts_empty_with_its_own_secret(real: Server, folder: Path) -> None:
    status, page = real.open("/fr/")

    assert status == 200
    assert "démonstration" not in page
    assert "consult staff add" in real.said
    assert len((folder / "real" / "secret.key").read_text()) == 64
    with sqlite3.connect(folder / "real" / "consult.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM campaign").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM territory").fetchone() > (20,)


def test_the_real_site_tells_how_it_fares(real: Server, metrics_port: int) -> None:
    assert real.open("/healthz") == (200, "vivant\n")
    assert real.open("/readyz") == (200, "prêt\n")
    with urlopen(f"http://127.0.0.1:{metrics_port}/metrics", timeout=30) as answer:
        counts = answer.read().decode()
    real.open("/fr/?recu=4321")

    assert real.stop() == 0
    assert real.process.stdout
    told = [json.loads(line) for line in real.process.stdout.read().splitlines() if line.startswith("{")]
    assert 'consult_request_seconds_count{method="GET",rule="/readyz",status="2xx"} 1' in counts
    assert [line["rule"] for line in told][-1] == "/<language:lang>/"
    assert "4321" not in str(told)
