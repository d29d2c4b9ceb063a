"""The pages of needs, read as the coordinator and as somebody who must not recognise a family."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult import clock
from consult.campaigns.models import Campaign, Mode, Sampling
from consult.cli.demonstration import prepare_demonstration
from consult.db import db, writing
from consult.needs.models import KnownMargin
from consult.needs.taxonomy import shipped_taxonomy
from consult.responses.models import Response
from consult.responses.packing import Layout, layout, pack
from consult.staff.models import Role
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.shipped import load_shipped
from consult.territories.indicators import Value
from consult.territories.service import keep_offer, keep_value, list_offers, load_reference, remove_offer
from consult.territories.supply import INDICATOR, Offer, Source
from consult.text import localized
from tests.desk.sharing import few_needs, share
from tests.desk.test_reading import rows
from tests.factories import a_campaign, a_territory
from tests.needs.families import NAME, documents
from tests.needs.test_estimates import worked_out

FAMILIES = 200
ADDRESS = "/staff/campagnes/petite-enfance/besoins"
Visit = Callable[..., TestResponse]
NEEDS = {need.code: need for need in shipped_taxonomy().needs()}


@cache
def _layout() -> Layout:
    return layout(load_shipped(NAME))


def a_response(version_id: UUID, answers: dict[str, Any], **columns: object) -> Response:
    key = uuid4()
    return Response(**{
        "key": key, "version_id": version_id, "language": "fr", "mode": Mode.SELF, "day": clock.today(),
        "answers": answers, "packed": pack(_layout(), answers), "digest": "", "receipt_hash": key.hex,
        **columns})


def answered(app: Flask, stored: Callable[..., None], families: int = FAMILIES, **columns: object) -> None:
    """A campaign with the shipped questionnaire and simulated answers."""
    campaign_id, version_id = uuid4(), uuid4()
    with app.app_context(), writing():
        load_reference()
        db.session.commit()
    stored(a_campaign(id=campaign_id, **columns))
    questionnaire = load_shipped(NAME)
    stored(QuestionnaireVersion(
        id=version_id, campaign_id=campaign_id, number=1, document=questionnaire.to_document(),
        content_hash=questionnaire.content_hash, published_at=clock.now(), imported_at=clock.now()))
    stored(*(a_response(version_id, answers) for answers in documents(families)))


@pytest.fixture
def survey(app: Flask, stored: Callable[..., None]) -> None:
    answered(app, stored)


def lines(answer: TestResponse) -> list[dict[str, str]]:
    """The rows of a CSV file made for a French spreadsheet."""
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_every_need_of_the_file_is_what_the_documents_say(
        survey: None, signed_in: Callable[[Role], FlaskClient]) -> None:
    found = {line["code"]: line for line in lines(signed_in(Role.COORDINATOR).get(f"{ADDRESS}.csv"))}

    assert found.keys() == NEEDS.keys()
    for code, line in found.items():
        counts = worked_out(NEEDS[code], list(documents(FAMILIES)))
        assert (int(line["posée"]), int(line["a répondu"]), int(line["exprime"])) == (
            counts["asked"], counts["base"], counts["expressing"])
        share = counts["expressing"] / counts["base"] if counts["base"] else None
        assert (float(line["part"].replace(",", ".")) if line["part"] else None) == pytest.approx(share)


def test_every_village_of_the_file_is_what_the_documents_say(
        survey: None, signed_in: Callable[[Role], FlaskClient]) -> None:
    for line in lines(signed_in(Role.COORDINATOR).get(f"{ADDRESS}/villages.csv")):
        inside = [answers for answers in documents(FAMILIES) if answers.get("village") == line["lieu"]]
        counts = worked_out(NEEDS[line["code"]], inside)
        assert (int(line["a répondu"]), int(line["exprime"])) == (counts["base"], counts["expressing"])


def test_the_ranking_is_sorted_by_its_address(
        survey: None, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    signed_in(Role.COORDINATOR)

    usual = list(rows(visit(ADDRESS)))
    by_name = list(rows(visit(f"{ADDRESS}?tri=besoins.nom")))
    by_ratio = visit(f"{ADDRESS}?tri=besoins.-vulnerabilite&groupe=prix.moins_50")

    assert len(usual) == len(by_name) == 36
    assert by_name[0].startswith("Accès à la PMI")
    assert usual != by_name
    assert "Moins de 50 euros par mois" in by_ratio.text


@pytest.mark.parametrize("page", ["", "/villages", "/villages?mesure=fort", "/ACC-1", "/INC-2",
                                  "?village=97611-kaweni", "/villages?langue=fr&tri=lieux.-97611-kaweni"])
def test_pages_open_for_the_coordinator(
        survey: None, signed_in: Callable[[Role], FlaskClient], visit: Visit, page: str) -> None:
    signed_in(Role.COORDINATOR)

    assert "à ne pas publier" in visit(ADDRESS + page).text


@pytest.mark.parametrize("page", ["", "/villages", "/ACC-1", "/INC-2"])
def test_a_reader_sees_what_may_be_published(
        app: Flask, survey: None, signed_in: Callable[[Role], FlaskClient], visit: Visit, page: str) -> None:
    share(app)
    signed_in(Role.READER)

    # A filter in the address changes nothing: it would make another table of the same families.
    shown = visit(f"{ADDRESS}{page}")
    filtered = visit(f"{ADDRESS}{page}?village=97611-kaweni")

    assert "Chiffres publiables" in shown.text
    assert rows(shown) == rows(filtered)
    assert "Voir tous les chiffres" not in shown.text


def test_small_counts_are_in_no_file_of_a_reader(
        app: Flask, survey: None, signed_in: Callable[[Role], FlaskClient]) -> None:
    share(app)
    reader = signed_in(Role.READER)

    counted = ("a répondu", "exprime", "fortement", "priorité")
    cells = [line[heading] for name in (".csv", "/villages.csv", "/ACC-1.csv")
             for line in lines(reader.get(ADDRESS + name)) for heading in counted]

    assert "masqué" in cells
    assert any(cell.isdigit() for cell in cells)
    assert not {"1", "2", "3", "4"} & set(cells)


def test_health_is_not_shown_by_village_to_readers(
        app: Flask, survey: None, signed_in: Callable[[Role], FlaskClient]) -> None:
    share(app)
    every = lines(signed_in(Role.READER).get(f"{ADDRESS}/villages.csv"))
    found = [line for line in every if line["code"] == "INC-2"]
    others = [line for line in every if line["code"] == "ACC-1"]

    assert {line["exprime"] for line in found} == {"masqué"}
    assert {line["exprime"] for line in others} != {"masqué"}


def test_what_counts_is_said_in_words(
        survey: None, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    signed_in(Role.COORDINATOR)

    page = visit(f"{ADDRESS}/ACC-1")

    assert "Si vous pouviez choisir, que voudriez-vous pour votre enfant" in page.text
    assert "Une crèche ou une micro-crèche" in page.text
    assert "Crèche municipale Djoumoi" in page.text
    assert "aucun taux n’est calculé" in page.text


def test_what_the_coordinator_knows_of_the_offer_gives_its_rate(
        survey: None, app: Flask, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    signed_in(Role.COORDINATOR)
    source = Source("PMI, 3 nov. 2026", "", "2026")
    with app.app_context(), writing():
        for row in list_offers():
            remove_offer(row.id)
        keep_offer(uuid4(), Offer(
            "97611", INDICATOR, "Places en établissement d'accueil du jeune enfant", 48.0, "places",
            "en service", "", "", source))
        keep_value(uuid4(), Value("DEMO-1", "97611", None, None, 6000.0, "personnes", "", source))
        db.session.commit()

    page = visit(f"{ADDRESS}/ACC-1").text.replace("\u202f", " ")

    assert "0,8 pour 100 enfants (48 sur 6 000)" in page
    assert "PMI, 3 nov. 2026" in page
    assert "Crèche municipale Djoumoi" not in page


@pytest.mark.parametrize(("sampling", "words", "has_interval"), [
    (Sampling.VOLUNTARY, "il n’y a pas de marge d’erreur", False),
    (Sampling.RANDOM, "95 fois sur 100", True), (Sampling.CENSUS, "marge d’erreur de tirage", False)])
def test_an_interval_is_there_only_where_families_were_drawn_by_chance(
        app: Flask, stored: Callable[..., None], signed_in: Callable[[Role], FlaskClient], visit: Visit,
        sampling: Sampling, words: str, has_interval: bool) -> None:
    answered(app, stored, sampling=sampling)
    coordinator = signed_in(Role.COORDINATOR)

    page = visit(f"{ADDRESS}/ACC-1")
    [line, *_others] = lines(coordinator.get(f"{ADDRESS}.csv"))

    assert words in page.text
    assert bool(line["borne basse"]) is has_interval


def test_a_filter_has_the_interval_of_its_group_among_all_families(
        app: Flask, stored: Callable[..., None], signed_in: Callable[[Role], FlaskClient]) -> None:
    answered(app, stored, sampling=Sampling.RANDOM)
    coordinator = signed_in(Role.COORDINATOR)

    [alone] = [line for line in lines(coordinator.get(f"{ADDRESS}/ACC-1.csv"))
               if line["groupe"] == "Un seul adulte"]
    [narrowed, *_others] = lines(coordinator.get(f"{ADDRESS}/ACC-1.csv?choix=adultes/un"))

    counts = ("a répondu", "exprime", "part pondérée", "borne basse", "borne haute")
    assert float(alone["borne basse"].replace(",", ".")) < float(alone["borne haute"].replace(",", "."))
    assert [alone[name] for name in counts] == [narrowed[name] for name in counts]


@pytest.mark.parametrize("page", ["/NULLE-1", "/villages?mesure=tout", "?jour=hier"])
def test_what_nobody_can_have_clicked_is_not_found(
        survey: None, signed_in: Callable[[Role], FlaskClient], page: str) -> None:
    assert signed_in(Role.COORDINATOR).get(ADDRESS + page).status_code == 404


def test_before_any_answer_the_pages_say_so(
        stored: Callable[..., None], signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    stored(a_territory(), a_campaign())
    signed_in(Role.COORDINATOR)

    for page in ("", "/villages"):
        assert "Aucune réponse pour l’instant." in visit(ADDRESS + page).text
    assert "Aucune question de ce questionnaire" in visit(f"{ADDRESS}/ACC-1").text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.READER])
def test_two_campaigns_are_set_side_by_side(
        app: Flask, survey: None, stored: Callable[..., None], signed_in: Callable[[Role], FlaskClient],
        visit: Visit, role: Role) -> None:
    answered(app, stored, slug="an-dernier", title=localized("L’an dernier"))
    few_needs(app)
    share(app)
    signed_in(role)

    page = visit(f"{ADDRESS}/comparer?avec=an-dernier")

    assert "L’an dernier" in visit(f"{ADDRESS}/comparer").text
    [theirs, ours] = rows(page)["Place en accueil collectif"]
    assert theirs == ours
    assert "%" in ours


def test_an_unknown_campaign_is_not_compared(
        survey: None, signed_in: Callable[[Role], FlaskClient]) -> None:
    assert signed_in(Role.COORDINATOR).get(f"{ADDRESS}/comparer?avec=nulle").status_code == 404


def test_shares_are_weighted_where_a_margin_is_known(
        app: Flask, survey: None, stored: Callable[..., None], signed_in: Callable[[Role], FlaskClient],
        visit: Visit) -> None:
    targets = {"un": 900.0, "deux": 300.0, "trois_plus": 100.0, "nsp": None}
    with app.app_context():
        campaign_id = db.session.scalar(select(Campaign.id))
    stored(KnownMargin(campaign_id=campaign_id, question="adultes", targets=targets, source="Essai, 2026"))
    coordinator = signed_in(Role.COORDINATOR)

    found = [line for query in ("", "?village=97611-kaweni")
             for line in lines(coordinator.get(f"{ADDRESS}.csv{query}"))]
    [line, narrowed] = [line for line in found if line["code"] == "ACC-1"]

    inside = {code: [answers for answers in documents(FAMILIES) if answers.get("adultes") == code]
              for code in ("un", "deux", "trois_plus")}
    weights = {code: targets[code] / len(families) for code, families in inside.items()}

    def expected(village: str) -> float:
        # Of those whom a filter lets through, each weighs what it weighs among all that answered.
        counts = {code: worked_out(NEEDS["ACC-1"], [
            answers for answers in families if village in ("", answers.get("village"))])
            for code, families in inside.items()}
        return (sum(weights[code] * counts[code]["expressing"] for code in inside)
                / sum(weights[code] * counts[code]["base"] for code in inside))

    assert float(line["part pondérée"].replace(",", ".")) == pytest.approx(expected(""))
    assert float(narrowed["part pondérée"].replace(",", ".")) == pytest.approx(expected("97611-kaweni"))
    assert line["borne basse"] == narrowed["borne basse"] == ""
    assert "Pondérée" in visit(ADDRESS).text


def test_the_demonstration_s_six_hundred_answers_are_counted_as_its_documents_say(
        app: Flask, signed_in: Callable[[Role], FlaskClient]) -> None:
    with app.app_context(), writing():
        load_reference()
        prepare_demonstration()
        campaign = db.session.scalars(select(Campaign)).one().slug
        families = list(db.session.scalars(select(Response.answers)))
        db.session.remove()
    address = f"/staff/campagnes/{campaign}/besoins/villages.csv"

    found = lines(signed_in(Role.COORDINATOR).get(address))

    assert len(families) == 600
    assert len(found) == 36 * 11
    for line in found:
        inside = [answers for answers in families if answers.get("village") == line["lieu"]]
        counts = worked_out(NEEDS[line["code"]], inside)
        assert (int(line["posée"]), int(line["a répondu"]), int(line["exprime"])) == (
            counts["asked"], counts["base"], counts["expressing"])


def test_what_people_read_in_texts_stands_beside_the_figures(
        survey: None, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    signed_in(Role.COORDINATOR)

    page = visit(f"{ADDRESS}/ACC-1").text

    assert "0 réponse écrite dit ce besoin." in page
    assert "Ces nombres ne s’ajoutent pas" in page


def test_what_protecting_costs_is_told(
        app: Flask, survey: None, signed_in: Callable[[Role], FlaskClient], visit: Visit) -> None:
    share(app)
    signed_in(Role.READER)

    assert re.search(r"Sur [\d\s]+ nombres, [\d\s]+ sont masqués", visit(ADDRESS).text)
