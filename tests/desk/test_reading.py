"""The pages on which answers are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult import clock
from consult.campaigns.models import Mode, Stage
from consult.staff.models import Role
from consult.surveys.questions import Kind, Question
from consult.text import localized
from tests.desk.sharing import share
from tests.exports.collected import ANSWERS, FIRST_NAME, MORE, PHONE, Collected, a_relay, a_version, collect
from tests.factories import a_campaign, a_territory
from tests.pages import parse, words

ADDRESS = "/staff/campagnes/petite-enfance/reponses"
SVG = "{http://www.w3.org/2000/svg}"
Visit = Callable[[str], TestResponse]


@pytest.fixture
def collected(app: Flask, stored: Callable[..., None]) -> Collected:
    return collect(app, stored)


@pytest.fixture
def coordinator(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


def rows(page: TestResponse) -> dict[str, list[str]]:
    """The cells of each row of the tables of a page, by the words of its heading."""
    found = {}
    for row in parse(page.text).iter("tr"):
        heading, cells = row.find("th[@scope='row']"), row.findall("td")
        if heading is not None:
            found[words(heading)] = [words(cell) for cell in cells]
    return found


def bases(page: TestResponse) -> list[str]:
    lists = [found for found in parse(page.text).iter("dl") if found.get("class") == "bases"]
    return [words(value) for value in lists[0].iter("dd")]


def test_participation_is_told_apart_in_five_ways(
        collected: Collected, stored: Callable[..., None], coordinator: FlaskClient, visit: Visit) -> None:
    relay = a_relay(collected.campaign_id, "PMI de Kawéni")
    relay_id = relay.id
    stored(relay)
    collected.answer({"village": "kaweni"}, relay_id=relay_id, language="swb")
    collected.answer({"village": "kaweni"}, mode=Mode.PAPER, day=date(2026, 11, 21))
    collected.answer({"village": None})

    found = rows(visit(ADDRESS))

    assert found["Kawéni"][:2] == ["2", "67 %"]
    assert found["Cavani"][:2] == ["0", "0 %"]
    assert found["Non précisé"][0] == "1"
    assert found["Shimaore"][0] == found["PMI de Kawéni"][0] == found["Sur papier"][0] == "1"
    assert found["Sans relais"][0] == found["23/11/2026"][0] == "2"


def test_a_chart_stands_beside_the_same_table(collected: Collected, coordinator: FlaskClient) -> None:
    collected.answer(day=date(2026, 11, 21))
    collected.answer()

    page = parse(coordinator.get(ADDRESS).text)

    [chart] = [svg for svg in page.iter(f"{SVG}svg") if svg.get("role") == "img"]
    titles = [words(title) for title in chart.iter(f"{SVG}title")]
    assert titles == ["Réponses par jour", "21/11/2026 : 1", "23/11/2026 : 1"]
    assert chart.find(f"{SVG}desc") is not None


def test_figures_lead_to_what_they_are_made_of_and_filters_combine(
        collected: Collected, coordinator: FlaskClient, visit: Visit) -> None:
    collected.answer({"village": "kaweni", "garde": ["creche"]})
    collected.answer({"village": "kaweni", "garde": ["famille"]}, language="swb")
    collected.answer({"village": "cavani", "garde": ["creche"]}, mode=Mode.PAPER)

    def total(query: str) -> str:
        page = parse(visit(f"{ADDRESS}?{query}").text)
        return next(words(figure) for figure in page.iter("strong") if figure.get("class") == "figure")

    assert f'href="{ADDRESS}?village=kaweni"' in coordinator.get(ADDRESS).text
    assert f'href="{ADDRESS}?village=kaweni&amp;langue=swb"' in coordinator.get(f"{ADDRESS}?langue=swb").text
    assert [total("village=kaweni"), total("choix=garde/creche"), total("village=kaweni&choix=garde/creche"),
            total("mode=paper"), total("relais=aucun"), total("jour=2026-11-23"), total("version=1"),
            total("village=inconnu"), total("choix=inconnue/x"), total("version=9")] == [
        "2", "2", "1", "1", "3", "3", "3", "0", "0", "0"]


@pytest.mark.parametrize("query", ["jour=hier", "version=x", "relais=PMI"])
def test_an_address_nobody_clicked_is_no_page(
        collected: Collected, coordinator: FlaskClient, query: str) -> None:
    assert coordinator.get(f"{ADDRESS}?{query}").status_code == 404


@pytest.mark.parametrize("name", list(ANSWERS))
def test_every_question_has_its_page(collected: Collected, coordinator: FlaskClient, visit: Visit,
                                     name: str) -> None:
    collected.answer()

    pages = {"enfants": ["age", "lieu"]}.get(name, [name])

    for page in pages:
        visit(f"{ADDRESS}/questions/{page}")


def test_the_bases_of_a_question_are_told_apart(
        collected: Collected, coordinator: FlaskClient, visit: Visit) -> None:
    collected.answer({"village": "kaweni", "garde": ["creche", "famille"]})
    collected.answer({"village": "kaweni", "garde": ["creche"]})
    collected.answer({"village": "kaweni", "garde": None})
    collected.answer({"village": "kaweni"})

    page = visit(f"{ADDRESS}/questions/garde")

    assert bases(page) == ["4", "3", "2", "1", "1"]
    assert rows(page)["Crèche ; micro-crèche"][:2] == ["2", "100 %"]
    assert rows(page)["Famille"][:2] == ["1", "50 %"]
    assert "le total dépasse 100 %" in page.text.replace("\u00a0", " ")
    assert f"{ADDRESS}?choix={quote('garde/creche')}".replace("%2F", "/") in page.text


def test_a_number_has_its_quartiles(collected: Collected, coordinator: FlaskClient, visit: Visit) -> None:
    for number in (1, 2, 2, 3, 7):
        collected.answer({"enfants_nombre": number})

    page = visit(f"{ADDRESS}/questions/enfants_nombre")

    assert rows(page)["2"][0] == "2"
    values = [words(value) for value in parse(page.text).iter("dd")][5:]
    assert values == ["2", "2", "3", "1 – 7"]


def test_a_ranking_tells_places(collected: Collected, coordinator: FlaskClient, visit: Visit) -> None:
    collected.answer({"ordre": ["lieu", "prix"]})
    collected.answer({"ordre": ["lieu"]})

    page = visit(f"{ADDRESS}/questions/ordre")

    assert rows(page)["Lieu"] == ["2", "2", "1"]
    assert rows(page)["Prix"] == ["1", "0", "2"]


def test_questions_of_a_repeat_count_its_instances(
        collected: Collected, coordinator: FlaskClient, visit: Visit) -> None:
    collected.answer()
    collected.answer({"village": "cavani", "enfants": [{"age": 3}]}, language="swb")

    assert bases(visit(f"{ADDRESS}/questions/age")) == ["3", "3", "2", "1", "0"]
    assert bases(visit(f"{ADDRESS}/questions/age?langue=swb")) == ["1", "1", "1", "0", "0"]
    narrow = f"{ADDRESS}/questions/age?village=kaweni&jour=2026-11-23"
    assert bases(visit(narrow)) == ["2", "2", "1", "1", "0"]


def test_versions_are_compared_by_the_name_of_the_question(
        app: Flask, stored: Callable[..., None], coordinator: FlaskClient, visit: Visit) -> None:
    collected = collect(app, stored, versions=2)
    collected.answer({"village": "kaweni"})
    collected.answer({"village": "kaweni", "avis": "Bien"}, version=2)
    collected.answer({"village": "cavani", "avis": None}, version=2)

    both = visit(f"{ADDRESS}/questions/village")
    second = visit(f"{ADDRESS}/questions/village?version=2")

    assert bases(both)[0] == "3"
    assert "D’une version du questionnaire à l’autre" in both.text
    assert rows(both)["Kawéni"] == ["1 50 %", "1 100 %"]
    assert bases(second)[0] == "2"
    assert bases(visit(f"{ADDRESS}/questions/avis")) == ["3", "2", "1", "1", "1"]


def test_texts_are_read_apart_from_everything_else(
        collected: Collected, coordinator: FlaskClient, visit: Visit) -> None:
    for number in range(60):
        collected.answer({"village": "kaweni", "mot": f"Mot {number:02} <b>",
                          "garde_other": f"Autre {number:02}"})

    first, second = (visit(f"{ADDRESS}/questions/mot/textes?page={page}").text for page in (1, 2))
    others = visit(f"{ADDRESS}/questions/garde_other/textes").text

    order = [int(number) for number in re.findall(r"Mot (\d\d) &lt;b&gt;", first + second)]
    other_order = [int(number) for number in re.findall(r"Autre (\d\d)", others)]
    assert sorted(order) == list(range(60)) != order
    assert order[:len(other_order)] != other_order
    assert "Kawéni" not in first


def test_the_list_of_questions_gives_their_bases(
        collected: Collected, coordinator: FlaskClient, visit: Visit) -> None:
    collected.answer({"village": None}, contacts={"prenom": FIRST_NAME, "telephone": PHONE})

    page = visit(f"{ADDRESS}/questions")

    assert rows(page)["1. Votre village ?"][:3] == ["1", "0", "1"]
    assert next(iter(rows(page))) == "1. Votre village ?"
    assert list(rows(visit(f"{ADDRESS}/questions?tri=questions.posee")))[-1] == "1. Votre village ?"
    assert "Votre téléphone" not in page.text
    assert coordinator.get(f"{ADDRESS}/questions/telephone").status_code == 404


def test_hostile_words_are_only_words(
        app: Flask, stored: Callable[..., None], coordinator: FlaskClient, visit: Visit,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MORE, 1, (Question("piege", Kind.TEXT, localized("<script>alert(1)</script>")),))
    collected = collect(app, stored)
    collected.answer({"piege": "<img src=x onerror=alert(1)>"})

    for page in ("questions", "questions/piege", "questions/piege/textes"):
        assert "<script>alert" not in visit(f"{ADDRESS}/{page}").text
        assert "<img" not in visit(f"{ADDRESS}/{page}").text


def test_a_reader_sees_participation_with_small_counts_withheld(
        app: Flask, collected: Collected, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    for village, count in (("kaweni", 12), ("cavani", 6), ("vahibe", 2)):
        for _ in range(count):
            collected.answer({"village": village})

    share(app)
    signed_in(Role.READER)
    page = visit(ADDRESS)

    counts = [rows(page)[village][0] for village in ("Kawéni", "Cavani", "Vahibé")]
    assert counts == ["12", "masqué", "masqué"]
    assert rows(visit(f"{ADDRESS}?village=vahibe")) == rows(page)
    assert "village=vahibe" not in page.text


def test_a_reader_of_ten_answers_sees_none(
        app: Flask, collected: Collected, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    for _ in range(10):
        collected.answer({"village": "kaweni"})

    share(app)
    signed_in(Role.READER)

    assert "Aucun chiffre pour l’instant." in visit(ADDRESS).text
    assert rows(visit(ADDRESS)) == {}
    assert "masqué" in visit("/staff/").text


@pytest.mark.parametrize(("role", "page"), [
    (Role.READER, "/questions"), (Role.READER, "/questions/village"), (Role.READER, "/questions/mot/textes"),
    (Role.INTERVIEWER, ""), (Role.INTERVIEWER, "/questions"), (Role.INTERVIEWER, "/questions/village"),
    (Role.INTERVIEWER, "/questions/mot/textes")])
def test_answers_are_the_coordinator_s(
        collected: Collected, signed_in: Callable[[Role], FlaskClient], role: Role, page: str) -> None:
    assert signed_in(role).get(ADDRESS + page).status_code == 403


def test_a_campaign_without_answers_says_so(
        collected: Collected, coordinator: FlaskClient, visit: Visit) -> None:
    assert "Aucune réponse pour l’instant." in visit(ADDRESS).text
    visit(f"{ADDRESS}/questions")
    visit(f"{ADDRESS}/questions/garde")


def test_a_campaign_without_questionnaire_can_be_opened(
        app: Flask, stored: Callable[..., None], coordinator: FlaskClient, visit: Visit) -> None:
    collect(app, stored, versions=0)

    visit(ADDRESS)
    assert "Aucun questionnaire publié." in visit(f"{ADDRESS}/questions").text


def test_the_overview_tells_what_came_in(
        collected: Collected, coordinator: FlaskClient, visit: Visit) -> None:
    today = clock.today()
    for days in (0, 0, 6, 7):
        collected.answer({"village": "kaweni"}, day=today - timedelta(days=days))

    page = parse(visit("/staff/").text)

    figures = [words(figure) for figure in page.iter("span") if figure.get("class") == "figure"]
    assert figures[:3] == ["4", "2", "3"]


def test_the_overview_names_places_with_few_answers(
        app: Flask, stored: Callable[..., None], coordinator: FlaskClient, visit: Visit) -> None:
    collected = collect(app, stored)
    stored(*(a_territory(code=code, name=code.title(), kind="village", parent_code="97611")
             for code in ("kaweni", "cavani")))
    for _ in range(30):
        collected.answer({"village": "kaweni"})
    collected.answer({"village": "cavani"})

    page = visit("/staff/").text.replace("\u00a0", " ")

    assert "Cavani : 1" in page
    assert "Kawéni : 30" not in page
    assert "Vahibé" not in page


def test_the_overview_lists_what_is_left_to_do(
        app: Flask, stored: Callable[..., None], coordinator: FlaskClient, visit: Visit) -> None:
    empty, drafted = a_campaign(slug="vide"), a_campaign(slug="brouillon", closes_on=date(2020, 2, 1))
    stored(a_territory(), empty, drafted)
    with app.app_context():
        from consult.campaigns.service import find_campaign
        version = a_version(find_campaign("brouillon").id, 1, published_at=None)
    stored(version)

    page = visit("/staff/").text.replace("\u00a0", " ")

    assert "Choisir un questionnaire." in page
    assert "Publier la version 1 du questionnaire." in page
    assert "Ajouter des relais" in page
    assert "Fermer la consultation : sa date de fin est passée." in page


def test_a_language_to_translate_or_read_again_is_something_to_do(
        collected: Collected, coordinator: FlaskClient, visit: Visit) -> None:
    assert "Traduire le questionnaire en Shimaore." in visit("/staff/").text


def test_an_interviewer_sees_no_result(collected: Collected, signed_in: Callable[[Role], FlaskClient],
                                       stored: Callable[..., None], visit: Visit) -> None:
    for _ in range(47):
        collected.answer()
    stored(a_campaign(slug="secrete", stage=Stage.DRAFT, title=localized("Projet secret")))

    signed_in(Role.INTERVIEWER)
    page = words(parse(visit("/staff/").text).find("body"))

    assert "Petite enfance" in page
    assert "47" not in page
    assert "Projet secret" not in page
