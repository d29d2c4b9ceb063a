"""The taxonomy on the desk: read, written again, brought in from a file, held against a questionnaire."""

from __future__ import annotations

import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult import clock
from consult.db import db
from consult.needs.service import list_versions, taxonomy_in_use
from consult.needs.taxonomy import Need, Taxonomy, shipped_taxonomy
from consult.staff.models import Role, StaffAction
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.shipped import load_shipped
from consult.text import State
from tests.factories import a_campaign, a_territory
from tests.needs.taxonomy_files import DOMAIN, NEED, as_csv, as_xlsx
from tests.pages import check_page, parse

PAGE = "/staff/taxonomie"
RULES = "/staff/campagnes/petite-enfance/besoins/regles"
SHIPPED = shipped_taxonomy()
TABLE = as_csv(DOMAIN, NEED)
Visit = Callable[..., TestResponse]


@pytest.fixture
def coordinator(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def campaign(stored: Callable[..., None]) -> None:
    """A campaign being prepared with the shipped questionnaire."""
    campaign_id, questionnaire = uuid4(), load_shipped("besoins-petite-enfance")
    stored(a_territory(), a_campaign(id=campaign_id))
    stored(QuestionnaireVersion(
        campaign_id=campaign_id, number=1, document=questionnaire.to_document(),
        content_hash=questionnaire.content_hash, imported_at=clock.now()))


def in_use(app: Flask) -> tuple[int, Taxonomy]:
    with app.app_context():
        found = taxonomy_in_use()
        return found.number, found.taxonomy


def need_of(app: Flask, code: str) -> Need:
    return in_use(app)[1].by_code()[code]


def logged(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return [(action.verb, action.subject) for action in db.session.scalars(select(StaffAction))
                if "besoin" in action.verb]


def fields(page: TestResponse) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    found: dict[str, str] = {}
    for form in parse(page.text).iter("form"):
        if form.get("method") == "post":
            for control in form.iter("input"):
                if control.get("type") not in {"checkbox", "file"} and control.get("name"):
                    found[str(control.get("name"))] = control.get("value", "")
            for control in form.iter("textarea"):
                found[str(control.get("name"))] = (control.text or "").removeprefix("\n")
    return found


def edit(client: FlaskClient, code: str = "ACC-1", query: str = "", **changes: str) -> TestResponse:
    """Open the form of a need, change some fields, send it."""
    address = f"{PAGE}/besoins/{code}{query}"
    return client.post(address, data={**fields(client.get(address)), **changes})


def upload(client: FlaskClient, content: bytes = TABLE, name: str = "besoins.csv") -> TestResponse:
    return client.post(f"{PAGE}/importer", data={"file": (io.BytesIO(content), name)})


def confirm(client: FlaskClient, shown: TestResponse, **changes: str) -> TestResponse:
    return client.post(f"{PAGE}/importer/confirmer", data={**fields(shown), **changes},
                       content_type="multipart/form-data")


class TestReading:
    """What counts as each need, and in whose words."""

    def test_rules_are_shown_as_written_until_a_campaign_is_chosen(
            self, campaign: None, coordinator: FlaskClient, visit: Visit) -> None:
        plain, in_words = visit(PAGE), visit(f"{PAGE}?campagne=petite-enfance")

        assert "garde_souhaitee=creche" in plain.text
        assert "garde_souhaitee=creche" not in in_words.text
        assert "Une crèche ou une micro-crèche" in in_words.text
        assert RULES in in_words.text

    def test_a_campaign_without_a_questionnaire_says_so(
            self, stored: Callable[..., None], coordinator: FlaskClient, visit: Visit) -> None:
        stored(a_territory(), a_campaign())

        assert "pas encore de questionnaire" in visit(f"{PAGE}?campagne=petite-enfance").text
        assert "pas encore de questionnaire" in visit(RULES).text

    def test_an_unknown_campaign_is_not_found(self, coordinator: FlaskClient) -> None:
        assert coordinator.get(f"{PAGE}?campagne=nulle-part").status_code == 404
        assert coordinator.get(f"{PAGE}/besoins/NUL-1").status_code == 404

    def test_the_ranking_leads_there(
            self, campaign: None, coordinator: FlaskClient, visit: Visit) -> None:
        page = visit("/staff/campagnes/petite-enfance/besoins")

        assert f"{PAGE}?campagne=petite-enfance" in page.text
        assert "Comment ces besoins sont reconnus" in page.text

    @pytest.mark.parametrize("role", [Role.READER, Role.INTERVIEWER])
    def test_only_coordinators_come_in(
            self, campaign: None, app: Flask, signed_in: Callable[[Role], FlaskClient], role: Role) -> None:
        client = signed_in(role)
        reading = [client.get(PAGE + path) for path in ("", "/besoins.csv", "/besoins/ACC-1", "/importer",
                                                        "/versions", "/versions/0.csv")]
        sending = [edit(client, label="Autre"), upload(client), client.post(f"{PAGE}/versions/0/reprendre")]

        assert {answer.status_code for answer in (*reading, *sending, client.get(RULES))} == {403}
        assert in_use(app)[0] == 0


class TestWritingANeed:
    """One need at a time; each saving is a version."""

    def test_a_changed_need_is_a_new_version(
            self, app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
        answer = edit(coordinator, label="Une place en crèche", label_swb="Fasi", cues="crèche , place,",
                      evidence=" garde_souhaitee=creche ;\r\n jours=samedi ")

        need = need_of(app, "ACC-1")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}#ACC-1")
        assert (str(need.label), need.label.state("swb"), need.cues) == (
            "Une place en crèche", State.DRAFT, ("crèche", "place"))
        assert str(need.evidence) == "garde_souhaitee=creche;jours=samedi"
        assert need.actors == SHIPPED.by_code()["ACC-1"].actors
        assert logged(app) == [("modifie un besoin", "ACC-1")]
        assert "la version 1 est en usage" in visit(PAGE).text

    def test_what_a_second_person_read_is_marked(self, app: Flask, coordinator: FlaskClient) -> None:
        edit(coordinator, label_swb="Fasi", label_swb_reviewed="y")
        reviewed = need_of(app, "ACC-1").label.state("swb")
        edit(coordinator, label_swb="Fasi", label_swb_reviewed="y", label="Autre")

        assert (reviewed, need_of(app, "ACC-1").label.state("swb")) == (State.REVIEWED, State.DRAFT)

    def test_sending_it_as_it_stands_makes_no_version_and_says_so(
            self, app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
        answer = edit(coordinator)

        assert answer.status_code == 303
        assert "Rien n’a changé" in visit(PAGE).text
        assert (in_use(app)[0], logged(app)) == (0, [])

    @pytest.mark.parametrize(("changes", "words"), [
        ({"label": ""}, "Ce champ est nécessaire"), ({"evidence": "jours"}, "« jours » ne s’écrit pas"),
        ({"strong": "a=1;jours=sam edi"}, "« jours=sam edi » a un choix"),
        ({"actors": "=1+1"}, "formule"), ({"label": "=A1"}, "formule"), ({"label_swb": "=A1"}, "formule"),
        ({"label": "x" * 201}, "trop long"), ({"definition": "x" * 2001}, "trop longue"),
        ({"evidence": "a=1;" * 600}, "trop longue")])
    def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
            self, app: Flask, coordinator: FlaskClient, changes: dict[str, str], words: str) -> None:
        answer = edit(coordinator, **{"indicator": "à garder", **changes})

        check_page(answer, app, f"{PAGE}/besoins/ACC-1", 422)
        assert words in answer.text.replace("\u00a0", " ")
        assert fields(answer)["indicator"] == "à garder"
        assert in_use(app)[0] == 0

    def test_with_a_campaign_rules_must_name_what_it_asks(
            self, app: Flask, campaign: None, coordinator: FlaskClient) -> None:
        beside = "?campagne=petite-enfance"
        wrong = edit(coordinator, query=beside, evidence="garde_souhaitee=chateau;jour=lundi")
        right = edit(coordinator, query=beside, evidence="garde_souhaitee=halte")
        elsewhere = edit(coordinator, code="ACC-2", evidence="autre_question=oui")

        assert wrong.status_code == 422
        assert "n’a pas de choix nommé « chateau »" in wrong.text.replace("\u00a0", " ")
        assert "Passage : « jour=lundi »" in wrong.text.replace("\u00a0", " ")
        assert right.headers["Location"] == f"{PAGE}{beside}#ACC-1"
        assert elsewhere.status_code == 303

    def test_what_somebody_else_wrote_meanwhile_is_not_lost(
            self, app: Flask, coordinator: FlaskClient) -> None:
        opened = fields(coordinator.get(f"{PAGE}/besoins/ACC-1"))
        edit(coordinator, label="De quelqu’un d’autre")
        late = coordinator.post(f"{PAGE}/besoins/ACC-1", data={**opened, "label": "De moi"})
        kept = str(need_of(app, "ACC-1").label)
        again = coordinator.post(f"{PAGE}/besoins/ACC-1", data=fields(late))

        check_page(late, app, f"{PAGE}/besoins/ACC-1", 409)
        assert kept == "De quelqu’un d’autre"
        assert (again.status_code, str(need_of(app, "ACC-1").label)) == (303, "De moi")

    def test_two_people_may_write_two_needs_at_once(self, app: Flask, coordinator: FlaskClient) -> None:
        opened = fields(coordinator.get(f"{PAGE}/besoins/ACC-1"))
        edit(coordinator, code="ACC-2", label="Deux")
        coordinator.post(f"{PAGE}/besoins/ACC-1", data={**opened, "label": "Un"})

        assert [str(need_of(app, code).label) for code in ("ACC-1", "ACC-2")] == ["Un", "Deux"]


class TestFromAFile:
    """Read whole, shown as what it changes, kept when confirmed."""

    @pytest.mark.parametrize(("content", "name"), [(TABLE, "besoins.csv"), (as_xlsx(DOMAIN, NEED), "b.xlsx")])
    def test_what_changes_is_shown_before_it_is_kept(
            self, app: Flask, coordinator: FlaskClient, content: bytes, name: str) -> None:
        shown = upload(coordinator, content, f"/bureau/{name}")
        before = in_use(app)[0]
        answer = confirm(coordinator, shown)

        check_page(shown, app, f"{PAGE}/importer")
        assert "44 enlevés" in shown.text
        assert "garde_souhaitee=creche;<wbr>raisons_sans_accueil=pas_place" in shown.text
        assert (before, answer.status_code, in_use(app)[0]) == (0, 303, 1)
        assert [need.code for need in in_use(app)[1].needs()] == ["ACC-1"]
        assert logged(app) == [("importe les besoins", name)]

    def test_the_file_of_the_desk_changes_nothing(self, app: Flask, coordinator: FlaskClient) -> None:
        file = coordinator.get(f"{PAGE}/besoins.csv")
        shown = upload(coordinator, file.data)

        assert file.mimetype == "text/csv"
        assert "il n’y a rien à enregistrer" in shown.text
        assert in_use(app)[0] == 0

    def test_every_fault_is_told_and_nothing_is_taken(self, app: Flask, coordinator: FlaskClient) -> None:
        broken = {**NEED, "code": "ACC-2", "evidence_any": "a"}
        answer = upload(coordinator, as_csv(DOMAIN, NEED, NEED, broken))

        page = check_page(answer, app, f"{PAGE}/importer", 422)
        cells = [[" ".join("".join(cell.itertext()).split()) for cell in row.iter("td")]
                 for row in page.iter("tr")]
        assert [row[:2] for row in cells if row] == [
            ["3", "code"], ["4", "code"], ["5", "evidence_any"]]
        assert in_use(app)[0] == 0

    @pytest.mark.parametrize(("content", "name", "words"), [
        (b"", "b.csv", "vide"), (b"PK\x03\x04 rien", "b.xlsx", "ne peut pas être lu"),
        (b"\x00\x01", "b.csv", "lisible"), (b"%PDF-1.7", "b.pdf", "finit par")])
    def test_a_file_that_is_no_table_is_refused_at_its_field(
            self, app: Flask, coordinator: FlaskClient, content: bytes, name: str, words: str) -> None:
        answer = upload(coordinator, content, name)

        check_page(answer, app, f"{PAGE}/importer", 422)
        assert words in answer.text

    def test_without_a_file_the_form_asks_for_one(self, app: Flask, coordinator: FlaskClient) -> None:
        check_page(coordinator.post(f"{PAGE}/importer"), app, f"{PAGE}/importer", 422)

    def test_when_somebody_else_changed_the_needs_the_changes_are_shown_again(
            self, app: Flask, coordinator: FlaskClient) -> None:
        shown = upload(coordinator)
        edit(coordinator, label="De quelqu’un d’autre")
        late = confirm(coordinator, shown)
        kept = in_use(app)[0]
        again = confirm(coordinator, late)

        check_page(late, app, f"{PAGE}/importer/confirmer", 409)
        assert "De quelqu’un d’autre" in late.text
        assert (kept, again.status_code, in_use(app)[0]) == (1, 303, 2)

    @pytest.mark.parametrize(("changes", "words"), [
        ({"table": ""}, "Choisissez à nouveau"), ({"table": "rien"}, "Il manque la colonne"),
        ({"table": "code;code"}, "deux colonnes"), ({"number": ""}, "Choisissez à nouveau")])
    def test_a_confirmation_that_was_tampered_with_is_checked_like_a_file(
            self, app: Flask, coordinator: FlaskClient, changes: dict[str, str], words: str) -> None:
        answer = confirm(coordinator, upload(coordinator), **changes)

        assert answer.status_code == 422
        assert words in answer.text
        assert in_use(app)[0] == 0


class TestVersions:
    """Listed, downloaded, put in use again."""

    def test_an_older_version_is_put_in_use_as_a_new_one(
            self, app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
        confirm(coordinator, upload(coordinator))
        edit(coordinator, label="Autre")
        shown = visit(f"{PAGE}/versions/1/reprendre")
        answer = coordinator.post(f"{PAGE}/versions/1/reprendre")
        listed = visit(f"{PAGE}/versions")

        assert "Autre" in shown.text
        assert (answer.status_code, in_use(app)[0], str(need_of(app, "ACC-1").label)) == (303, 3, "Une place")
        assert "besoins.csv" in listed.text
        assert "Version 1 reprise" in listed.text
        with app.app_context():
            assert [version.number for version in list_versions()] == [3, 2, 1]
        assert logged(app)[-1] == ("reprend une version des besoins", "1")

    def test_the_shipped_taxonomy_can_be_taken_again(self, app: Flask, coordinator: FlaskClient) -> None:
        confirm(coordinator, upload(coordinator))
        coordinator.post(f"{PAGE}/versions/0/reprendre")

        assert in_use(app) == (2, SHIPPED)

    def test_the_version_in_use_makes_no_new_one(
            self, app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
        shown = visit(f"{PAGE}/versions/0/reprendre")
        coordinator.post(f"{PAGE}/versions/0/reprendre")

        assert "il n’y a rien à enregistrer" in shown.text
        assert in_use(app)[0] == 0

    @pytest.mark.parametrize("path", [
        "/versions/1.csv", "/versions/1/reprendre", "/versions/99999999999.csv"])
    def test_a_version_nobody_kept_is_not_found(self, coordinator: FlaskClient, path: str) -> None:
        assert coordinator.get(PAGE + path).status_code == 404


class TestAgainstAQuestionnaire:
    """The rules of a campaign's needs."""

    def test_shipped_rules_fit_and_what_is_left_aside_is_named(
            self, campaign: None, coordinator: FlaskClient, visit: Visit) -> None:
        page = visit(RULES)

        assert "Rien : toutes les règles nomment" in page.text.replace("\u00a0", " ")
        assert "rien_changer" in page.text
        assert "version 1 (brouillon)" in page.text

    def test_a_rule_about_something_else_is_told_with_its_piece(
            self, campaign: None, coordinator: FlaskClient, visit: Visit) -> None:
        edit(coordinator, evidence="garde=creche", strong="")

        page = visit(RULES)

        assert "<code>garde=creche</code>" in page.text
        assert "Besoins que ce questionnaire ne peut pas montrer" in page.text
        assert page.text.count("/staff/taxonomie/besoins/ACC-1?campagne=petite-enfance") == 2
        assert "règle à vérifier" in visit(f"{PAGE}?campagne=petite-enfance").text
