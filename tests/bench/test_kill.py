"""The drill of `consult drill kill`, made small: the server is really killed, and everything is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Delete, Update, delete, update

from consult import clock
from consult.bench import site
from consult.bench.families import Thanks
from consult.bench.found import Found, look
from consult.db import db, writing
from consult.db.keys import digest_of
from consult.responses.models import Response
from consult.responses.packing import pack
from consult.responses.receipts import receipt_hash
from consult.responses.service import layout_of
from consult.surveys.published import PublishedSurvey
from tests.cli.serving import command, environment
from tests.conftest import POSTGRESQL

KEY = UUID(int=7, version=4)
RECEIPT = "123456789012"


@pytest.mark.server
def test_every_answer_acknowledged_is_there_once_after_kills_under_load(tmp_path: Path) -> None:
    database = ["--database", POSTGRESQL] if POSTGRESQL else []
    words = command("drill", "kill", "--kills", "2", "--answers", "200", *database)

    done = subprocess.run(words, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    said = re.search(r"2 arrêts brutaux en \d+ s, (\d+) réponses confirmées", done.stdout)
    assert said is not None, done.stdout
    assert int(said[1]) >= 200
    assert "Rien de perdu\u00a0: 0 perdues, 0 en double, 0 changées" in done.stdout
    assert f"{said[1]} réponses en tout." in done.stdout


def a_row(survey: PublishedSurvey, answers: dict[str, object], hashed: str) -> Response:
    return Response(key=KEY, version_id=survey.version_id, language="fr", day=clock.today(), answers=answers,
                    packed=pack(layout_of(survey), answers), digest=digest_of(answers), receipt_hash=hashed)


def test_what_is_lost_doubled_or_changed_is_told(app: Flask) -> None:
    secret = app.config["SECRET_KEY"]
    with app.app_context(), writing():
        survey = site.prepare_site()
        db.session.add(a_row(survey, next(iter(site.families_of(survey))), receipt_hash(RECEIPT, secret)))
        db.session.commit()

        def found(change: Update | Delete | None = None, *, sent: str = KEY.hex,
                  receipt: str = RECEIPT) -> Found:
            if change is not None:
                db.session.execute(change)
            told = look(app, survey, sent={sent}, thanked={KEY.hex: Thanks(0, receipt, 0.0)})
            db.session.rollback()
            return told

        assert found() == Found(stored=1, lost=0, doubled=0, changed=0, damaged=False)
        assert found(delete(Response)).lost == 1
        assert found(receipt="210987654321").lost == 1
        assert found(sent="0" * 32).doubled == 1
        assert found(update(Response).values(digest="0")).changed
        assert found(update(Response).values(packed=b"0")).changed == 1
        assert not found(update(Response).values(packed=b"0")).is_whole
