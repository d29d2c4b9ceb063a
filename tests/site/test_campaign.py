from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult import clock
from consult.campaigns import service
from consult.campaigns.models import Campaign, LegalBasis, News, Phase, Stage
from consult.db import db, writing
from consult.i18n import LANGUAGES
from consult.text import State, localized
from tests.factories import a_campaign, a_territory

Store = Callable[..., None]
Visit = Callable[..., Any]
DAY = timedelta(days=1)


def a_full_campaign(**changes: Any) -> Campaign:
    today = clock.today()
    parts = {
        "body": localized("# Pourquoi\n\n**Parce que.** <script>alert(1)</script>"),
        "decided_by": localized("Le conseil municipal, en mars."),
        "open_to_discussion": localized("Les horaires."),
        "phases": [Phase(title=localized("Hier"), starts_on=today - 9 * DAY, ends_on=today - DAY),
                   Phase(title=localized("Maintenant"), text=localized("On lit."), starts_on=today),
                   Phase(title=localized("Demain"), starts_on=today + DAY, ends_on=today + 9 * DAY)],
        "news": [News(title=localized("Vieille"), published_on=date(2026, 1, 1)),
                 News(title=localized("Neuve"), body=localized("*Lisez*"), published_on=date(2026, 2, 1))]}
    return a_campaign(**{**parts, **changes})


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.CLOSED, Stage.REPORTED])
def test_the_pages_of_a_campaign_keep_their_promises(
        stored: Store, visit: Visit, tag: str, stage: Stage) -> None:
    stored(a_territory(), a_full_campaign(stage=stage))

    visit(f"/{tag}/")
    visit(f"/{tag}/consultations/petite-enfance")
    visit(f"/{tag}/consultations/petite-enfance/vos-donnees")


def test_an_open_campaign_invites_to_answer(stored: Store, client: FlaskClient) -> None:
    stored(a_territory(), a_full_campaign())

    page = client.get("/fr/consultations/petite-enfance").text

    assert 'href="/fr/consultations/petite-enfance/questionnaire"' in page
    assert "Répondre au questionnaire" in page
    assert "<strong>Parce que.</strong> &lt;script&gt;" in page
    assert "Le conseil municipal, en mars." in page
    assert page.index("Neuve") < page.index("Vieille")


def test_the_timeline_says_what_is_now(stored: Store, client: FlaskClient) -> None:
    stored(a_territory(), a_full_campaign())

    page = client.get("/fr/consultations/petite-enfance").text

    assert page.count('aria-current="step"') == 1
    now = page.index('aria-current="step"')
    assert page.index("Hier") < now < page.index("Maintenant") < page.index("Demain")
    assert page.index("Terminé") < page.index("En ce moment") < page.index("À venir")


@pytest.mark.parametrize(("changes", "said"), [
    ({"opens_on": date(2098, 1, 1)}, "pas encore ouverte"),
    ({"closes_on": date(2020, 2, 1)}, "est terminée"),
    ({"stage": Stage.CLOSED}, "est terminée"),
    ({"stage": Stage.REPORTED}, "résultats sont rendus"),
])
def test_a_campaign_that_cannot_be_answered_says_so_plainly(
        stored: Store, client: FlaskClient, changes: dict[str, Any], said: str) -> None:
    stored(a_territory(), a_full_campaign(**changes))

    page = client.get("/fr/consultations/petite-enfance").text

    assert said in page
    assert "/questionnaire" not in page


@pytest.mark.parametrize("path", ["", "/vos-donnees"])
def test_a_draft_is_not_a_page(stored: Store, client: FlaskClient, path: str) -> None:
    stored(a_territory(), a_full_campaign(stage=Stage.DRAFT))

    assert client.get(f"/fr/consultations/petite-enfance{path}").status_code == 404
    assert "petite-enfance" not in client.get("/fr/").text


def test_a_draft_translation_stands_beside_its_french(stored: Store, client: FlaskClient) -> None:
    title = localized("Crèches").with_translation("swb", "Wana", state=State.DRAFT)
    body = localized("Un *mot*").with_translation("swb", "*ɓweni*", state=State.DRAFT)
    stored(a_territory(), a_full_campaign(title=title, body=body, summary=localized("Bref", swb="Ndjema")))

    page = client.get("/swb/consultations/petite-enfance").text

    assert '<span class="draft" lang="swb">Wana</span> <span class="twin" lang="fr">Crèches</span>' in page
    assert '<div class="draft" lang="swb"><p><em>ɓweni</em></p>' in page
    assert '<div class="twin" lang="fr"><p>Un <em>mot</em></p>' in page
    assert "Ndjema" in page
    assert "Bref" not in page
    assert '<div lang="fr"><p>Les horaires.</p>' in page


def test_a_demonstration_says_so_on_each_page(stored: Store, client: FlaskClient) -> None:
    stored(a_territory(), a_full_campaign(is_demonstration=True))

    for path in ("/fr/", "/fr/consultations/petite-enfance", "/fr/consultations/petite-enfance/vos-donnees"):
        assert "Données de démonstration" in client.get(path).text


@pytest.mark.parametrize(("basis", "article"), [
    (LegalBasis.PUBLIC_TASK, "point e"), (LegalBasis.LEGAL_OBLIGATION, "point c"),
    (LegalBasis.CONSENT, "point a")])
def test_families_are_told_what_becomes_of_their_answers(
        stored: Store, client: FlaskClient, basis: LegalBasis, article: str) -> None:
    stored(a_territory(), a_full_campaign(
        legal_basis=basis, controller="Ville de Mamoudzou\n<b>BP 01</b>", closes_on=date(2098, 12, 31),
        retention_days=1, contacts_forgotten_on=date(2026, 12, 24)))

    page = client.get("/fr/consultations/petite-enfance/vos-donnees").text

    assert article in page
    assert "Ville de Mamoudzou<br>&lt;b&gt;BP 01" in page
    assert "donnees@exemple.yt" in page
    assert 'datetime="2099-01-01"' in page
    assert 'datetime="2026-12-24"' in page


def test_documents_of_a_public_campaign_are_downloads(app: Flask, stored: Store, client: FlaskClient) -> None:
    stored(a_territory(), a_full_campaign(), a_campaign(slug="autre"))
    with app.app_context(), writing():
        document = service.add_document(service.find_campaign("petite-enfance"), title=localized("Le bilan"),
                                        name="bilan.pdf", content=b"%PDF-1.7 bilan")
        db.session.commit()
        address = f"/fr/consultations/petite-enfance/documents/{document.id}"

    page, file = client.get("/fr/consultations/petite-enfance").text, client.get(address)

    assert f'href="{address}"' in page
    assert (file.status_code, file.mimetype, file.data) == (200, "application/pdf", b"%PDF-1.7 bilan")
    assert file.headers["Content-Disposition"] == "attachment; filename=bilan.pdf"
    assert client.get(address.replace("petite-enfance", "autre")).status_code == 404
    assert client.get("/fr/consultations/petite-enfance/documents/pas-une-cle").status_code == 404


def test_documents_of_a_draft_are_not_handed_out(app: Flask, stored: Store, client: FlaskClient) -> None:
    stored(a_territory(), a_campaign(stage=Stage.DRAFT))
    with app.app_context(), writing():
        document = service.add_document(service.find_campaign("petite-enfance"), title=localized("Le bilan"),
                                        name="bilan.pdf", content=b"%PDF-1.7")
        db.session.commit()
        key = document.id

    assert client.get(f"/fr/consultations/petite-enfance/documents/{key}").status_code == 404


def test_home_puts_what_can_be_answered_first(stored: Store, client: FlaskClient) -> None:
    stored(a_territory(), a_campaign(slug="ouverte", title=localized("Ouverte")),
           a_campaign(slug="fermee", title=localized("Fermée"), stage=Stage.CLOSED),
           a_campaign(slug="bientot", title=localized("Prochaine"), opens_on=date(2098, 1, 1)))

    page = client.get("/fr/").text

    assert page.index("Ouverte") < page.index("Prochaine") < page.index("Fermée")
    assert page.count("/questionnaire") == 1
    assert 'href="/fr/consultations/ouverte/questionnaire"' in page


def test_home_without_a_campaign_says_so(client: FlaskClient) -> None:
    assert "Aucune consultation n’est ouverte en ce moment." in client.get("/fr/").text
