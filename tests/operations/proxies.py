"""nginx on this machine with the file we hand out, in front of servers that behave as they are told."""

from __future__ import annotations

import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from consult.app import ROOT
from tests.cli.serving import free_port

DEPLOY = ROOT / "docs" / "deploy"
AROUND = """daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/start.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {ours}
}}
"""
Behaviour = Callable[[socket.socket], None]


def configuration(folder: Path, *, port: int, upstreams: list[int]) -> Path:
    """Our file with ports of this machine, and without the town's certificate."""
    ours = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    servers = " ".join(f"server 127.0.0.1:{upstream};" for upstream in upstreams)
    changes = {
        "listen 80;": f"listen 127.0.0.1:{free_port()};", "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "server 127.0.0.1:8000;": servers, "/var/log/nginx/": f"{folder}/"}
    for before, after in changes.items():
        assert before in ours
        ours = ours.replace(before, after)
    kept = [line for line in ours.splitlines() if not line.strip().startswith("ssl_")]
    path = folder / "nginx.conf"
    path.write_text(AROUND.format(folder=folder, ours="\n    ".join(kept)), encoding="utf-8")
    return path


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        return True
    return False


@contextmanager
def nginx(folder: Path, *, upstreams: list[int]) -> Iterator[int]:
    """The port where it answers while the block lasts."""
    port = free_port()
    path = configuration(folder, port=port, upstreams=upstreams)
    process = subprocess.Popen(["nginx", "-p", str(folder), "-e", str(folder / "start.log"), "-c", str(path)])
    try:
        while not _listens(port):
            assert process.poll() is None, (folder / "start.log").read_text(encoding="utf-8")
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(30)


class Upstream:
    """A server that reads whole requests, then does as it is told."""

    def __init__(self, door: socket.socket, behave: Behaviour) -> None:
        self.door, self.behave = door, behave
        self.port = int(door.getsockname()[1])
        self.heads: list[str] = []

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _who = self.door.accept()
                with line:
                    self._one(line)

    def _one(self, line: socket.socket) -> None:
        read = b""
        while b"\r\n\r\n" not in read:
            read += line.recv(65536)
        head, _blank, body = read.partition(b"\r\n\r\n")
        fields = dict(field.split(": ", 1) for field in head.decode().split("\r\n")[1:])
        length = int(fields.get("Content-Length", 0))
        while len(body) < length:
            body += line.recv(65536)
        self.heads.append(head.decode())
        self.behave(line)


def answers(line: socket.socket) -> None:
    body = b"<p>" + b"bien " * 400
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
                 b"Content-Length: %d\r\n\r\n" % len(body) + body)


def dies(_line: socket.socket) -> None:
    """It has read everything, and is killed before it answers."""


@contextmanager
def upstream(behave: Behaviour) -> Iterator[Upstream]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        made = Upstream(door, behave)
        thread = threading.Thread(target=made.serve, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            door.shutdown(socket.SHUT_RDWR)
            thread.join(5)
