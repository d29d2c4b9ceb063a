"""What was said in a meeting: coded on its page or among all texts, it is one coding, and one mask."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.db import db
from consult.meetings.models import Statement
from consult.staff.models import Role
from tests.desk.test_coding import NAMES, address, send
from tests.needs.coded import Reading

NOTES = "/staff/reunions/k7m3pt/notes"
SAID = "/staff/campagnes/petite-enfance/ce-qui-s-est-dit"
ME = NAMES[Role.COORDINATOR]


@pytest.fixture
def reading(app: Flask, stored: Callable[..., None]) -> Reading:
    return Reading(app, stored)


@pytest.fixture
def coordinator(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


def noted(reading: Reading, key: UUID) -> tuple[list[str], bool]:
    with reading.app.app_context():
        statement = db.session.scalars(select(Statement).where(Statement.id == key)).one()
        return statement.needs, statement.is_coded


def test_a_note_coded_among_all_texts_is_coded_on_its_meeting_s_page(
        reading: Reading, coordinator: FlaskClient) -> None:
    key = reading.say("Pas de crèche ici")
    text = reading.text("Pas de crèche ici")

    send(coordinator, text, "MOB-1", "ACC-1")
    after = noted(reading, key)
    coordinator.post(address(text, "/annuler"))

    assert after == (["ACC-1", "MOB-1"], True)
    assert noted(reading, key) == ([], False)


def test_a_note_coded_on_its_meeting_s_page_is_coded_among_all_texts(
        reading: Reading, coordinator: FlaskClient) -> None:
    key = reading.say("Pas de crèche ici")

    coordinator.post(f"{NOTES}/{key}/besoins", data={"needs": ["ACC-1"]})

    assert reading.coded()["Pas de crèche ici"].codings == {ME: {"ACC-1"}}
    assert noted(reading, key) == (["ACC-1"], True)
    assert reading.counts() == {"ACC-1": (0, 1)}


def test_what_two_readers_share_counts_on_the_meeting_s_page_too(
        reading: Reading, coordinator: FlaskClient) -> None:
    key = reading.say("Pas de crèche ici")
    text = reading.text("Pas de crèche ici")
    reading.code(text, "boina", ["ACC-1", "COU-1"])

    send(coordinator, text, "ACC-1", "MOB-1")
    shared = noted(reading, key)
    coordinator.post(address(text, "/accord"), data={"codes": ["MOB-1"], "lu": text.fingerprint})

    assert shared == (["ACC-1"], True)
    assert noted(reading, key) == (["MOB-1"], True)


def test_a_masked_note_is_masked_on_every_page_of_its_meeting(
        reading: Reading, coordinator: FlaskClient, visit: Callable[..., TestResponse]) -> None:
    key = reading.say("Madame Unetelle n’a pas de crèche")
    text = reading.text("Madame Unetelle n’a pas de crèche")
    coordinator.post(f"{NOTES}/{key}/besoins", data={"needs": ["ACC-1"]})
    pages = [NOTES, f"{NOTES}/{key}/supprimer", f"{SAID}/ACC-1"]
    assert all("Unetelle" in visit(page).text for page in pages)

    reading.mask(text, "boina")

    assert all("Unetelle" not in visit(page).text for page in pages)
    refused = [coordinator.get(f"{NOTES}/{key}{end}") for end in ("", "/besoins")]
    refused.append(coordinator.post(f"{NOTES}/{key}/besoins", data={"needs": ["COU-1"]}))
    assert {answer.status_code for answer in refused} == {409}
    assert not any("Unetelle" in answer.text for answer in refused)
    assert noted(reading, key) == (["ACC-1"], True)


def test_who_masked_a_note_still_reads_it(reading: Reading, coordinator: FlaskClient) -> None:
    key = reading.say("Madame Unetelle")
    coordinator.post(address(reading.text("Madame Unetelle"), "/masquer"))

    assert "Unetelle" in coordinator.get(NOTES).text
    assert coordinator.get(f"{NOTES}/{key}/besoins").status_code == 200


def test_a_note_that_was_removed_meanwhile_is_not_found(reading: Reading, coordinator: FlaskClient) -> None:
    key = reading.say("Pas de crèche ici")
    text = reading.text("Pas de crèche ici")
    coordinator.post(f"{NOTES}/{key}/supprimer")

    assert send(coordinator, text, "ACC-1").status_code == 404
    assert coordinator.post(address(text, "/masquer")).status_code == 404


def test_a_note_that_changed_meanwhile_is_read_again(reading: Reading, coordinator: FlaskClient) -> None:
    key = reading.say("Pas de crèche ici")
    text = reading.text("Pas de crèche ici")
    coordinator.post(f"{NOTES}/{key}", data={"text": "Trop cher", "language": "fr"})

    answer = send(coordinator, text, "ACC-1")

    assert answer.status_code == 409
    assert "Trop cher" in answer.text
