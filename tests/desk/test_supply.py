"""The supply on the desk: read place by place, written again line by line, brought in whole."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.db import db, writing
from consult.staff.models import Role, StaffAction
from consult.territories import service
from consult.territories.models import KnownOffer
from consult.territories.supply import offers
from tests.pages import check_page

PAGE = "/staff/offre"
LINE = {"territory_code": "97611-kaweni", "kind": "creche", "name": "Les Badamiers", "value": "20",
        "unit": "places", "status": "en service", "year": "2026", "hours": "07:00 - 17:00",
        "manager": "association", "source_title": "Appel, 3 nov. 2026", "source_url": "", "note": ""}
TABLE = "lieu;type;nom;nombre;source\nKawéni;Crèche;Les Badamiers;20;PMI, 2026\n"
Visit = Callable[..., TestResponse]


@pytest.fixture
def coordinator(app: Flask, signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    """The coordinator, and what the release knows."""
    with app.app_context(), writing():
        service.load_reference()
        db.session.commit()
    return signed_in(Role.COORDINATOR)


def known(app: Flask) -> dict[str, KnownOffer]:
    with app.app_context():
        return {row.name: row for row in service.list_offers()}


def verbs(app: Flask) -> list[str]:
    with app.app_context():
        return [action.verb for action in db.session.scalars(select(StaffAction)) if "offre" in action.verb]


def upload(client: FlaskClient, content: bytes, name: str = "offre.csv") -> TestResponse:
    return client.post(f"{PAGE}/importer", data={"file": (io.BytesIO(content), name)})


def headings(page: TestResponse) -> list[str]:
    return [name.strip() for name in re.findall(r'<h2 id="[^"]*">([^<]*)', page.text)]


class TestReading:
    """What is known, place by place."""

    def test_the_smallest_places_come_first(self, coordinator: FlaskClient, visit: Visit) -> None:
        found = headings(visit(PAGE))

        assert found[0] == "M&#39;Gombani"
        assert found[-1] == "Mayotte"
        assert "Mamoudzou" in found

    def test_lines_have_plain_words_and_their_sources(self, coordinator: FlaskClient, visit: Visit) -> None:
        page = visit(PAGE).text

        assert "Lieu d’accueil enfants-parents" in page
        assert "4 jours par semaine, 9 h - 11 h et 14 h - 16 h" in page
        assert 'href="https://lejournaldemayotte.yt/?p=33101"' in page
        assert "inconnu" in page
        assert "Villages et quartiers sans offre connue" in page
        assert "Vahibé" in page

    def test_its_address_sorts_each_table(self, coordinator: FlaskClient, visit: Visit) -> None:
        def places(sort: str) -> list[int]:
            page = visit(f"{PAGE}?tri={sort}").text
            return [page.index(f">{number} <span") for number in ("600", "300", "285", "262")]

        assert places("offre.-nombre") == sorted(places("offre.-nombre"))
        assert places("offre.nombre") == sorted(places("offre.nombre"), reverse=True)

    def test_an_empty_table_says_so(
            self, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
        signed_in(Role.COORDINATOR)

        assert "Aucune offre n’est connue" in visit(PAGE).text

    def test_readers_read_and_change_nothing(
            self, app: Flask, coordinator: FlaskClient, signed_in: Callable[[Role], FlaskClient],
            visit: Visit) -> None:
        key = known(app)["Wana Maya (Pamandzi)"].id
        client = signed_in(Role.READER)

        assert "Ajouter une ligne" not in visit(PAGE).text
        assert client.get(f"{PAGE}/offre.csv").status_code == 200
        for path in ("ajouter", "importer", str(key), f"{key}/retirer"):
            address = f"{PAGE}/{path}"
            assert client.get(address).status_code == client.post(address).status_code == 403

    def test_interviewers_stay_outside(
            self, coordinator: FlaskClient, signed_in: Callable[[Role], FlaskClient]) -> None:
        assert signed_in(Role.INTERVIEWER).get(PAGE).status_code == 403


class TestWriting:
    """One line at a time."""

    def test_a_line_is_added_once_however_often_it_is_sent(
            self, app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
        visit(f"{PAGE}/ajouter?lieu=97611-kaweni")
        line = {**LINE, "cle": str(uuid4())}

        answers = [coordinator.post(f"{PAGE}/ajouter", data=line) for _tap in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert answers[0].headers["Location"] == f"{PAGE}#97611-kaweni"
        assert known(app)["Les Badamiers"].value == 20
        assert len(known(app)) == len({offer.name for offer in offers()}) + 1
        assert "Les Badamiers" in visit(PAGE).text
        assert verbs(app)[0] == "ajoute à l’offre"

    def test_what_is_wrong_is_said_and_what_was_typed_stays(
            self, app: Flask, coordinator: FlaskClient) -> None:
        wrong = {**LINE, "value": "vingt", "source_title": "", "kind": "", "source_url": "javascript:x"}

        answer = coordinator.post(f"{PAGE}/ajouter", data=wrong)

        check_page(answer, app, f"{PAGE}/ajouter", 422)
        assert 'value="vingt"' in answer.text
        assert 'value="Les Badamiers"' in answer.text
        for words in ("n’est pas un nombre", "Écrivez d’où vient", "Écrivez ce que c’est",
                      "n’est pas une adresse"):
            assert words in answer.text
        assert "Les Badamiers" not in known(app)

    def test_the_same_line_twice_is_refused(self, app: Flask, coordinator: FlaskClient) -> None:
        coordinator.post(f"{PAGE}/ajouter", data={**LINE, "cle": str(uuid4())})

        answer = coordinator.post(f"{PAGE}/ajouter", data={**LINE, "cle": str(uuid4())})

        check_page(answer, app, f"{PAGE}/ajouter", 422)
        assert "existe déjà" in answer.text

    def test_a_line_is_written_again(self, app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
        row = known(app)["Wana Maya (Pamandzi)"]
        form = visit(f"{PAGE}/{row.id}").text
        changed = {**LINE, "territory_code": "97615", "name": row.name, "value": "12"}

        answer = coordinator.post(f"{PAGE}/{row.id}", data=changed)

        assert '<option selected value="97615">Pamandzi</option>' in form
        assert answer.status_code == 303
        assert known(app)[row.name].value == 12
        assert known(app)[row.name].id == row.id

    def test_a_line_is_taken_away_after_a_question(
            self, app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
        row = known(app)["Wana Maya (Pamandzi)"]

        visit(f"{PAGE}/{row.id}/retirer")
        answer = coordinator.post(f"{PAGE}/{row.id}/retirer")

        assert answer.status_code == 303
        assert row.name not in known(app)
        assert coordinator.get(f"{PAGE}/{row.id}").status_code == 404


class TestTables:
    """The whole supply as a file."""

    def test_the_file_comes_in_again_without_a_change(
            self, app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
        before = {row.id for row in known(app).values()}

        answer = upload(coordinator, coordinator.get(f"{PAGE}/offre.csv").data)

        assert answer.status_code == 303
        assert "rien n’a changé" in visit(PAGE).text
        assert {row.id for row in known(app).values()} == before
        assert verbs(app) == []

    def test_a_table_takes_the_place_of_the_one_there_is(
            self, app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
        visit(f"{PAGE}/importer")
        answer = upload(coordinator, TABLE.encode())

        assert answer.status_code == 303
        assert list(known(app)) == ["Les Badamiers"]
        assert f"Lignes ajoutées\u00a0: 1. Lignes retirées\u00a0: {len(offers())}." in visit(PAGE).text
        assert verbs(app) == ["importe l’offre"]

    def test_nothing_is_taken_where_anything_is_wrong(self, app: Flask, coordinator: FlaskClient) -> None:
        answer = upload(coordinator, f"{TABLE}Kaweny;Crèche;Autre;=1;\n".encode())

        check_page(answer, app, f"{PAGE}/importer", 422)
        assert "3 cases à corriger" in answer.text
        assert "Est-ce «\u00a0Kawéni\u00a0»\u00a0?" in answer.text
        assert len(known(app)) > 1

    @pytest.mark.parametrize(("content", "name"), [
        (b"", "offre.csv"), (b"PK\x03\x04", "offre.xlsx"), (TABLE.encode(), "offre.pdf")])
    def test_what_is_no_table_is_refused(
            self, app: Flask, coordinator: FlaskClient, content: bytes, name: str) -> None:
        answer = upload(coordinator, content, name)

        check_page(answer, app, f"{PAGE}/importer", 422)
        assert len(known(app)) > 1
