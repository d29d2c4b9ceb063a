"""The files a coordinator downloads, opened again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape
from sqlalchemy import select

from consult.db import db
from consult.exports import libraries
from consult.staff.models import Role, StaffAction
from consult.surveys.questions import Kind, Question
from consult.text import localized
from tests.exports.collected import ANSWERS, CONTACT, FIRST_NAME, MORE, PHONE, Collected, a_relay, collect
from tests.exports.opened import words_in

ADDRESS = "/staff/campagnes/petite-enfance"
FILES = ("reponses.csv", "reponses.csv?valeurs=codes", "reponses.xlsx", "reponses.zip", "reponses.sps.zip",
         "reponses.sav", "reponses.parquet")
DESCRIPTION = "description.xml"
Row = dict[str, str]


@pytest.fixture
def collected(app: Flask, stored: Callable[..., None]) -> Collected:
    return collect(app, stored)


@pytest.fixture
def coordinator(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


def read_csv(client: FlaskClient, query: str = "?valeurs=codes") -> list[Row]:
    content = client.get(f"{ADDRESS}/reponses.csv{query}").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))


def read_xlsx(client: FlaskClient) -> Workbook:
    return load_workbook(io.BytesIO(client.get(f"{ADDRESS}/reponses.xlsx").data))


def read_zip(client: FlaskClient) -> dict[str, str]:
    with ZipFile(io.BytesIO(client.get(f"{ADDRESS}/reponses.zip").data)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def sheet_rows(book: Workbook, title: str) -> list[dict[str, object]]:
    head, *rows = book[title].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_a_csv_opens_in_a_french_excel(collected: Collected, coordinator: FlaskClient) -> None:
    collected.answer()

    response = coordinator.get(f"{ADDRESS}/reponses.csv")

    assert response.data.startswith("\ufeffLigne;Jour;".encode())
    assert response.data.endswith(b"\r\n")
    assert 'attachment; filename="reponses-petite-enfance-' in response.headers["Content-Disposition"]
    assert 'Crèche ; micro-crèche | Autre"' in response.text


def test_one_row_tells_a_response_in_codes(
        collected: Collected, coordinator: FlaskClient, stored: Callable[..., None]) -> None:
    relay = a_relay(collected.campaign_id, "PMI de Kawéni")
    relay_id = relay.id
    stored(relay)
    collected.answer(language="swb", relay_id=relay_id)

    [row] = read_csv(coordinator)

    assert row == {
        "_ligne": "1", "_jour": "2026-11-23", "_langue": "swb", "_mode": "self", "_relais": "PMI de Kawéni",
        "_version": "1", "village": "kaweni", "garde": "creche other", "garde/creche": "1",
        "garde/famille": "0", "garde/other": "1", "garde_other": "Une voisine", "enfants_nombre": "2",
        "prix": "12,5", "jour": "2026-11-02", "heure": "07:30", "ordre": "lieu prix", "ordre/prix": "2",
        "ordre/lieu": "1", "accord": "1", "total": "4", "mot": "Merci ;\nà vous"}


def test_the_same_row_in_words(collected: Collected, coordinator: FlaskClient) -> None:
    collected.answer()

    [row] = read_csv(coordinator, "")

    assert row["Mode de réponse"] == "Par la famille"
    assert row["1. Votre village ?"] == "Kawéni"
    assert row["2. Qui garde l’enfant ?"] == "Crèche ; micro-crèche | Autre"
    assert row["2 · Crèche ; micro-crèche"] == "1"
    assert row["Dans quel ordre ?"] == "Lieu > Prix"
    assert row["D’accord"] == "Oui"


def test_not_asked_and_not_answered_are_told_apart(collected: Collected, coordinator: FlaskClient) -> None:
    collected.answer({"village": None, "garde": None, "ordre": [], "mot": None})

    [row] = read_csv(coordinator)

    silent = ("village", "garde", "garde/creche", "ordre/lieu", "mot")
    assert {row[name] for name in silent} == {"(sans réponse)"}
    assert {row[name] for name in ("enfants_nombre", "prix", "jour", "accord", "garde_other")} == {""}


def test_the_answers_of_every_published_version_stay_readable(
        app: Flask, stored: Callable[..., None], coordinator: FlaskClient) -> None:
    collected = collect(app, stored, versions=2)
    collected.answer({"village": "kaweni"})
    collected.answer({"village": "cavani", "avis": "Bien"}, version=2)

    rows = {row["_version"]: (row["village"], row["avis"]) for row in read_csv(coordinator)}

    assert rows == {"1": ("kaweni", ""), "2": ("cavani", "Bien")}


def test_repeats_are_sheets_linked_by_the_row_of_their_response(
        collected: Collected, coordinator: FlaskClient) -> None:
    collected.answer({"village": "cavani", "enfants": []})
    collected.answer()

    book = read_xlsx(coordinator)

    line = next(row["Ligne"] for row in sheet_rows(book, "Réponses") if row["1. Votre village ?"] == "Kawéni")
    assert sheet_rows(book, "Vos enfants") == [
        {"Ligne de la réponse": line, "Rang (enfants)": 1, "Quel âge ?": 3},
        {"Ligne de la réponse": line, "Rang (enfants)": 2, "Quel âge ?": "(sans réponse)"}]
    assert sheet_rows(book, "Ses soins") == [
        {"Ligne de la réponse": line, "Rang (enfants)": 1, "Rang (soins)": 1, "Où ?": "PMI"},
        {"Ligne de la réponse": line, "Rang (enfants)": 1, "Rang (soins)": 2, "Où ?": "(sans réponse)"}]


def test_the_archive_holds_the_same_repeats(collected: Collected, coordinator: FlaskClient) -> None:
    collected.answer()

    files = read_zip(coordinator)

    assert list(files) == ["reponses.csv", "partie-enfants.csv", "partie-enfants-soins.csv", "codebook.csv",
                           "lisez-moi.txt"]
    assert files["partie-enfants.csv"] == (
        "Ligne de la réponse;Rang (enfants);Quel âge ?\r\n1;1;3\r\n1;2;(sans réponse)\r\n")


def test_a_workbook_tells_what_it_holds(collected: Collected, coordinator: FlaskClient) -> None:
    collected.answer()
    collected.answer({"village": None})

    book = read_xlsx(coordinator)

    assert book.sheetnames == [
        "Lisez-moi", "Réponses", "Codes", "Vos enfants", "Ses soins", "Codebook", "Questionnaire"]
    read_me = {row[0]: row[1] for row in book["Lisez-moi"].iter_rows(values_only=True)}
    assert read_me["Nombre de réponses"] == 2
    assert str(read_me["Portée"]).startswith("Réponses reçues, non représentatif au sens statistique.")
    [village] = [row for row in sheet_rows(book, "Codebook") if row["Question"] == "1. Votre village ?"]
    assert (village["Variable"], village["Type"], village["Posée à"], village["Réponses"]) == (
        "village", "Un seul choix", 2, 1)
    texts = [row["Texte (Français)"] for row in sheet_rows(book, "Questionnaire")]
    assert "Bonjour." in texts
    assert "Vos enfants" in texts


def test_a_workbook_keeps_numbers_and_days(collected: Collected, coordinator: FlaskClient) -> None:
    collected.answer()

    [row] = sheet_rows(read_xlsx(coordinator), "Codes")

    assert (row["enfants_nombre"], row["prix"], row["garde/famille"]) == (2, 12.5, 0)
    assert row["jour"] == datetime(2026, 11, 2)  # noqa: DTZ001, a cell has no zone
    assert row["total"] == "4"


@pytest.mark.parametrize(
    "words", ["=1+1", "\t@SUM(A1)", "＝cmd|'/C calc'!A0", "oui,=1+1", "\u200b-2", "<b>&_x0041_"])
def test_no_text_runs_when_a_file_is_opened(
        collected: Collected, coordinator: FlaskClient, words: str) -> None:
    collected.answer({"mot": words, "enfants": [{"soins": [{"lieu": words}]}]})

    book = read_xlsx(coordinator)

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    expected = words if words[0] in "o<" else f"'{words}"
    written = sheet_rows(book, "Codes")[0]["mot"], sheet_rows(book, "Ses soins")[0]["Où ?"]
    assert [unescape(str(text)) for text in written] == [expected, expected]
    assert ",=" not in read_csv(coordinator)[0]["mot"]


def test_headers_are_guarded_too(app: Flask, stored: Callable[..., None], coordinator: FlaskClient,
                                 monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MORE, 1, (Question("piege", Kind.TEXT, localized("=1+1")),))
    collect(app, stored)

    heads = [cell.value for cell in read_xlsx(coordinator)["Réponses"][1]]
    line = coordinator.get(f"{ADDRESS}/reponses.csv").text.splitlines()[0]

    assert "'=1+1" in heads
    assert ";'=1+1" in line


@pytest.mark.parametrize("name", [*FILES, DESCRIPTION])
def test_no_contact_is_in_any_file(collected: Collected, coordinator: FlaskClient, name: str) -> None:
    collected.answer(contacts={"prenom": FIRST_NAME, "telephone": PHONE})

    content = coordinator.get(f"{ADDRESS}/{name}").data

    everything = [content]
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as archive:
            everything += [archive.read(part) for part in archive.namelist()]
    everything.append(words_in(name, content).encode())
    for secret in (PHONE, FIRST_NAME, "telephone", "prenom"):
        assert not any(secret.encode() in part for part in everything)


def test_a_contact_question_lost_in_another_section_is_left_out(
        app: Flask, stored: Callable[..., None], coordinator: FlaskClient,
        monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Question("portable", Kind.TEXT, localized("Votre portable"), sensitivity=CONTACT)
    monkeypatch.setitem(MORE, 1, (lost,))
    collected = collect(app, stored)
    collected.answer({"village": "kaweni", "portable": PHONE})

    files = read_zip(coordinator)

    assert not any(PHONE in content or "portable" in content for content in files.values())


def test_rows_are_not_in_the_order_of_arrival(collected: Collected, coordinator: FlaskClient) -> None:
    for number in range(12):
        collected.answer({"enfants_nombre": number})

    numbers = [int(row["enfants_nombre"]) for row in read_csv(coordinator)]

    assert sorted(numbers) == list(range(12)) != numbers


def test_simulated_answers_say_so_in_every_row_and_name(
        app: Flask, stored: Callable[..., None], coordinator: FlaskClient) -> None:
    collect(app, stored, is_demonstration=True).answer()

    response = coordinator.get(f"{ADDRESS}/reponses.csv?valeurs=codes")

    assert "demonstration" in response.headers["Content-Disposition"]
    assert read_csv(coordinator)[0]["_donnees"] == "simulée"
    assert "simulées" in read_zip(coordinator)["lisez-moi.txt"]


@pytest.mark.parametrize("name", [*FILES, DESCRIPTION])
def test_every_download_is_in_the_log(
        app: Flask, collected: Collected, coordinator: FlaskClient, name: str) -> None:
    coordinator.get(f"{ADDRESS}/{name}")

    downloads = select(StaffAction).where(StaffAction.verb == "télécharge les réponses")
    with app.app_context():
        [action] = db.session.scalars(downloads)
        assert action.subject == "petite-enfance"
        start = name.partition(".")[0]
        assert action.detail["fichier"].startswith(f"{start}-petite-enfance-")


@pytest.mark.parametrize("role", [Role.READER, Role.INTERVIEWER])
@pytest.mark.parametrize("name", ["exports", *FILES, DESCRIPTION])
def test_only_the_coordinator_has_the_files(collected: Collected, signed_in: Callable[[Role], FlaskClient],
                                            role: Role, name: str) -> None:
    assert signed_in(role).get(f"{ADDRESS}/{name}").status_code == 403


@pytest.mark.parametrize("name", [*FILES, DESCRIPTION])
def test_a_campaign_without_questionnaire_gives_empty_files(
        app: Flask, stored: Callable[..., None], coordinator: FlaskClient, name: str) -> None:
    collect(app, stored, versions=0)

    assert coordinator.get(f"{ADDRESS}/{name}").status_code == 200


def test_an_unknown_campaign_has_no_files(coordinator: FlaskClient) -> None:
    assert coordinator.get("/staff/campagnes/inconnue/reponses.csv").status_code == 404


def test_the_page_explains_each_file(collected: Collected, coordinator: FlaskClient,
                                     visit: Callable[[str], object]) -> None:
    collected.answer(ANSWERS)

    page = coordinator.get(f"{ADDRESS}/exports")

    visit(f"{ADDRESS}/exports")
    assert "1 réponse." in page.text
    assert f"{ADDRESS}/reponses.xlsx" in page.text


def test_the_page_offers_only_what_the_site_can_write(
        collected: Collected, coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = coordinator.get(f"{ADDRESS}/exports").text
    monkeypatch.setattr(libraries, "find_spec", lambda name: None)

    page = coordinator.get(f"{ADDRESS}/exports").text
    refused = coordinator.get(f"{ADDRESS}/reponses.sav")

    kinds = ("sps.zip", "sav", "parquet")
    assert [f"{ADDRESS}/reponses.{kind}" in everything for kind in kinds] == [True, True, True]
    assert [f"{ADDRESS}/reponses.{kind}" in page for kind in kinds] == [True, False, False]
    assert f"{ADDRESS}/{DESCRIPTION}" in page
    assert refused.status_code == 501
    assert "consult[spss]" in refused.text


def test_a_choice_left_without_a_place_was_asked(collected: Collected, coordinator: FlaskClient) -> None:
    collected.answer({"ordre": ["prix"]})

    [row] = read_csv(coordinator)

    assert (row["ordre"], row["ordre/prix"], row["ordre/lieu"]) == ("prix", "1", "(sans réponse)")
