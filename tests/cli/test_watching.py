"""What a server tells of itself while it serves."""

from __future__ import annotations

import socket
from pathlib import Path

import click
import pytest
from flask import Flask

from consult.cli.watching import notify, watched
from consult.web.watching import Watched


def test_systemd_is_told_where_it_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(10)

        notify("READY=1")

        assert systemd.recv(100) == b"READY=1"


def test_nobody_is_told_where_nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)

    notify("READY=1")


def test_a_taken_port_of_metrics_is_a_sentence(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        app.config["METRICS_PORT"] = taken.getsockname()[1]

        with pytest.raises(click.ClickException, match="CONSULT_METRICS_PORT"), watched(app):
            pass


def test_each_request_is_watched_while_the_block_lasts(app: Flask) -> None:
    inside = app.wsgi_app

    with watched(app):
        assert isinstance(app.wsgi_app, Watched)
        assert app.test_client().get("/healthz").status_code == 200

    assert app.wsgi_app == inside
