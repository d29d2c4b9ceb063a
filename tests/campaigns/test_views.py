from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.campaigns import service
from consult.campaigns.models import Campaign, News, Phase, Stage
from consult.db import db
from consult.staff.models import Role, StaffAction
from consult.text import State, localized
from tests.factories import a_campaign, a_territory

Store = Callable[..., None]
Visit = Callable[..., object]
SignedIn = Callable[[Role], FlaskClient]
FORM = {
    "title": "Crèches : vos besoins", "summary": "Dites-nous.", "body": "# Pourquoi\n\nPour *décider*.",
    "decided_by": "Le conseil.", "open_to_discussion": "Les horaires.", "territory_code": "97611",
    "opens_on": "2026-12-01", "closes_on": "2026-12-31", "sampling": "voluntary", "controller": "Ville",
    "data_contact": "dpo@exemple.yt", "legal_basis": "public_task", "retention_days": "730"}


@pytest.fixture
def desk(stored: Store, signed_in: SignedIn) -> FlaskClient:
    """The coordinator signed in, over a town with one draft."""
    stored(a_territory(), a_campaign(slug="brouillon", stage=Stage.DRAFT))
    return signed_in(Role.COORDINATOR)


def _campaign(app: Flask, slug: str) -> Campaign:
    with app.app_context():
        campaign = service.find_campaign(slug)
        assert (campaign.phases, campaign.news, campaign.documents, campaign.relays) is not None
        return campaign


def _verbs(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(StaffAction.verb).order_by(StaffAction.id)))


def test_the_coordinator_plans_a_campaign(app: Flask, desk: FlaskClient) -> None:
    answer = desk.post("/staff/campagnes/nouvelle", data=FORM)

    assert (answer.status_code, answer.location) == (303, "/staff/campagnes/creches-vos-besoins")
    campaign = _campaign(app, "creches-vos-besoins")
    assert campaign.stage is Stage.DRAFT
    assert campaign.closes_on == date(2026, 12, 31)
    assert "crée une campagne" in _verbs(app)


@pytest.mark.parametrize(("change", "said"), [
    ({"title": "  "}, "Ce champ est nécessaire."),
    ({"title": "a" * 161}, "trop long"),
    ({"closes_on": "2026-11-30"}, "avant la date de début"),
    ({"closes_on": "demain"}, "Écrivez une date"),
    ({"closes_on": ""}, "Ce champ est nécessaire."),
    ({"slug": "Pas Bon"}, "Lettres minuscules"),
    ({"slug": "brouillon"}, "a déjà cette adresse"),
    ({"slug": "nouvelle"}, "a déjà cette adresse"),
    ({"territory_code": "75056"}, "choix"),
    ({"sampling": "guess"}, "choix"),
    ({"retention_days": "0"}, "nombre de jours"),
    ({"retention_days": "99999999999999999999"}, "nombre de jours"),
    ({"body": "|a" * 8000 + "|\n" + "|-" * 8000 + "|\n" + "|\n" * 900}, "trop long à afficher"),
])
def test_a_wrong_campaign_is_told_why_and_keeps_what_was_typed(
        app: Flask, desk: FlaskClient, change: dict[str, str], said: str) -> None:
    page = desk.post("/staff/campagnes/nouvelle", data={**FORM, **change})

    assert page.status_code == 422
    assert said in page.text
    assert "Les horaires." in page.text
    assert 'id="erreurs"' in page.text
    with app.app_context():
        assert [campaign.slug for campaign in service.list_campaigns()] == ["brouillon"]


def test_nul_characters_are_not_a_breakdown(desk: FlaskClient) -> None:
    typed = {**FORM, "title": "Crè\0ches", "controller": "V\0ille"}

    answer = desk.post("/staff/campagnes/nouvelle", data=typed)

    assert answer.status_code == 303
    assert desk.get("/fr/consultations/%00").status_code == 404


def test_editing_shows_what_is_stored_and_logs_what_changed(app: Flask, desk: FlaskClient) -> None:
    desk.post("/staff/campagnes/nouvelle", data=FORM)

    page = desk.get("/staff/campagnes/creches-vos-besoins/modifier")
    typed = {**FORM, "closes_on": "05/01/2027"}
    answer = desk.post("/staff/campagnes/creches-vos-besoins/modifier", data=typed)

    assert 'value="2026-12-31"' in page.text
    assert "Pour *décider*." in page.text
    assert answer.status_code == 303
    with app.app_context():
        last = db.session.scalars(select(StaffAction).order_by(StaffAction.id.desc())).first()
        assert last is not None
        assert (last.verb, last.detail) == ("modifie une campagne", {"changed": ["closes_on"]})


def test_the_address_of_a_public_campaign_cannot_be_edited(
        app: Flask, desk: FlaskClient, stored: Store) -> None:
    stored(a_campaign(slug="ouverte"))

    page = desk.post("/staff/campagnes/ouverte/modifier", data={**FORM, "slug": "autre"})

    assert page.status_code == 422
    assert "adresse ne peut plus changer" in page.text
    assert _campaign(app, "ouverte").stage is Stage.OPEN


def test_a_translation_is_a_draft_until_somebody_read_it_again(app: Flask, desk: FlaskClient) -> None:
    texts = {"title_swb": "Wana", "summary_swb": "Wana ɓweni", "summary_swb_reviewed": "y"}
    desk.post("/staff/campagnes/brouillon/modifier", data={**FORM, **texts})

    campaign = _campaign(app, "brouillon")
    page = desk.get("/staff/campagnes/brouillon/modifier")

    assert campaign.title.state("swb") is State.DRAFT
    assert campaign.summary.state("swb") is State.REVIEWED
    assert "Wana ɓweni" in page.text
    assert page.text.count(" checked ") == 1


@pytest.mark.parametrize("tag", ["fr", "swb"])
def test_the_preview_is_the_public_page(app: Flask, desk: FlaskClient, stored: Store, tag: str) -> None:
    stored(a_campaign(slug="ouverte", title=localized("Crèches").with_translation("swb", "Wana"),
                      phases=[Phase(title=localized("Réponses"), starts_on=date(2020, 1, 1))],
                      news=[News(title=localized("Nouvelle"), published_on=date(2026, 1, 1))]))

    preview = desk.get(f"/staff/campagnes/ouverte/apercu/{tag}").text
    public = desk.get(f"/{tag}/consultations/ouverte").text

    def same(page: str) -> str:
        main = page[page.index("<main"):page.index("</main>")]
        for ours in (f"/staff/campagnes/ouverte/apercu/{tag}", "/staff/campagnes/ouverte"):
            main = main.replace(ours, f"/{tag}/consultations/ouverte")
        return main
    assert same(preview) == same(public)
    assert f'<html lang="{tag}"' in preview


def test_a_draft_has_a_preview_and_no_public_page(desk: FlaskClient) -> None:
    assert desk.get("/staff/campagnes/brouillon/apercu/fr").status_code == 200
    assert desk.get("/staff/campagnes/brouillon/apercu/fr/vos-donnees").status_code == 200
    assert desk.get("/fr/consultations/brouillon").status_code == 404


def test_phases_are_added_changed_and_removed(app: Flask, desk: FlaskClient) -> None:
    base = "/staff/campagnes/brouillon/phases"
    typed = {"title": "Les familles répondent", "text": "Deux mois", "starts_on": "2026-12-01", "ends_on": ""}
    added = desk.post(f"{base}/nouvelle", data=typed)
    key = _campaign(app, "brouillon").phases[0].id

    wrong = desk.post(f"{base}/{key}", data={**typed, "ends_on": "2026-11-01"})
    changed = desk.post(f"{base}/{key}", data={**typed, "ends_on": "2026-12-31"})

    assert (added.status_code, wrong.status_code, changed.status_code) == (303, 422, 303)
    assert "La fin est avant le début." in wrong.text
    assert _campaign(app, "brouillon").phases[0].ends_on == date(2026, 12, 31)

    asked = desk.get(f"{base}/{key}/supprimer")
    assert asked.status_code == 200
    assert len(_campaign(app, "brouillon").phases) == 1

    assert desk.post(f"{base}/{key}/supprimer").status_code == 303
    assert _campaign(app, "brouillon").phases == []
    assert desk.get(f"{base}/{key}").status_code == 404


def test_news_are_written_changed_and_removed(app: Flask, desk: FlaskClient) -> None:
    base = "/staff/campagnes/brouillon/actualites"
    typed = {"title": "Merci", "body": "Déjà **100** réponses", "published_on": "2026-12-01"}
    desk.post(f"{base}/nouvelle", data=typed)
    key = _campaign(app, "brouillon").news[0].id

    assert desk.post(f"{base}/{key}", data={**typed, "title": ""}).status_code == 422
    assert desk.post(f"{base}/{key}", data={**typed, "title": "Merci !"}).status_code == 303
    assert "<strong>100</strong>" in desk.get(base).text
    assert desk.post(f"{base}/{key}/supprimer").status_code == 303
    assert _campaign(app, "brouillon").news == []


PAGES = [
    "", "/nouvelle", "/brouillon/modifier", "/brouillon/phases", "/brouillon/phases/nouvelle",
    "/brouillon/documents", "/brouillon/documents/nouveau", "/brouillon/actualites",
    "/brouillon/actualites/nouvelle", "/brouillon/relais", "/brouillon/relais/nouveau"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_keeps_its_promises(desk: FlaskClient, visit: Visit, path: str) -> None:
    visit(f"/staff/campagnes{path}")


@pytest.mark.parametrize("path", PAGES[1:])
def test_a_wrong_form_is_a_page_like_the_others(desk: FlaskClient, app: Flask, path: str) -> None:
    from tests.pages import check_page
    answer = desk.post(f"/staff/campagnes{path}", data={"title": "a"})
    if answer.status_code != 405:
        check_page(answer, app, f"/staff/campagnes{path}", 422)


@pytest.mark.parametrize("path", PAGES)
def test_only_the_coordinator_writes(signed_in: SignedIn, stored: Store, path: str) -> None:
    stored(a_territory(), a_campaign(slug="brouillon", stage=Stage.DRAFT))
    interviewer = signed_in(Role.INTERVIEWER)

    assert interviewer.get(f"/staff/campagnes{path}").status_code == 403
    assert interviewer.post(f"/staff/campagnes{path}", data=FORM).status_code in {403, 405}
