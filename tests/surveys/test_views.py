from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.campaigns.models import Stage
from consult.db import db
from consult.staff.models import Role, StaffAction
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.shipped import load_shipped, shipped_upload
from consult.surveys.xlsform.importing import check
from consult.surveys.xlsform.sheets import Upload
from tests.factories import a_campaign, a_territory
from tests.surveys.xlsform_files import an_xlsx

SURVEY = [("type", "name", "label::Français (fr)", "label::Shimaoré (swb)"),
          ("text", "souhait", "Que voulez-vous ?", "(swb) texte")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = "/staff/campagnes/petite-enfance/questionnaire"

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def coordinator(stored: Callable[..., None], signed_in: SignIn) -> FlaskClient:
    stored(a_territory(), a_campaign())
    return signed_in(Role.COORDINATOR)


def send(client: FlaskClient, name: str, content: bytes, **more: tuple[BytesIO, str]) -> TestResponse:
    files = {"survey": (BytesIO(content), name), **more}
    return client.post(f"{PAGE}/envoyer", data=files, content_type="multipart/form-data")


def versions(app: Flask) -> list[QuestionnaireVersion]:
    with app.app_context():
        return list(db.session.scalars(select(QuestionnaireVersion).order_by(QuestionnaireVersion.number)))


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return [action.verb for action in db.session.scalars(select(StaffAction).order_by(StaffAction.id))]


def a_draft(client: FlaskClient) -> str:
    """The address of a new draft."""
    return send(client, "essai.xlsx", an_xlsx(survey=SURVEY)).location


def test_a_good_file_becomes_the_draft_and_its_report_is_shown(app: Flask, coordinator: FlaskClient) -> None:
    answer = send(coordinator, "essai.xlsx", an_xlsx(survey=SURVEY))

    assert answer.status_code == 303
    page = coordinator.get(answer.location)
    assert page.status_code == 200
    assert "Durée estimée" in page.text
    assert "Publier cette version" in page.text
    assert [version.source_name for version in versions(app)] == ["essai.xlsx"]
    assert actions(app) == ["questionnaire importé"]


def test_a_pair_of_csv_files_becomes_the_draft(app: Flask, coordinator: FlaskClient) -> None:
    pair = shipped_upload("besoins-petite-enfance")

    answer = send(coordinator, pair.name, pair.content, choices=(BytesIO(pair.choices), pair.choices_name))

    assert answer.status_code == 303
    assert versions(app)[0].source_name == f"{pair.name} + {pair.choices_name}"


def test_a_file_with_errors_is_answered_with_sheet_row_and_column_and_not_stored(
        app: Flask, coordinator: FlaskClient) -> None:
    wrong = [("type", "name", "label", "relevant"),
             ("geopoint", "ou", "Où ?", ""), ("text", "q", "Q", "${z} =")]

    page = send(coordinator, "essai.xlsx", an_xlsx(survey=wrong))

    assert page.status_code == 422
    assert "<title>Erreur" in page.text
    assert "geopoint" in page.text
    assert "<td class=\"number\">3</td>" in page.text
    assert versions(app) == []
    assert actions(app) == []


@pytest.mark.parametrize(("name", "content", "words"), [
    ("essai.xlsx", b"", "vide"),
    ("essai.xlsx", b"PK\x03\x04 junk", "ne peut pas être lu"),
    ("essai.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    ("photo.jpg", b"\xff\xd8\xff\xe0", "jpg"),
])
def test_a_file_that_cannot_be_read_says_why_beside_the_field(
        app: Flask, coordinator: FlaskClient, name: str, content: bytes, words: str) -> None:
    page = send(coordinator, name, content)

    assert page.status_code == 422
    assert words in page.text
    assert 'href="#survey"' in page.text
    assert versions(app) == []


def test_sending_no_file_is_answered_by_a_sentence(coordinator: FlaskClient) -> None:
    page = coordinator.post(f"{PAGE}/envoyer", data={}, content_type="multipart/form-data")

    assert page.status_code == 422
    assert "Choisissez un fichier" in page.text


def test_a_shipped_questionnaire_is_taken_and_published(app: Flask, coordinator: FlaskClient) -> None:
    draft = coordinator.post(f"{PAGE}/reprendre", data={"name": "besoins-petite-enfance"}).location

    answer = coordinator.post(f"{draft}/publier")

    assert answer.status_code == 303
    assert "Elle ne change plus" in coordinator.get(answer.location).text
    assert versions(app)[0].published_at
    assert versions(app)[0].content_hash == load_shipped("besoins-petite-enfance").content_hash
    assert actions(app) == ["questionnaire importé", "questionnaire publié"]


def test_a_questionnaire_that_is_not_shipped_is_refused(app: Flask, coordinator: FlaskClient) -> None:
    page = coordinator.post(f"{PAGE}/reprendre", data={"name": "../etc/passwd"})

    assert page.status_code == 422
    assert versions(app) == []


def test_publishing_twice_is_refused_with_the_reason(coordinator: FlaskClient) -> None:
    draft = a_draft(coordinator)
    coordinator.post(f"{draft}/publier")

    page = coordinator.post(f"{draft}/publier")

    assert page.status_code == 409
    assert "déjà publiée" in page.text


def test_nothing_is_published_once_the_campaign_is_closed(
        app: Flask, stored: Callable[..., None], signed_in: SignIn) -> None:
    stored(a_territory(), a_campaign(stage=Stage.CLOSED))
    client = signed_in(Role.COORDINATOR)
    draft = a_draft(client)

    page = client.post(f"{draft}/publier")

    assert page.status_code == 409
    assert versions(app)[0].published_at is None
    assert "Publier cette version" not in client.get(draft).text


def test_a_second_person_reads_a_language_again(app: Flask, coordinator: FlaskClient) -> None:
    draft = a_draft(coordinator)

    answer = coordinator.post(f"{draft}/relire", data={"tag": "swb", "by": "Mme Saïd"})

    assert answer.status_code == 303
    assert [review["by"] for review in versions(app)[0].reviews] == ["Mme Saïd"]
    assert "Mme Saïd" in coordinator.get(draft).text


@pytest.mark.parametrize("form", [{"tag": "swb", "by": " "}, {"tag": "fr", "by": "Mme Saïd"}, {}])
def test_a_review_without_name_or_of_another_language_is_refused(
        app: Flask, coordinator: FlaskClient, form: dict[str, str]) -> None:
    draft = a_draft(coordinator)

    page = coordinator.post(f"{draft}/relire", data=form)

    assert page.status_code == 422
    assert versions(app)[0].reviews == []


@pytest.mark.parametrize("tag", ["fr", "swb"])
def test_the_preview_is_the_family_page_and_cannot_be_sent(coordinator: FlaskClient, tag: str) -> None:
    draft = a_draft(coordinator)

    page = coordinator.get(f"{draft}/apercu/{tag}")

    assert page.status_code == 200
    assert f'<html lang="{tag}"' in page.text
    assert "Que voulez-vous" in page.text
    assert ("(swb) texte" in page.text) == (tag == "swb")
    assert "disabled" in page.text


def test_the_download_imports_back_equal(app: Flask, coordinator: FlaskClient) -> None:
    draft = a_draft(coordinator)

    answer = coordinator.get(f"{draft}/xlsform.xlsx")

    assert 'filename="petite-enfance-questionnaire-1.xlsx"' in answer.headers["Content-Disposition"]
    imported = check(Upload("essai.xlsx", answer.data)).questionnaire
    assert imported
    assert imported.content_hash == versions(app)[0].content_hash


def test_a_reader_sees_versions_and_changes_nothing(
        app: Flask, coordinator: FlaskClient, signed_in: SignIn) -> None:
    draft = a_draft(coordinator)
    reader = signed_in(Role.READER)

    assert reader.get(PAGE).status_code == 200
    assert "<form" not in reader.get(draft).text.split("<main")[1]
    for address in (f"{PAGE}/envoyer", f"{PAGE}/reprendre", f"{draft}/publier", f"{draft}/relire"):
        assert reader.post(address).status_code == 403
    assert versions(app)[0].published_at is None


def test_an_interviewer_does_not_see_questionnaires(coordinator: FlaskClient, signed_in: SignIn) -> None:
    assert signed_in(Role.INTERVIEWER).get(PAGE).status_code == 403


@pytest.mark.parametrize("address", [
    "/staff/campagnes/inconnue/questionnaire", f"{PAGE}/00000000-0000-0000-0000-000000000000",
    f"{PAGE}/00000000-0000-0000-0000-000000000000/xlsform.xlsx", f"{PAGE}/pas-un-uuid"])
def test_what_does_not_exist_is_not_found(coordinator: FlaskClient, address: str) -> None:
    assert coordinator.get(address).status_code == 404
