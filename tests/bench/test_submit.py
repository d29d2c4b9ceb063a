"""The measurement of durable submissions, made small: every answer acknowledged is found again."""

import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from consult.bench import site
from tests.cli.serving import command, environment
from tests.conftest import POSTGRESQL
from tests.responses.conftest import SECRET, Published, published

__all__ = ("published",)


@pytest.mark.server
def test_every_answer_that_is_acknowledged_is_found_afterwards(tmp_path: Path) -> None:
    database = ["--database", POSTGRESQL] if POSTGRESQL else []
    words = command("bench", "submit", "--clients", "1,3", "--seconds", "0.4", *database)

    done = subprocess.run(words, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    said = re.search(r"(\d+) envois confirmés, 0 introuvables ensuite\W+(\d+) réponses en tout", done.stdout)
    assert said is not None, done.stdout
    assert int(said[1]) > 10
    assert said[1] == said[2]


def test_an_acknowledged_answer_that_is_not_there_is_told(app: Flask, published: Published) -> None:
    receipt = published.receive(published.submission()).receipt

    with app.app_context():
        app.config["SECRET_KEY"] = SECRET
        assert site.lost(app, [receipt]) == 0
        assert site.lost(app, [receipt, "000000000000"]) == 1
