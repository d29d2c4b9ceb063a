"""The page of weights: every figure worked out again from the documents, and what readers are not told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.campaigns.models import Sampling
from consult.db import db, writing
from consult.needs.models import KnownMargin
from consult.staff.models import Role
from consult.surveys.questions import Kind
from tests.desk.margins import (
    ADDRESS,
    MARGINS,
    QUESTIONNAIRE,
    SOURCE,
    VILLAGES,
    Visit,
    know,
    known,
    plain_text,
)
from tests.desk.sharing import few_needs, share
from tests.desk.test_needs import FAMILIES, answered
from tests.desk.test_reading import rows
from tests.factories import a_campaign
from tests.needs.families import documents
from tests.needs.test_weights import group_of, raked_by_hand
from tests.pages import parse, words


def curved(text: object) -> str:
    """As it is printed, with plain spaces."""
    return str(text).replace("'", "’").replace("\u00a0", " ")


def percent(share: float) -> str:
    return f"{share * 100:.1f} %".replace(".", ",")


def points(gap: float) -> str:
    written = f"{abs(gap) * 100:.1f}".replace(".", ",")
    return written if written == "0,0" else ("+" if gap > 0 else "\u2212") + written


def test_each_category_stands_beside_its_part_of_the_population(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    know(app, **MARGINS)

    found = rows(visit(ADDRESS))

    for question, numbers in MARGINS.items():
        groups = Counter(group_of(answers, question, numbers) for answers in documents(FAMILIES))
        said = FAMILIES - groups.pop(None, 0)
        labels = {choice.name: curved(choice.label) for choice in QUESTIONNAIRE[question].choices}
        for key, number in numbers.items():
            if number is not None:
                sample, population = groups[key] / said, number / 10_000
                assert found[" ou ".join(labels[name] for name in key.split("|"))][:4] == [
                    str(groups[key]), percent(sample), percent(population), points(sample - population)]


def test_what_the_weights_are_worth_is_worked_out_from_the_documents(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    know(app, **MARGINS)

    page = visit(ADDRESS)

    weights = sorted(weight for weight in raked_by_hand(documents(FAMILIES), MARGINS) if weight)
    effective = round(sum(weights) ** 2 / sum(weight ** 2 for weight in weights))
    mean = sum(weights) / len(weights)
    middle = (weights[(len(weights) - 1) // 2] + weights[len(weights) // 2]) / 2
    times = [f"{round(weight / mean, 2):g} fois le poids moyen".replace(".", ",")
             for weight in (weights[0], middle, weights[-1])]
    assert f"{len(weights)} réponses en valent {effective}" in plain_text(page)
    assert f"{FAMILIES - len(weights)} réponses n’ont pas de poids" in plain_text(page)
    assert [words(value) for value in parse(page.text).iter("dd")][:3] == times
    steps = [int(count) for label, [count, *_] in rows(page).items()
             if re.match(r"[0-9,]+ (à|ou moins)|plus de", label)]
    assert sum(steps) == len(weights)


def expected_changes(weights: list[float]) -> list[tuple[str, str, str, str, str]]:
    """By plain Python: for each question its choice that moves most, then the five that move most."""
    found = []
    for question in QUESTIONNAIRE.questions():
        if question.kind not in {Kind.ONE, Kind.MULTIPLE} or question.name in MARGINS:
            continue
        refused = {choice.name for choice in question.choices if choice.filters.get("refusal")}
        answers = [answer.get(question.name) for answer in documents(FAMILIES)]
        given = [set(answer if isinstance(answer, list) else [answer]) - {None} if answer else set()
                 for answer in answers]
        base = [place for place, choices in enumerate(given) if choices and not choices & refused]
        total = sum(weights[place] for place in base)
        moves = []
        for choice in question.choices:
            if choice.name not in refused and len(base) >= 30:
                giving = [place for place in base if choice.name in given[place]]
                after = sum(weights[place] for place in giving) / total
                moves.append((len(giving) / len(base), after, choice))
        if moves and max(after for _, after, _ in moves) < 1 - 1e-9:
            before, after, choice = max(moves, key=lambda move: abs(move[1] - move[0]))
            number = f"{question.number}. " if question.number else ""
            found.append((abs(after - before), curved(f"{number}{question.label}"), curved(choice.label),
                          percent(before), percent(after), points(after - before)))
    return [move[1:] for move in sorted(found, key=lambda move: -move[0])[:5]]


def changes(page: TestResponse) -> list[tuple[str, ...]]:
    table = next(table for table in parse(page.text).iter("table")
                 if words(table.find("caption")).startswith("Les cinq questions"))
    return [tuple(words(cell) for cell in row) for row in table.iter("tr") if row.find("td") is not None]


def test_what_the_weights_change_most_is_worked_out_from_the_documents(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    know(app, **MARGINS)

    found = changes(visit(ADDRESS))

    assert len(found) == 5
    assert found == expected_changes(raked_by_hand(documents(FAMILIES), MARGINS))


@pytest.mark.parametrize(("sampling", "says", "has_intervals"), [
    (Sampling.VOLUNTARY, "Réponses reçues, non représentatif au sens statistique.", False),
    (Sampling.RANDOM, "les intervalles à 95 % en tiennent compte", True),
    (Sampling.CENSUS, "Toutes les familles ont été interrogées.", False)])
def test_the_page_says_what_may_be_said(
        app: Flask, stored: Callable[..., None], coordinator: FlaskClient, visit: Visit, sampling: Sampling,
        says: str, has_intervals: bool) -> None:
    answered(app, stored, sampling=sampling)
    know(app, **MARGINS)

    page = visit(ADDRESS)

    assert says in plain_text(page)
    assert ("Aucun intervalle n’est donné." in plain_text(page)) is not has_intervals
    assert [bool(re.search(r" de [0-9,]+ % à [0-9,]+ %$", row[3])) for row in changes(page)] == [
        has_intervals] * 5


def test_a_weight_above_five_times_the_mean_is_warned_of(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    know(app, adultes={"un": 9990, "deux|trois_plus": 10, "nsp": None})
    assert "quelques familles parlent pour beaucoup d’autres" not in visit(ADDRESS).text

    know(app, role={"mere|pere|grand_parent|autre_adulte": 1, "futur_parent": 9999})

    assert "quelques familles parlent pour beaucoup d’autres" in visit(ADDRESS).text


def test_where_there_are_no_weights_the_page_says_why_and_still_shows_the_margins(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    know(app, village=dict(VILLAGES, hors_commune=0))

    page = visit(ADDRESS)

    assert "Il n’y a pas de poids. La marge dit que personne ne répond « J’habite une autre commune »" in \
        plain_text(page)
    assert "en valent" not in page.text
    assert rows(page)["Kawéni"][2] == "26,0 %"


def test_without_margins_or_without_a_questionnaire_the_page_says_what_to_do(
        survey: None, stored: Callable[..., None], coordinator: FlaskClient, visit: Visit) -> None:
    stored(a_campaign(id=uuid4(), slug="vide"))

    assert "Aucune marge n’est connue" in visit(ADDRESS).text
    assert "Publiez d’abord un questionnaire" in visit("/staff/campagnes/vide/poids/ajouter").text
    assert visit("/staff/campagnes/vide/poids").status_code == 200
    assert coordinator.get("/staff/campagnes/rien/poids").status_code == 404


def test_responses_that_a_margin_leaves_out_are_told_by_the_reason(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    know(app, village=VILLAGES)

    text = plain_text(visit(ADDRESS))

    elsewhere = sum(answers.get("village") == "hors_commune" for answers in documents(FAMILIES))
    silent = sum(not answers.get("village") for answers in documents(FAMILIES))
    assert f"{elsewhere} hors de la population (J’habite une autre commune)" in text
    assert f"{silent} sans réponse à cette question" in text


def test_readers_read_what_points_at_no_family(
        app: Flask, survey: None, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    know(app, **MARGINS)
    few_needs(app)
    share(app)
    reader = signed_in(Role.READER)

    page, participation = rows(visit(ADDRESS)), rows(visit(ADDRESS.replace("poids", "reponses")))

    assert page["Kawéni"][0] == participation["Kawéni"][0]
    assert page["Je suis le seul adulte"][:3] == ["masqué", "masqué", "33,0 %"]
    text = plain_text(reader.get(ADDRESS))
    assert SOURCE in text
    assert "réponses en valent environ" in text
    for private in ("Ce qui change le plus", "fois le poids moyen", "Ajouter une marge",
                    "sans réponse à cette question", "Modifier", "Retirer"):
        assert private not in text


def test_readers_are_not_told_which_category_is_empty(
        app: Flask, survey: None, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    know(app, adultes={"un": 10_000, "deux|trois_plus": 0, "nsp": None})
    few_needs(app)
    share(app)
    signed_in(Role.READER)

    text = plain_text(visit(ADDRESS))

    assert "La coordination voit pourquoi." in text
    assert "personne ne répond" not in text


def test_readers_are_not_told_what_the_answers_are_worth_where_a_category_is_small(
        app: Flask, survey: None, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    few = Counter(answers.get("role") for answers in documents(FAMILIES))
    rare = min((role for role in few if role), key=lambda role: few[role])
    assert few[rare] < 5
    others = "|".join(choice.name for choice in QUESTIONNAIRE["role"].choices if choice.name != rare)
    know(app, role={rare: 10, others: 90})
    few_needs(app)
    share(app)
    signed_in(Role.READER)

    assert "en valent" not in visit(ADDRESS).text


@pytest.mark.parametrize("role", [Role.READER, Role.INTERVIEWER])
@pytest.mark.parametrize("path", ["/ajouter", "/marges/village", "/marges/village/retirer", "/modele.xlsx"])
def test_only_the_coordinator_changes_margins(
        app: Flask, survey: None, signed_in: Callable[[Role], FlaskClient], role: Role, path: str) -> None:
    know(app, village=VILLAGES)
    client = signed_in(role)

    assert client.get(f"{ADDRESS}{path}").status_code == 403
    assert client.post(f"{ADDRESS}{path}", data={}).status_code in {403, 405}
    assert client.get(ADDRESS).status_code == (200 if role is Role.READER else 403)
    assert known(app).keys() == {"village"}


def test_every_page_of_weights_keeps_its_promises(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    know(app, **MARGINS)

    for path in ("", "?tri=village.-ecart", "/ajouter", "/marges/village", "/marges/village?populations=1",
                 "/marges/adultes/retirer"):
        visit(ADDRESS + path)


def test_a_choice_that_a_margin_does_not_have_asks_for_it_to_be_changed(
        app: Flask, survey: None, coordinator: FlaskClient, visit: Visit) -> None:
    know(app, adultes={"un": 3300, "deux": 6700, "trois_plus": 0, "nsp": None})
    with app.app_context(), writing():
        margin = db.session.scalars(select(KnownMargin)).one()
        margin.targets = {"un": 3300, "deux": 6700}
        db.session.commit()

    page = visit(ADDRESS)

    assert "des choix que cette marge ne compte pas : Trois adultes ou plus." in plain_text(page)
    given = sum(answers.get("adultes") == "trois_plus" for answers in documents(FAMILIES))
    assert f"{given} avec un choix que cette marge ne compte pas" in plain_text(page)
