"""The register entry and the impact assessment: filled with what is known, empty where the town must say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from consult.campaigns.models import Campaign
from consult.db import db, writing
from consult.exports.report.blocks import Bullets, Heading, Paragraph, Report, Table, plain
from consult.operations.papers import PAPERS
from consult.operations.papers.facts import Facts, facts_of
from consult.operations.retention import RULES
from consult.staff.models import Role
from consult.text import typeset
from tests.responses.conftest import Published

TODAY = date(2026, 11, 26)


def written(report: Report) -> str:
    """Every word of a paper."""
    found = [report.title, report.kind, report.subtitle, report.warning]
    for block in report.blocks:
        if isinstance(block, Heading):
            found.append(block.text)
        elif isinstance(block, Paragraph):
            found.append(plain(block.text))
        elif isinstance(block, Bullets):
            found += map(plain, block.items)
        elif isinstance(block, Table):
            found += [plain(cell) for row in block.rows for cell in row.cells]
    return "\n".join(found)


def facts(app: Flask, **settings: Any) -> Facts:
    with app.app_context():
        return facts_of({**app.config, **settings}, on=TODAY)


@pytest.mark.parametrize("name", PAPERS)
def test_it_says_what_the_site_knows(app: Flask, published: Published, name: str) -> None:
    with app.app_context(), writing():
        db.session.execute(update(Campaign).values(
            closes_on=date(2026, 12, 31), retention_days=10, controller="Mairie de l’Essai\nPlace 1"))
        db.session.commit()

    text = written(PAPERS[name](facts(app)))

    assert "Mairie de l’Essai Place 1" in text
    assert "11/01/2027" in text
    assert "mission d’intérêt public" in text
    assert all(typeset(rule.kept % {"days": 90}) in text for rule in RULES)


@pytest.mark.parametrize("name", PAPERS)
def test_it_invents_nothing_of_the_town(app: Flask, name: str) -> None:
    text = written(PAPERS[name](facts(app)))

    assert "Aucune campagne n’est préparée" in text
    for asked in ("responsable du traitement, nom et adresse", "délégué à la protection des données"):
        assert f"À remplir par la Ville\u00a0: {asked}" in text


def test_settings_that_are_there_are_written_and_the_others_asked_for(app: Flask) -> None:
    empty = written(PAPERS["registre"](facts(app)))
    full = written(PAPERS["registre"](facts(
        app, HOSTING_PROVIDER="Hébergeur d’essai", SMS_URL="https://sms.exemple", TOTP_REQUIRED=True)))

    assert "À remplir par la Ville\u00a0: hébergeur" in empty
    assert "les messages partent à la main" in empty
    assert "Hébergeur\u00a0: Hébergeur d’essai" in full
    assert "un service d’envoi de SMS est réglé" in full
    assert "sms.exemple" not in full
    assert "code à usage unique obligatoire" in full


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_the_coordinator_takes_it_along(
        published: Published, signed_in: Callable[[Role], FlaskClient], name: str, kind: str) -> None:
    answer = signed_in(Role.COORDINATOR).get(f"/staff/donnees/{name}.{kind}")

    assert answer.status_code == 200
    assert f'filename="{name}.{kind}"' in answer.headers["Content-Disposition"]
    with ZipFile(BytesIO(answer.data)) as found:
        inside = found.read("word/document.xml" if kind == "docx" else "content.xml").decode()
    assert "À remplir par la Ville" in inside


@pytest.mark.parametrize(("role", "name", "status"), [
    (Role.READER, "registre", 403), (Role.INTERVIEWER, "aipd", 403), (Role.COORDINATOR, "autre", 404)])
def test_nobody_else_does_and_there_is_no_other(
        signed_in: Callable[[Role], FlaskClient], role: Role, name: str, status: int) -> None:
    assert signed_in(role).get(f"/staff/donnees/{name}.docx").status_code == status
