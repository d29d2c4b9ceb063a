"""What families' own words say of a need: chosen, cleaned, opened to others, taken back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from consult.db import db, writing
from consult.needs.models import Verbatim
from consult.needs.texts import Text
from consult.responses.models import Response
from consult.staff.models import Role
from tests.desk.test_coding import NAMES, plain
from tests.factories import sign_in
from tests.needs.coded import Reading
from tests.needs.test_codings import correct

BESOIN = "/staff/campagnes/petite-enfance/besoins/ACC-1"
ADDRESS = f"{BESOIN}/verbatims"
CLEAN = "Je garde l’enfant de ma sœur […]"
Visit = Callable[..., TestResponse]


@pytest.fixture
def reading(app: Flask, stored: Callable[..., None]) -> Reading:
    return Reading(app, stored)


@pytest.fixture
def coordinator(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


def a_text(reading: Reading, words: str = "Je garde l’enfant de ma sœur Zaïna", code: str = "ACC-1") -> Text:
    """Written by a family, and coded by somebody."""
    reading.write(words)
    text = reading.text(words)
    reading.code(text, NAMES[Role.COORDINATOR], [code])
    return text


def quote(client: FlaskClient, text: Text, words: str = CLEAN, **more: str) -> TestResponse:
    return client.post(f"{ADDRESS}/{text.handle}", data={"mots": words, "lu": text.fingerprint, **more})


def kept(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Verbatim)) or 0


def quotations(client: FlaskClient) -> list[dict[str, str]]:
    file = client.get(f"{ADDRESS}.csv")
    assert file.status_code == 200
    return list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))


def test_only_texts_that_say_the_need_can_be_quoted(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text, other = a_text(reading), a_text(reading, "Un taxi", "MOB-1")

    page = visit(ADDRESS)

    assert "1 texte." in plain(page)
    assert f'href="{ADDRESS}/{text.handle}"' in page.text
    assert coordinator.get(f"{ADDRESS}/{other.handle}").status_code == 404


def test_a_quotation_starts_from_the_text_and_is_kept_as_cleaned(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = a_text(reading)

    assert "sœur Zaïna</textarea>" in visit(f"{ADDRESS}/{text.handle}").text
    assert quote(coordinator, text, francais="").status_code == 303

    page = visit(BESOIN)
    assert CLEAN in page.text
    assert "Zaïna" not in page.text
    assert "pour vous seule" in page.text


def test_others_read_only_what_somebody_judged_fit_for_them(
        app: Flask, reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    private, public = a_text(reading), a_text(reading, "Pas de place à Kawéni")
    quote(coordinator, private)
    quote(coordinator, public, "Pas de place", publiable="y")

    assert {line["publiable"] for line in quotations(coordinator)} == {"oui", "non"}
    shown = visit(f"{BESOIN}?vue=publiable").text
    sign_in(app, coordinator, Role.READER)
    read = visit(BESOIN).text

    for page in (shown, read):
        assert "Pas de place" in page
        assert CLEAN not in page
    assert [line["mots"] for line in quotations(coordinator)] == ["Pas de place"]
    assert coordinator.get(ADDRESS).status_code == 403


@pytest.mark.parametrize(("words", "said"), [
    ("", "Écrivez ce que vous citez."), ("mot " * 300, "C’est trop long"),
    ("Appelez le 0639 12 34 56", "Il y a un numéro de téléphone"),
    ("Appelez le +262 (0)639-12-34-56", "Il y a un numéro de téléphone")])
def test_what_cannot_be_quoted_is_refused_and_stays_typed(
        app: Flask, reading: Reading, coordinator: FlaskClient, words: str, said: str) -> None:
    answer = quote(coordinator, a_text(reading), words, francais="En français", publiable="y")

    assert answer.status_code == 422
    assert said in plain(answer)
    assert "En français</textarea>" in answer.text
    assert words.strip() in answer.text
    assert kept(app) == 0


def test_a_masked_text_is_quoted_by_who_masked_it_only_and_never_whole(
        app: Flask, reading: Reading, coordinator: FlaskClient) -> None:
    own, hidden = a_text(reading), a_text(reading, "Demandez à Ali")
    reading.mask(own, NAMES[Role.COORDINATOR])
    reading.mask(hidden, "amina")

    assert quote(coordinator, own, own.text).status_code == 422
    assert quote(coordinator, own).status_code == 303
    assert quote(coordinator, hidden).status_code == 404
    assert kept(app) == 1


def test_masking_a_text_takes_its_quotations_back_from_others(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = a_text(reading)
    quote(coordinator, text, publiable="y")
    assert CLEAN in visit(f"{BESOIN}?vue=publiable").text

    reading.mask(text, "amina")

    assert CLEAN not in visit(f"{BESOIN}?vue=publiable").text
    assert CLEAN not in visit(BESOIN).text


def test_words_the_family_took_back_are_shown_no_more(
        app: Flask, reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = a_text(reading)
    quote(coordinator, text, publiable="y")

    correct(reading, text.response_key, {"mot": "Tout va bien"})

    assert CLEAN not in visit(BESOIN).text
    assert CLEAN not in visit(ADDRESS).text
    assert "La famille a changé ce texte" in plain(visit(ADDRESS))
    assert quote(coordinator, text).status_code == 409


def test_a_withdrawn_answer_takes_its_quotations_away(
        app: Flask, reading: Reading, coordinator: FlaskClient) -> None:
    text = a_text(reading)
    quote(coordinator, text, publiable="y")

    with app.app_context(), writing():
        db.session.delete(db.session.get_one(Response, text.response_key))
        db.session.commit()

    assert kept(app) == 0


def test_a_text_that_no_longer_says_the_need_is_quoted_to_nobody_else(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = a_text(reading)
    quote(coordinator, text, publiable="y")

    reading.code(text, NAMES[Role.COORDINATOR], ["MOB-1"])

    assert CLEAN not in visit(f"{BESOIN}?vue=publiable").text
    assert "n’est plus codé à ce besoin" in visit(BESOIN).text


def test_what_is_quoted_can_be_changed_and_taken_back(
        app: Flask, reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = a_text(reading)
    quote(coordinator, text)
    quote(coordinator, text, "Je garde un enfant", publiable="y")

    assert [line["mots"] for line in quotations(coordinator)] == ["Je garde un enfant"]
    assert coordinator.post(f"{ADDRESS}/{text.handle}/retirer").status_code == 303
    assert kept(app) == 0


def test_something_said_in_a_meeting_is_quoted_with_its_meaning(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    reading.say("maji kapatsina", "swb")
    text = reading.text("maji kapatsina")
    reading.code(text, NAMES[Role.COORDINATOR], ["ACC-1"])

    # The handle a page gives is made with this site's secret.
    page = visit(ADDRESS).text
    handle = page.split(f'href="{ADDRESS}/')[1].split('"')[0]
    answer = coordinator.post(f"{ADDRESS}/{handle}", data={
        "mots": text.text, "francais": "Il n’y a pas d’eau", "lu": text.fingerprint, "publiable": "y"})

    assert answer.status_code == 303
    page = visit(f"{BESOIN}?vue=publiable").text
    assert 'lang="swb" dir="auto">maji kapatsina' in page
    assert "Il n’y a pas d’eau" in page
    assert "dit en réunion" in page


def test_few_texts_that_say_it_are_a_warning(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = a_text(reading)
    few = "Peu de textes disent ce besoin"

    assert few in plain(visit(f"{ADDRESS}/{text.handle}"))
    for number in range(4):
        a_text(reading, f"Une place {number}")
    assert few not in plain(visit(f"{ADDRESS}/{text.handle}"))


def test_of_what_two_people_read_nothing_is_told_before_one_has_read_it_too(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = reading.write_until(is_double=True)
    reading.code(text, "amina", ["ACC-1"])

    assert coordinator.get(f"{ADDRESS}/{text.handle}").status_code == 404
    reading.code(text, NAMES[Role.COORDINATOR], ["ACC-1"])
    assert coordinator.get(f"{ADDRESS}/{text.handle}").status_code == 200


def test_an_unknown_need_or_text_is_not_found(reading: Reading, coordinator: FlaskClient) -> None:
    assert coordinator.get(ADDRESS.replace("ACC-1", "ZZZ-9")).status_code == 404
    assert coordinator.get(f"{ADDRESS}/{UUID(int=1)}").status_code == 404
