"""Several processes count together in Redis; skipped, visibly, where TEST_REDIS_URL names none."""

import os
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from consult.app import create_app
from consult.web import limits

REDIS = os.environ.get("TEST_REDIS_URL", "")
pytestmark = [pytest.mark.server, pytest.mark.skipif(not REDIS, reason="TEST_REDIS_URL names no Redis")]


def a_process(folder: Path, secret: str) -> Flask:
    """An application as another process would make it: same installation, same store, own memory."""
    return create_app({"SECRET_KEY": secret, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'x.sqlite3'}",
                       "LIMITS_URL": REDIS})


def test_two_processes_count_one_visitor_together(tmp_path: Path) -> None:
    secret = uuid4().hex
    processes = [a_process(tmp_path, secret) for _process in range(2)]

    allowed = []
    for process in [*processes, *processes]:
        with process.app_context():
            allowed.append(limits.allow("essai", who="192.0.2.1", per_minute=3))

    assert allowed == [True, True, True, False]


def test_two_installations_do_not(tmp_path: Path) -> None:
    allowed = []
    for secret in (uuid4().hex, uuid4().hex):
        with a_process(tmp_path, secret).app_context():
            allowed.append(limits.allow("essai", who="192.0.2.1", per_minute=1))

    assert allowed == [True, True]
