"""The coding desk, page by page: what each person may read, code, mask, take back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.db import db, writing
from consult.needs.texts import Text
from consult.responses.models import Response
from consult.staff.models import Role, StaffAction
from tests.desk.test_reading import rows
from tests.factories import a_campaign, sign_in
from tests.needs.coded import SECRET, Reading
from tests.needs.test_codings import correct
from tests.pages import parse, words

ADDRESS = "/staff/campagnes/petite-enfance/textes"
NAMES = {Role.COORDINATOR: "un-coordinator", Role.INTERVIEWER: "un-interviewer", Role.READER: "un-reader"}
Visit = Callable[..., TestResponse]


@pytest.fixture
def reading(app: Flask, stored: Callable[..., None]) -> Reading:
    return Reading(app, stored)


@pytest.fixture
def coordinator(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)


def address(text: Text, action: str = "") -> str:
    return f"{ADDRESS}/{text.handle}{action}"


def send(client: FlaskClient, text: Text, *codes: str, query: str = "", **more: Any) -> TestResponse:
    return client.post(address(text) + query, data={"codes": list(codes), "lu": text.fingerprint, **more})


def boxes(page: TestResponse) -> list[Element]:
    return [box for box in parse(page.text).iter("input") if box.get("name") == "codes"]


def ticked(page: TestResponse) -> list[str]:
    return [box.get("value", "") for box in boxes(page) if box.get("checked") is not None]


def plain(page: TestResponse) -> str:
    return words(parse(page.text).find("body")).replace("\u00a0", " ")


def test_progress_is_told_by_question_and_leads_to_the_first_text(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    reading.write("Une place")
    reading.write("Un taxi")
    reading.say("maji")
    reading.code(reading.text("Une place"), "boina", ["ACC-1"])

    page = visit(ADDRESS)

    assert "1 sur 3 textes codés" in plain(page)
    assert (rows(page)["Un mot ?"], rows(page)["Dit en réunion"]) == (["2", "1"], ["1", "0"])
    waiting = next(text for text in reading.texts() if text.text != "Une place" or text.is_double)
    assert f'href="{address(waiting)}?etat=a-coder"' in page.text


def test_filters_say_how_many_and_lead_to_the_first(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    reading.write("Une place")
    reading.write("maji", language="swb")

    page = visit(f"{ADDRESS}?langue=swb&question=mot")

    assert "1 texte." in plain(page)
    assert f'href="{address(reading.text("maji"))}?question=mot&amp;langue=swb"' in page.text
    assert "0 texte." in plain(visit(f"{ADDRESS}?langue=buc"))


def test_a_campaign_without_texts_says_so(reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    assert "Aucun texte pour l’instant." in plain(visit(ADDRESS))
    assert "Aucun texte n’a encore été lu par deux personnes." in plain(visit(f"{ADDRESS}/accord"))
    assert "Aucun désaccord à régler." in plain(visit(f"{ADDRESS}/desaccords"))


def test_a_text_comes_with_three_suggestions_and_all_the_needs(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    reading.write("C’est trop cher, on n’a pas les moyens", language="swb")

    page = visit(address(reading.texts()[0]))

    keyed = [box.get("value") for box in boxes(page) if box.get("data-key")]
    assert len(keyed) == 3
    assert keyed[0] == "COU-1"
    assert len({box.get("value") for box in boxes(page)}) == len(boxes(page)) == 36
    assert '<blockquote lang="swb" dir="auto"' in page.text
    assert "page lue en Shimaore" in plain(page)


def test_coding_goes_on_to_the_next_text_that_waits(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    for number in range(3):
        reading.write(f"Texte {number}")
    first, second, third = reading.texts()

    answer = send(coordinator, first, "ACC-1", "COU-1", query="?etat=a-coder")

    assert answer.status_code == 303
    assert answer.location == f"{address(second)}?apres={first.handle}&etat=a-coder"
    assert reading.coded()[first.text].codings == {NAMES[Role.COORDINATOR]: {"ACC-1", "COU-1"}}
    page = visit(answer.location)
    assert "Enregistré : Place en accueil collectif, Reste à charge trop élevé." in plain(page)
    assert "Texte 2 sur 3" in plain(page)
    send(coordinator, second, aucun="1", query="?etat=a-coder")
    last = send(coordinator, third, aucun="1", query="?etat=a-coder")
    assert last.location == f"{ADDRESS}?etat=a-coder"
    assert "3 sur 3" in plain(visit(last.location))


def test_the_text_before_can_be_taken_back_from_the_next_one(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    reading.write("Texte 0")
    reading.write("Texte 1")
    first, second = reading.texts()
    page = visit(send(coordinator, first, "ACC-1").location)
    undo = next(form for form in parse(page.text).iter("form") if "annuler" in form.get("action", ""))

    answer = coordinator.post(undo.get("action", ""))

    assert answer.location == address(first)
    assert not reading.coded()[first.text].is_coded
    assert address(second) != answer.location


def test_one_s_own_coding_is_shown_ticked_and_can_be_changed_or_taken_back(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = reading.write_until(is_double=False)
    send(coordinator, text, "ACC-1", "HOR-2")

    assert set(ticked(visit(address(text)))) == {"ACC-1", "HOR-2"}
    send(coordinator, text, "HOR-2")
    assert ticked(visit(address(text))) == ["HOR-2"]
    coordinator.post(address(text, "/annuler"))
    assert ticked(visit(address(text))) == []


def test_looking_for_a_need_keeps_what_was_ticked_and_stores_nothing(
        reading: Reading, coordinator: FlaskClient) -> None:
    reading.write("Une place")
    text = reading.texts()[0]

    page = send(coordinator, text, "ACC-2", chercher="dimanche nuit")

    assert page.status_code == 200
    assert ticked(page) == ["ACC-2"]
    found = plain(page).partition("Trouvés pour « dimanche nuit »")[2]
    assert found.strip().startswith("Nuit et week-end")
    assert "Aucun autre besoin n’a ces mots." in plain(send(coordinator, text, chercher="zzz"))
    assert send(coordinator, text, trouver="1").status_code == 200
    assert not reading.coded()["Une place"].is_coded


def test_reading_waits_for_nobody_who_writes_and_keeps_nobody_waiting(
        app: Flask, reading: Reading, coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    reading.write("Une place")
    text = reading.texts()[0]
    monkeypatch.setattr("consult.db.BUSY_TIMEOUT_MS", 50)
    with app.app_context():
        db.engine.dispose()
        somebody_else = db.engine.connect()
        with writing():
            somebody_else.execute(select(StaffAction))

    with somebody_else:
        page = send(coordinator, text, "ACC-1", chercher="nuit")

    assert page.status_code == 200


@pytest.mark.parametrize(("codes", "more", "sentence"), [
    ((), {}, "Cochez au moins un besoin"), (("ACC-1",), {"aucun": "1"}, "Gardez l’un des deux"),
    (("OLD-9", "ACC-1"), {}, "n’est plus dans la liste"), (("\0",), {}, "n’est plus dans la liste")])
def test_what_cannot_be_kept_is_said_and_nothing_ticked_is_lost(
        reading: Reading, coordinator: FlaskClient, codes: tuple[str, ...], more: dict[str, str],
        sentence: str) -> None:
    reading.write("Une place")
    text = reading.texts()[0]

    page = send(coordinator, text, *codes, **more)

    assert page.status_code == 422
    assert sentence in plain(page)
    assert ticked(page) == [code for code in codes if code == "ACC-1"]
    assert words(parse(page.text).find("head/title")).startswith("Erreur")
    assert not reading.coded()["Une place"].is_coded


def test_words_too_long_to_look_for_are_no_fault_of_the_server(
        reading: Reading, coordinator: FlaskClient) -> None:
    reading.write("Une place")

    assert send(coordinator, reading.texts()[0], chercher="é" * 5000).status_code == 200


def test_a_text_the_family_changed_meanwhile_is_shown_again_with_what_was_ticked(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    key = reading.write("Une place")
    text = reading.texts()[0]
    correct(reading, key, {"mot": "Un taxi"})

    page = send(coordinator, text, "ACC-1")

    assert page.status_code == 409
    assert "La famille a changé ce texte" in plain(page)
    assert "Un taxi" in plain(page)
    assert ticked(page) == ["ACC-1"]
    assert not reading.coded()["Un taxi"].is_coded


def test_a_coding_of_an_older_text_is_told_and_not_ticked(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    key = reading.write("Une place")
    send(coordinator, reading.texts()[0], "ACC-1")
    correct(reading, key, {"mot": "Un taxi"})

    page = visit(address(reading.texts()[0]))

    assert "La famille a changé ce texte depuis votre codage." in plain(page)
    assert ticked(page) == []


def test_a_text_that_was_withdrawn_is_nowhere(reading: Reading, coordinator: FlaskClient) -> None:
    key = reading.write("Une place")
    text = reading.texts()[0]
    with reading.app.app_context(), writing():
        db.session.delete(db.session.get_one(Response, key))
        db.session.commit()

    assert [coordinator.get(address(text)).status_code, send(coordinator, text, "ACC-1").status_code,
            coordinator.post(address(text, "/masquer")).status_code] == [404, 404, 404]


def test_a_masked_text_is_read_by_who_marked_it_only(
        app: Flask, reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = reading.write_until(is_double=True, words="Mme Unetelle")
    interviewer = sign_in(app, app.test_client(), Role.INTERVIEWER)

    interviewer.post(address(text, "/masquer"))

    page = visit(address(text))
    assert "Unetelle" not in page.text
    assert "Texte masqué." in plain(page)
    assert boxes(page) == []
    assert text.text in interviewer.get(address(text)).text
    attempts = [coordinator.post(address(text, action)) for action in ("/masquer", "/montrer")]
    assert {answer.status_code for answer in attempts} == {409}
    assert send(coordinator, text, "ACC-1").status_code == 409
    interviewer.post(address(text, "/montrer"))
    assert text.text in coordinator.get(address(text)).text


def test_an_interviewer_reads_the_sample_only_and_nobody_else_s_codes(
        reading: Reading, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    double, single = (reading.write_until(is_double=which, words=word)
                      for which, word in ((True, "un"), (False, "deux")))
    reading.code(double, "amina", ["HOR-2"])
    interviewer = signed_in(Role.INTERVIEWER)

    page = visit(address(double))

    assert interviewer.get(address(single)).status_code == 404
    assert send(interviewer, single, "ACC-1").status_code == 404
    theirs = sum(text.is_double for text in reading.texts())
    assert f"0 sur {theirs} textes codés par vous" in plain(visit(ADDRESS))
    assert ticked(page) == []
    send(interviewer, double, "ACC-1")
    after = plain(visit(address(double)))
    assert "amina" not in after
    assert "Lu par" not in after
    assert ticked(visit(address(double))) == ["ACC-1"]
    assert interviewer.get(f"{ADDRESS}/accord").status_code == 403
    assert interviewer.get(f"{ADDRESS}/desaccords").status_code == 403
    assert 'href="/staff/campagnes/petite-enfance/textes"' in visit("/staff/").text


def test_a_reader_sees_nothing_of_texts(
        reading: Reading, signed_in: Callable[[Role], FlaskClient]) -> None:
    reading.write("Une place")
    text = reading.texts()[0]
    reader = signed_in(Role.READER)

    statuses = [reader.get(ADDRESS), reader.get(address(text)), send(reader, text, "ACC-1"),
                reader.post(address(text, "/masquer")), reader.get(f"{ADDRESS}/accord")]

    assert {answer.status_code for answer in statuses} == {403}


def test_in_the_sample_the_other_reading_shows_only_after_one_s_own(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    double, single = (reading.write_until(is_double=which, words=word)
                      for which, word in ((True, "un"), (False, "deux")))
    for text in (double, single):
        reading.code(text, "boina", ["HOR-2"])

    assert "Lu par boina : Nuit et week-end" not in plain(visit(address(double)))
    assert "Lu par boina : Nuit et week-end" in plain(visit(address(single)))
    send(coordinator, double, "ACC-1")
    after = visit(address(double))
    assert "Lu par boina : Nuit et week-end" in plain(after)
    assert boxes(after) == []
    assert send(coordinator, double, "HOR-2").status_code == 409
    assert coordinator.post(address(double, "/annuler")).status_code == 409


def test_what_the_first_reader_found_is_no_suggestion_to_the_second(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = reading.write_until(is_double=True, words="qwxzk vbnwq")
    before = [box.get("value") for box in boxes(visit(address(text))) if box.get("data-key")]

    reading.code(text, "boina", ["INC-3"])

    again = [box.get("value") for box in boxes(visit(address(text))) if box.get("data-key")]
    assert again == before


def dispute(reading: Reading) -> Text:
    text = reading.write_until(is_double=True)
    reading.code(text, "amina", ["ACC-1", "COU-1"])
    reading.code(text, "boina", ["ACC-1", "HOR-2"])
    return text


def test_disagreements_stand_side_by_side_and_are_settled(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = dispute(reading)

    listed = plain(visit(f"{ADDRESS}/desaccords"))
    page = visit(address(text, "/accord"))

    assert ("amina Place en accueil collectif Reste à charge trop élevé "
            "boina Place en accueil collectif Nuit et week-end") in listed
    assert ticked(page) == ["ACC-1"]
    assert [box.get("value") for box in boxes(page) if box.get("data-key")] == ["ACC-1", "HOR-2", "COU-1"]
    kept = coordinator.post(
        address(text, "/accord"), data={"codes": ["ACC-1", "HOR-2"], "lu": text.fingerprint})
    assert kept.location == f"{ADDRESS}/desaccords"
    assert "Aucun désaccord à régler." in plain(visit(kept.location))
    assert reading.counts() == {"ACC-1": (1, 0), "HOR-2": (1, 0)}


def test_settling_refuses_what_coding_refuses(reading: Reading, coordinator: FlaskClient) -> None:
    text, alone = dispute(reading), reading.write_until(is_double=True, words="seul")

    def keep(text: Text, **data: Any) -> int:
        return coordinator.post(address(text, "/accord"), data={"lu": text.fingerprint, **data}).status_code

    assert [keep(text), keep(text, codes="OLD-1"), keep(text, codes="ACC-1", chercher="nuit"),
            keep(text, codes="ACC-1", lu="x"), keep(alone, codes="ACC-1")] == [422, 422, 200, 409, 404]
    assert coordinator.get(address(alone, "/accord")).status_code == 404
    assert reading.coded()[text.text].is_to_settle


def test_a_masked_disagreement_is_not_shown_nor_settled(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    text = dispute(reading)
    reading.mask(text, "boina")

    assert text.text not in visit(f"{ADDRESS}/desaccords").text
    assert text.text not in visit(address(text, "/accord")).text
    answer = coordinator.post(address(text, "/accord"), data={"codes": "ACC-1", "lu": text.fingerprint})
    assert answer.status_code == 409


def test_the_agreement_is_told_need_by_need_in_words(
        reading: Reading, coordinator: FlaskClient, visit: Visit) -> None:
    texts = [reading.write_until(is_double=True, words=f"texte {number}") for number in range(4)]
    for text, first, second in zip(texts, (["ACC-1"], ["ACC-1"], [], []), (["ACC-1"], [], [], ["HOR-2"]),
                                   strict=True):
        reading.code(text, "amina", first)
        reading.code(text, "boina", second)
    reading.code(texts[0], "chadia", ["ACC-1"])

    page = visit(f"{ADDRESS}/accord")

    said = plain(page)
    assert "amina et boina ont lu les mêmes 4 textes. Pour 2 d’entre eux" in said
    assert rows(page) == {
        "Place en accueil collectif": ["1", "1", "0", "75 %", "0,5", "accord moyen"],
        "Nuit et week-end": ["0", "0", "1", "75 %", "–", "donné par une seule des deux"]}
    assert "34 besoins qu’aucune des deux personnes n’a lus" in said
    assert "amina et chadia ont lu le même texte." in plain(visit(f"{ADDRESS}/accord?entre=amina%2Bchadia"))
    by_name = plain(visit(f"{ADDRESS}/accord?tri=accord.nom"))
    assert by_name.index("Nuit et week-end") < by_name.index("Place en accueil collectif")
    assert visit(f"{ADDRESS}/accord?entre=x&tri=accord.inconnu").status_code == 200


def test_what_is_done_is_in_the_log_without_the_text(
        reading: Reading, coordinator: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    text = reading.write_until(is_double=False, words="Un texte à part")
    send(coordinator, text, "ACC-1")
    for action in ("/masquer", "/montrer", "/annuler"):
        coordinator.post(address(text, action))

    with reading.app.app_context():
        actions = list(db.session.scalars(select(StaffAction).order_by(StaffAction.id)))
        told = [(action.verb, action.subject, action.detail) for action in actions]

    assert [verb for verb, _, _ in told] == [
        "code un texte", "masque un texte", "démasque un texte", "retire un codage"]
    assert {subject for _, subject, _ in told} == {"petite-enfance"}
    assert all(detail == {"texte": text.handle} for _, _, detail in told)
    assert "Un texte à part" not in caplog.text


@pytest.mark.parametrize("hostile", [
    "<script>alert(1)</script><img src=x>", "a" * 1000, "\u202eنص عربي", "&lt;b&gt; \" ' {{ 7 * 7 }}"])
def test_hostile_words_are_only_words(
        reading: Reading, coordinator: FlaskClient, visit: Visit, hostile: str) -> None:
    reading.write(hostile)
    reading.say(hostile)

    for text in reading.texts():
        page = visit(address(text))
        quote = next(parse(page.text).iter("blockquote"))
        assert "".join(quote.itertext()) == hostile
        assert send(coordinator, text, "ACC-1").status_code == 303


@pytest.mark.parametrize("path", ["?etat=autre", "/inconnu", "/%00", "/inconnu/accord", "/aa?etat=autre"])
def test_an_address_nobody_clicked_is_no_page(reading: Reading, coordinator: FlaskClient, path: str) -> None:
    reading.write("Une place")

    assert coordinator.get(ADDRESS + path).status_code == 404


@pytest.mark.parametrize("query", [
    "question=%00", "langue=%3Cb%3E", "apres=%00&question=mot", "apres=inconnu"])
def test_an_address_with_odd_filters_is_a_page(
        reading: Reading, coordinator: FlaskClient, query: str) -> None:
    reading.write("Une place")

    assert coordinator.get(f"{ADDRESS}?{query}").status_code == 200
    assert coordinator.get(f"{address(reading.texts()[0])}?{query}").status_code == 200


def test_a_text_of_another_campaign_is_not_found_here(
        reading: Reading, coordinator: FlaskClient, stored: Callable[..., None]) -> None:
    reading.write("Une place")
    stored(a_campaign(id=uuid4(), slug="autre"))

    handle = reading.texts()[0].handle

    assert coordinator.get(f"/staff/campagnes/autre/textes/{handle}").status_code == 404
    assert coordinator.get(f"/staff/campagnes/nulle/textes/{handle}").status_code == 404


def test_the_handle_leads_to_no_response(reading: Reading, coordinator: FlaskClient) -> None:
    key = reading.write("Une place")

    page = coordinator.get(address(reading.texts()[0])).text

    assert str(key) not in page
    assert key.hex not in page
    assert SECRET not in page
