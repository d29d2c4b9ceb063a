"""The files handed out to install the site are accepted by what reads them, and keep their promises."""

from __future__ import annotations

import re
import shutil
import subprocess
from http.client import HTTPConnection
from pathlib import Path

import pytest

from consult.app import ROOT
from tests.cli.serving import free_port
from tests.operations.proxies import DEPLOY, answers, configuration, dies, nginx, upstream

MOST_EXPOSED = 20
"""What `systemd-analyze security` gives a unit, times ten: 0 is shut, 100 is open."""


def needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(tool), reason=f"{tool} is not installed")


def said(*words: str) -> str:
    """What a command says, which must go well."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def ask(port: int, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.request(method, path, "a=1" if method == "POST" else None, headers)
    response = line.getresponse()
    page = response.read().decode()
    line.close()
    return response.status, dict(response.headers), page


def test_every_setting_named_is_a_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {name for path in DEPLOY.iterdir()
             for name in re.findall(r"CONSULT_[A-Z_]+", path.read_text(encoding="utf-8"))}

    assert {"CONSULT_LOG", "CONSULT_DATABASE_URL"} < named
    assert {name for name in named if f"`{name}`" not in readme} == set()


def test_several_processes_are_shut_in_as_one_is() -> None:
    one, several = ((DEPLOY / name).read_text(encoding="utf-8") for name in (
        "consult.service", "consult@.service"))

    assert one.partition("# Le service ne voit")[2]
    assert several.partition("# Le service ne voit")[2] == one.partition("# Le service ne voit")[2]


@needs("systemd-analyze")
@pytest.mark.parametrize("name", ["consult.service", "consult@1.service", "consult-sauvegarde.service"])
def test_systemd_takes_the_unit_and_finds_it_shut_in(tmp_path: Path, name: str) -> None:
    source = DEPLOY / name.replace("1", "")
    unit = tmp_path / source.name
    unit.write_text(source.read_text(encoding="utf-8").replace("/opt/consult/bin/consult", "/bin/true"))
    asked = tmp_path / name
    if asked != unit:
        asked.symlink_to(unit.name)

    assert "consult" not in said("systemd-analyze", "verify", str(asked))
    said("systemd-analyze", "security", "--offline=yes", f"--threshold={MOST_EXPOSED}", str(unit))


@needs("caddy")
def test_caddy_takes_its_file() -> None:
    assert "Valid configuration" in said(
        "caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile"))


@needs("nginx")
def test_nginx_takes_its_file(tmp_path: Path) -> None:
    path = configuration(tmp_path, port=free_port(), upstreams=[free_port(), free_port()])

    assert "test is successful" in said("nginx", "-t", "-p", str(tmp_path), "-e", str(tmp_path / "e"),
                                        "-c", str(path))


@needs("nginx")
@pytest.mark.server
def test_what_a_family_sends_goes_to_the_other_when_one_is_killed(tmp_path: Path) -> None:
    with upstream(dies) as killed, upstream(answers) as other, \
            nginx(tmp_path, upstreams=[killed.port, other.port]) as port:
        answered = [ask(port, "POST", "/fr/consultations/x/questionnaire/envoi?recu=4321")[0]
                    for _turn in range(3)]
        desk = [ask(port, "POST", "/staff/equipe")[0] for _turn in range(2)]

    assert answered == [200] * 3
    assert len(killed.heads) >= 1
    # At the desk nothing is sent twice: what died with the process is not handed to the other.
    assert sum("POST /staff/equipe" in head for head in killed.heads + other.heads) == 2
    assert set(desk) <= {200, 503}


@needs("nginx")
@pytest.mark.server
def test_nobody_can_pretend_an_address_and_none_is_written_down(tmp_path: Path) -> None:
    with upstream(answers) as site, nginx(tmp_path, upstreams=[site.port]) as port:
        status, headers, _page = ask(port, "GET", "/fr/reunions/place/k7m3pt?recu=4321", **{
            "X-Forwarded-For": "198.51.100.7", "Accept-Encoding": "gzip"})

    assert status == 200
    assert "Content-Encoding" not in headers
    assert "X-Forwarded-For: 127.0.0.1\r\n" in f"{site.heads[0]}\r\n"
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.log")}
    assert re.search(r"^\S+ GET 200 \d+ ", written["consult.log"], re.MULTILINE)
    assert [word for word in ("127.0.0.1", "198.51", "k7m3pt", "4321", "reunions")
            if word in written["consult.log"]] == []


@needs("nginx")
@pytest.mark.server
def test_a_site_that_starts_again_asks_to_wait_and_nobody_is_named(tmp_path: Path) -> None:
    with nginx(tmp_path, upstreams=[free_port()]) as port:
        status, headers, page = ask(port, "POST", "/fr/consultations/x/questionnaire/envoi")

    assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "30", "no-store")
    assert "rechargez-la" in page
    assert "127.0.0.1" not in (tmp_path / "consult.log").read_text(encoding="utf-8")
    assert "envoi" not in (tmp_path / "start.log").read_text(encoding="utf-8")
