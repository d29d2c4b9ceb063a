"""The portrait of a territory on the desk: indicators, their values side by side, and what is unknown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult.db import db, writing
from consult.staff.models import Role
from consult.territories import service
from consult.territories.indicators import Value
from tests.factories import a_campaign
from tests.pages import check_page, parse, words

PAGE = "/staff/portrait"
VALUE = {"territory_code": "97611", "value": "5200", "year": "2026", "nature": "recensement",
         "source_title": "Insee, recensement 2026", "source_url": "https://www.insee.fr/", "note": ""}
Visit = Callable[..., TestResponse]


@pytest.fixture
def coordinator(app: Flask, signed_in: Callable[[Role], FlaskClient],
                stored: Callable[..., None]) -> FlaskClient:
    """The coordinator of Mamoudzou, and what the release knows."""
    with app.app_context(), writing():
        service.load_reference()
        db.session.commit()
    stored(a_campaign())
    return signed_in(Role.COORDINATOR)


def values(app: Flask, indicator: str, place: str = "97611") -> list[Value]:
    with app.app_context():
        return [value for value in service.known_values([place]) if value.indicator == indicator]


def section(page: TestResponse, code: str) -> str:
    """The words of an indicator."""
    return next(words(each) for each in parse(page.text).iter("section") if each.get("id") == code)


def add(client: FlaskClient, code: str = "DEMO-1", **changes: str) -> TestResponse:
    return client.post(f"{PAGE}/{code}/ajouter", data={**VALUE, "cle": str(uuid4()), **changes})


def test_sources_stand_side_by_side_and_the_rest_is_unknown(coordinator: FlaskClient, visit: Visit) -> None:
    page = visit(PAGE)

    assert "Portrait du territoire\u00a0: Mamoudzou" in page.text
    population = section(page, "DEMO-0").replace("\u202f", " ")
    assert population.index("71 437 personnes") < population.index("57 281") < population.index("329 000")
    assert "inconnu" in section(page, "DEMO-1")
    assert "inconnu pour Mamoudzou" in section(page, "DEMO-3")
    assert "8 910 naissances" in section(page, "DEMO-3").replace("\u202f", " ")


def test_the_supply_says_its_part(coordinator: FlaskClient, visit: Visit) -> None:
    page = visit(f"{PAGE}?lieu=976")

    assert "300 places" in section(page, "OFF-1")
    assert "/staff/offre#976" in page.text


def test_what_consultations_count_is_not_asked_of_anybody(coordinator: FlaskClient, visit: Visit) -> None:
    assert "Compté par cette plateforme" in section(visit(PAGE), "DEM-1")
    assert "Ajouter une valeur" not in section(visit(PAGE), "DEM-1")


def test_any_place_has_its_portrait(coordinator: FlaskClient, visit: Visit) -> None:
    assert "14 944 personnes" in section(visit(f"{PAGE}?lieu=97611-kaweni"), "DEMO-0").replace("\u202f", " ")
    assert coordinator.get(f"{PAGE}?lieu=nulle-part").status_code == 404
    assert coordinator.get(f"{PAGE}/NUL-1/ajouter").status_code == 404


def test_a_site_without_places_says_so(signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    signed_in(Role.COORDINATOR)

    assert "Aucun lieu n’est connu" in visit(PAGE).text


def test_a_value_is_added_once_however_often_it_is_sent(
        app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
    visit(f"{PAGE}/DEMO-1/ajouter?lieu=97611")
    key = str(uuid4())

    answers = [add(coordinator, cle=key) for _tap in range(2)]

    assert {answer.headers["Location"] for answer in answers} == {f"{PAGE}?lieu=97611#DEMO-1"}
    assert [value.figure for value in values(app, "DEMO-1")] == [5200]
    assert "5 200 personnes" in section(visit(PAGE), "DEMO-1").replace("\u202f", " ")


def test_a_rate_is_worked_out_on_the_page(app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
    add(coordinator, "DEMO-4", value="", numerator="142", denominator="500")
    add(coordinator, "DEMO-4", value="", numerator="142", year="2025")

    shown = section(visit(PAGE), "DEMO-4")

    assert "28,4 % 142 sur 500" in shown
    assert "inconnu 142 sur ?" in shown


def test_source_and_year_are_needed_and_what_was_typed_stays(app: Flask, coordinator: FlaskClient) -> None:
    answer = add(coordinator, source_title="", year="", value="environ 5000")

    check_page(answer, app, f"{PAGE}/DEMO-1/ajouter", 422)
    assert 'value="environ 5000"' in answer.text
    for sentence in ("Écrivez d’où vient ce nombre", "Écrivez l’année", "n’est pas un nombre"):
        assert sentence in answer.text
    assert values(app, "DEMO-1") == []


def test_a_value_is_written_again_and_taken_away(app: Flask, coordinator: FlaskClient, visit: Visit) -> None:
    add(coordinator)
    [value] = values(app, "DEMO-1")
    address = f"{PAGE}/valeurs/{value.key}"

    assert 'value="5200"' in visit(address).text
    coordinator.post(address, data={**VALUE, "value": "5300"})
    assert [each.figure for each in values(app, "DEMO-1")] == [5300]

    visit(f"{address}/retirer")
    coordinator.post(f"{address}/retirer")
    assert values(app, "DEMO-1") == []
    assert coordinator.get(address).status_code == 404


def test_the_file_has_every_value_and_every_unknown(coordinator: FlaskClient) -> None:
    text = coordinator.get(f"{PAGE}/portrait.csv?lieu=97611").data.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))

    births = [line for line in lines if line["code"] == "DEMO-3"]
    assert (births[0]["lieu"], births[0]["valeur"], births[0]["année"]) == ("Mamoudzou", "inconnu", "")
    assert (births[1]["lieu"], births[1]["valeur"], births[1]["année"]) == ("Mayotte", "8910", "2024")
    assert {line["code"] for line in lines} >= {"DEMO-0", "DEMO-1", "OFF-1", "PAR-3"}
    assert all(line["source"] and line["année"] for line in lines if line["valeur"] != "inconnu")


def test_readers_read_and_change_nothing(
        app: Flask, coordinator: FlaskClient, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    key = values(app, "DEMO-0")[0].key
    client = signed_in(Role.READER)

    assert "Ajouter une valeur" not in visit(PAGE).text
    assert client.get(f"{PAGE}/portrait.csv").status_code == 200
    for path in ("DEMO-1/ajouter", f"valeurs/{key}", f"valeurs/{key}/retirer"):
        address = f"{PAGE}/{path}"
        assert client.get(address).status_code == client.post(address).status_code == 403
