"""Margins typed on the desk, or sent as a table: whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from consult.db import db
from consult.needs import service
from consult.needs.models import KnownMargin
from consult.staff.models import StaffAction
from consult.surveys.questions import Kind
from consult.surveys.xlsform.sheets import Upload
from consult.surveys.xlsform.workbooks import open_table
from tests.desk.margins import (
    ADDRESS,
    ADULTS,
    MARGINS,
    QUESTIONNAIRE,
    SOURCE,
    VILLAGES,
    WRITTEN,
    Visit,
    know,
    known,
    lines,
    plain_text,
)
from tests.factories import a_campaign
from tests.pages import parse, words
from tests.surveys.test_workbooks import BOMB_OF_ENTITIES, GOOD, OLE, a_sheet, repacked
from tests.surveys.xlsform_files import a_csv, an_xlsx

HEADINGS = ("question", "choix", "nombre", "source")


def send(client: FlaskClient, content: bytes, name: str = "marges.xlsx") -> TestResponse:
    # The test client forgets to close the temporary file that it writes a large form to.
    boundary, body = encode_multipart({"table": FileStorage(BytesIO(content), name)})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"{ADDRESS}/ajouter", data=body, content_type=kind)


def a_table(*rows: tuple[object, ...]) -> bytes:
    return an_xlsx(marges=[HEADINGS, *rows])


def faults(page: TestResponse) -> list[list[str]]:
    """Sheet, row, column and sentence of each fault."""
    assert page.status_code == 422
    table = next(table for table in parse(page.text).iter("table")
                 if words(table.find("caption")) == "Ce qui est à corriger")
    return [[words(cell) for cell in row.findall("td")] for row in table.iter("tr") if row.findall("td")]


def test_a_workbook_and_a_csv_file_come_in_the_same(
        app: Flask, survey: None, coordinator: FlaskClient) -> None:
    text = a_csv([HEADINGS, *WRITTEN], separator=";", encoding="cp1252")

    for content, name in ((a_table(*WRITTEN), "marges.xlsx"), (text, "marges.csv")):
        answer = send(coordinator, content, name)
        assert (answer.status_code, answer.headers["Location"]) == (303, ADDRESS)
        assert {question: population.counted for question, population in known(app).items()} == {
            question: {key: number for key, number in numbers.items() if number is not None}
            for question, numbers in MARGINS.items()}


def test_what_was_kept_is_in_the_log(app: Flask, survey: None, coordinator: FlaskClient) -> None:
    send(coordinator, a_table(*WRITTEN))

    with app.app_context():
        kept = select(StaffAction).where(StaffAction.verb == "enregistre une marge")
        assert {action.detail["question"] for action in db.session.scalars(kept)} == {"village", "adultes"}


def test_a_table_with_faults_is_refused_whole_with_every_place(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    know(app, adultes=ADULTS)
    good = [("village", line.choices, line.count, SOURCE) for line in lines({"village": VILLAGES})]

    found = faults(send(coordinator, a_table(
        *good, ("village", "Atlantide", 12, ""), ("adultes", "un", "-3", ""),
        ("garde_actuelle", "nounou", 1, ""))))

    assert [fault[:3] for fault in found] == [
        ["marges", "10", "choix"], ["marges", "11", "nombre"], ["marges", "11", "choix"],
        ["marges", "11", "source"], ["marges", "12", "question"]]
    assert found[0][3].startswith("« Atlantide » n’est pas un choix de la question « Dans quel village")
    assert known(app).keys() == {"adultes"}
    assert known(app)["adultes"].total == 10_000


def test_totals_that_differ_from_a_known_margin_are_refused_with_both(
        app: Flask, survey: None, coordinator: FlaskClient) -> None:
    know(app, adultes=ADULTS)

    [[_, row, column, sentence]] = faults(send(coordinator, a_table(
        ("role", "mere", "1\u202f200", SOURCE),
        ("role", "pere|grand_parent|autre_adulte|futur_parent", 3, ""))))

    assert (row, column) == ("2", "nombre")
    assert "fait 1 203 en tout" in sentence.replace("\u202f", " ")
    assert "fait 10 000" in sentence.replace("\u202f", " ")
    assert known(app).keys() == {"adultes"}


@pytest.mark.parametrize(("content", "name", "says"), [
    (b"", "marges.xlsx", "vide"),
    (b"\x89PNG\r\n\x1a\n", "photo.png", ".png"),
    (repacked({"xl/vbaProject.bin": b"macro"}), "marges.xlsx", "macros"),
    (repacked({"xl/media/image1.png": b"\x00" * 60_000_000}), "marges.xlsx", "décompressé"),
    (repacked({"xl/worksheets/sheet1.xml": a_sheet('<row r="1"/>' * 1_600_000)}), "m.xlsx", "décompressé"),
    (repacked({"xl/worksheets/sheet1.xml": BOMB_OF_ENTITIES}), "marges.xlsx", "ne peut pas être lu"),
    (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "marges.xlsx", "mot de passe"),
    (OLE + b"\x00" * 5000, "marges.xls", "ne peut pas être lu"),
    (GOOD[:-200], "marges.xlsx", "ne peut pas être lu"),
    (b'question,choix\n"village', "marges.csv", "guillemet"),
    (b"x" * (6 * 1024 * 1024), "marges.csv", "trop lourd")])
def test_a_file_that_is_no_table_or_does_harm_is_refused_with_a_sentence(
        app: Flask, survey: None, coordinator: FlaskClient, content: bytes, name: str, says: str) -> None:
    answer = send(coordinator, content, name)

    assert answer.status_code == 422
    assert says in plain_text(answer)
    assert known(app) == {}


@pytest.mark.parametrize(("content", "says"), [
    (an_xlsx(marges=[("a", "b"), (1, 2)]), "Il manque une colonne « question »."),
    (an_xlsx(marges=[]), "Il manque une colonne « question »."),
    (a_table(), "Aucun nombre n’est écrit dans ce tableau.")])
def test_a_table_without_margins_says_what_is_missing(
        survey: None, coordinator: FlaskClient, content: bytes, says: str) -> None:
    assert says in [fault[3] for fault in faults(send(coordinator, content))]


def test_a_form_sent_without_a_file_asks_for_one(survey: None, coordinator: FlaskClient) -> None:
    answer = coordinator.post(f"{ADDRESS}/ajouter", data={})

    assert answer.status_code == 422
    assert "Choisissez un fichier." in answer.text


def test_the_template_has_the_choices_of_the_questionnaire_and_what_is_known(
        app: Flask, survey: None, coordinator: FlaskClient) -> None:
    know(app, village=VILLAGES)

    answer = coordinator.get(f"{ADDRESS}/modele.xlsx")
    sheet = open_table(Upload("marges.xlsx", answer.data))

    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert sheet.headers[:5] == ("question", "choix", "libellé", "nombre", "source")
    cells = {(row.cells["question"], row.cells["choix"]): row.cells.get("nombre", "") for row in sheet.rows}
    assert cells["village", "97611-kaweni"] == "2600"
    assert cells["village", "97611-hauts-vallons|97611-autre"] == "100"
    assert [cells["village", "hors_commune"], cells["adultes", "nsp"], cells["adultes", "un"]] == [
        "hors", "hors", ""]
    assert {question for question, _ in cells} == {
        question.name for question in QUESTIONNAIRE.questions()
        if question.kind is Kind.ONE and question.name != "contact_langue"}


def test_the_template_sent_back_as_it_came_changes_nothing(
        app: Flask, survey: None, coordinator: FlaskClient) -> None:
    know(app, **MARGINS)
    before = known(app)

    answer = send(coordinator, coordinator.get(f"{ADDRESS}/modele.xlsx").data)

    assert answer.status_code == 303
    assert known(app) == before


def inputs(page: TestResponse) -> dict[str, str]:
    return {field.get("name", ""): field.get("value", "") for field in parse(page.text).iter("input")}


def typed(*cells: tuple[str, str], source: str = SOURCE) -> dict[str, str]:
    """The fields of the form: number and group of each choice, in their order."""
    fields = {"source": source}
    for place, (number, group) in enumerate(cells):
        fields |= {f"nombre_{place}": number, f"groupe_{place}": group}
    return fields


GROUPED = typed(("3 300", ""), ("6\u202f700", "a"), ("", " A"), ("hors", ""))


def test_a_margin_is_typed_with_its_groups_and_shown_again_as_it_was_typed(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    answer = coordinator.post(f"{ADDRESS}/marges/adultes", data=GROUPED)

    assert answer.status_code == 303
    assert known(app)["adultes"].counted == {"un": 3300, "deux|trois_plus": 6700}
    fields = inputs(visit(f"{ADDRESS}/marges/adultes"))
    assert [fields[f"nombre_{place}"] for place in range(4)] == ["3300", "6700", "", "hors"]
    assert [fields[f"groupe_{place}"] for place in range(4)] == ["", "A", "A", ""]


def test_a_question_that_refuses_is_offered_as_not_of_the_population(
        survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    values = inputs(visit(f"{ADDRESS}/marges/adultes"))

    assert (values["nombre_3"], values["nombre_0"]) == ("hors", "")


@pytest.mark.parametrize(("change", "says"), [
    ({"nombre_0": "12a"}, "« 12a » n’est pas un nombre."),
    ({"nombre_0": "-12"}, "Ce nombre ne peut pas être négatif : -12."),
    ({"nombre_0": ""}, "Il manque le nombre de « Je suis le seul adulte »"),
    ({"nombre_0": "1,234"}, "peut se lire de deux façons"),
    ({"nombre_0": "=1+1"}, "Cette case contient une formule."),
    ({"nombre_2": "5"}, "Le groupe « A » a déjà un nombre."),
    ({"nombre_3": "5"}, "n’est pas une partie de la population"),
    ({"source": " "}, "Écrivez d’où viennent ces nombres"),
    ({"nombre_0": "0", "nombre_1": "0"}, "est zéro.")])
def test_a_typed_fault_is_shown_at_its_field_and_nothing_typed_is_lost(
        app: Flask, survey: None, coordinator: FlaskClient, change: dict[str, str], says: str) -> None:
    answer = coordinator.post(f"{ADDRESS}/marges/adultes", data={**GROUPED, **change})

    assert answer.status_code == 422
    page = parse(answer.text)
    errors = [words(part) for part in page.iter("p") if part.get("class") == "field__error"]
    assert any(says in error for error in errors)
    wrong = [field.get("name") for name in ("input", "textarea") for field in page.iter(name)
             if field.get("aria-invalid") == "true"]
    assert set(wrong) & set(change)
    assert inputs(answer)["nombre_1"] == {**GROUPED, **change}["nombre_1"]
    assert known(app) == {}


def test_a_typed_margin_whose_total_differs_is_refused_with_both(
        app: Flask, survey: None, coordinator: FlaskClient) -> None:
    know(app, village=VILLAGES)

    answer = coordinator.post(f"{ADDRESS}/marges/adultes", data={**GROUPED, "nombre_0": "1"})

    assert answer.status_code == 422
    assert "fait 6 701 en tout" in plain_text(answer).replace("\u202f", " ")
    assert "fait 10 000" in plain_text(answer).replace("\u202f", " ")


@pytest.mark.parametrize("name", ["garde_actuelle", "rien", "prenom"])
def test_only_a_question_of_one_choice_has_a_form(
        survey: None, coordinator: FlaskClient, name: str) -> None:
    assert coordinator.get(f"{ADDRESS}/marges/{name}").status_code == 404
    assert coordinator.post(f"{ADDRESS}/marges/{name}", data=GROUPED).status_code == 404


def test_published_populations_are_offered_with_their_limits_and_never_taken_unread(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    address = f"{ADDRESS}/marges/village?populations=1"
    plain, offered = visit(f"{ADDRESS}/marges/village"), visit(address)
    numbers = [(str(number), "") for number in range(1, 12)]

    unread = coordinator.post(address, data=typed(*numbers))
    read = coordinator.post(address, data={**typed(*numbers), "understood": "y"})

    assert 'value="14944"' not in plain.text
    assert "Ces nombres sont des habitants, et non des familles" in offered.text
    published = [row for row in parse(offered.text).iter("tr") if row.find("td") is not None]
    told = {words(row.find("th")): [words(cell) for cell in row.findall("td")][:3] for row in published[:9]}
    assert told["Kawéni"] == ["14 944", "2018", "périmètre du quartier prioritaire, pas du village"]
    assert told["Vahibé"][0] == "non trouvé"
    fields = inputs(offered)
    assert (fields["nombre_1"], fields["nombre_5"]) == ("14944", "")
    assert (unread.status_code, read.status_code) == (422, 303)
    assert "Lisez les limites de ces nombres" in unread.text


def test_a_missing_population_is_asked_for_and_never_zero(
        app: Flask, survey: None, coordinator: FlaskClient) -> None:
    address = f"{ADDRESS}/marges/village?populations=1"
    fields = inputs(coordinator.get(address))

    answer = coordinator.post(address, data={**fields, "source": SOURCE, "understood": "y"})

    assert answer.status_code == 422
    assert "Il manque le nombre de « Vahibé »" in plain_text(answer)
    assert known(app) == {}


def test_a_question_that_is_no_place_offers_no_population(
        survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    assert "populations publiées" not in visit(f"{ADDRESS}/marges/adultes?populations=1").text


def test_a_margin_is_removed_after_it_was_confirmed(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    know(app, **MARGINS)

    page = visit(f"{ADDRESS}/marges/adultes/retirer")
    asked = known(app).keys()
    answer = coordinator.post(f"{ADDRESS}/marges/adultes/retirer")

    assert SOURCE in page.text
    assert asked == {"village", "adultes"}
    assert answer.status_code == 303
    assert known(app).keys() == {"village"}
    assert coordinator.post(f"{ADDRESS}/marges/adultes/retirer").status_code == 404


def test_colleagues_who_write_and_remove_the_same_margin_at_once_break_nothing(
        app: Flask, survey: None, coordinator: FlaskClient) -> None:
    session = coordinator.get_cookie("staff")
    assert session is not None

    def work(number: int) -> list[int]:
        client = app.test_client()
        client.set_cookie("staff", session.value)
        sent = [client.post(f"{ADDRESS}/marges/adultes{step}", data={**GROUPED, "nombre_0": str(number)})
                for _ in range(4) for step in ("", "/retirer")]
        return [answer.status_code for answer in sent]

    with ThreadPoolExecutor(4) as colleagues:
        statuses = {status for found in colleagues.map(work, range(1, 5)) for status in found}

    assert statuses <= {303, 404}
    assert known(app).keys() <= {"adultes"}


def test_margins_of_another_campaign_are_not_touched(
        app: Flask, survey: None, stored: Callable[..., None], coordinator: FlaskClient) -> None:
    other = a_campaign(id=uuid4(), slug="autre")
    other_id = other.id
    stored(other)
    stored(KnownMargin(campaign_id=other_id, question="adultes", targets={"un": 1}, source=SOURCE))

    coordinator.post(f"{ADDRESS}/marges/adultes", data=GROUPED)

    with app.app_context():
        assert [population.total for population in service.list_margins(other_id)] == [1]
    assert coordinator.get("/staff/campagnes/autre/poids").status_code == 200
