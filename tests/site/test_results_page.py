"""The results of a campaign as families read them: every number, promise and word in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask, render_template
from werkzeug.test import TestResponse

from consult.campaigns.models import Sampling
from consult.diagnostic.figures import PLACE, CampaignUsed, Group
from consult.diagnostic.snapshot import Quote, Snapshot, Tier
from consult.i18n import LANGUAGES
from consult.needs.taxonomy import shipped_taxonomy
from consult.site.campaign_results import results_shown
from consult.site.results import results_page
from consult.text import Localized, localized
from tests.diagnostic.frozen import CAMPAIGN, a_campaign_used, a_snapshot
from tests.pages import parse, words
from tests.site.promised import ON, PROMISES
from tests.site.test_results import located

Read = Callable[..., TestResponse]
SVG = "{http://www.w3.org/2000/svg}"
WITHHELD = "Trop peu de réponses pour le dire."
UNDECIDED = "Le comité n’a pas encore décidé."


@pytest.fixture
def read(app: Flask, visit: Callable[..., TestResponse]) -> Read:
    """Open the page of a snapshot, and check what every page owes: weight, labels, no style inline."""
    def open_page(snapshot: Snapshot, promises: Any = (), *, tag: str = "fr") -> TestResponse:
        app.add_url_rule("/<language:lang>/lecture", "lecture",
                         lambda: results_shown(CAMPAIGN, snapshot, promises))
        return visit(f"/{tag}/lecture")
    return open_page


def need_of(page: str, label: str) -> Element:
    return next(part for part in parse(page).iter("section") if words(part.find("h3")) == label)


def of_campaign(**changes: Any) -> Snapshot:
    return a_snapshot(campaigns=(replace(a_campaign_used(), **changes),))


def twenty_needs() -> Snapshot:
    """As many needs as a committee may keep, each with words of its own."""
    model, needs = a_snapshot().needs[0], list(shipped_taxonomy().needs())[:20]
    tiers = (Tier.A,) * 8 + (Tier.B,) * 8 + (Tier.C,) * 4
    return located(a_snapshot(needs=tuple(
        replace(model, key=need.code.lower(), codes=(need.code,), label=need.label, tier=tier,
                statement=f"{need.definition}, près de chez elle ({need.code}).",
                quotes=(Quote(f"Chez nous, à {need.code}, personne ne répond.", "fr", "", False),))
        for need, tier in zip(needs, tiers, strict=True))))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_twenty_needs_and_their_promises_stay_light_in_every_language(read: Read, tag: str) -> None:
    snapshot = twenty_needs()
    promises = [replace(PROMISES[number % 4], need=need.key, what=f"{PROMISES[number % 4].what} ({need.key})")
                for number, need in enumerate(snapshot.needs)]

    page = read(snapshot, promises, tag=tag).text

    assert all(promise.what in page for promise in promises)
    assert all(need.label.french.replace("'", "’") in page for need in snapshot.needs)
    assert "<script" not in page


def test_it_says_how_many_answered_from_when_to_when_and_for_whom_they_speak(read: Read) -> None:
    page = read(a_snapshot()).text

    assert "300 familles ont répondu." in page
    assert "du mardi 1 septembre 2026 au samedi 31 octobre 2026" in page
    assert "ne sont pas représentatives au sens statistique" in page
    assert "jeudi 26 novembre 2026" in page
    assert a_snapshot().content_hash[:12] in page


@pytest.mark.parametrize(("sampling", "said"), [
    (Sampling.RANDOM, "choisies au hasard"), (Sampling.CENSUS, "On a demandé à toutes les familles.")])
def test_it_says_how_families_came_to_answer(read: Read, sampling: Sampling, said: str) -> None:
    page = read(of_campaign(sampling=sampling)).text

    assert said in page
    assert "représentatives" not in page


def test_a_campaign_drawn_by_chance_tells_how_sure_it_is(read: Read) -> None:
    assert "Parmi toutes les familles, c’est sans doute entre" in read(
        a_snapshot(campaigns=(a_campaign_used(Sampling.RANDOM),))).text


def test_every_bar_has_its_words_and_its_number_beside_it(read: Read) -> None:
    need = need_of(read(a_snapshot()).text, "Place en accueil collectif")
    drawing = need.find(f"{SVG}svg")

    assert drawing is not None
    assert words(drawing.find(f"{SVG}title")) == "Place en accueil collectif"
    assert words(drawing.find(f"{SVG}desc")) == "48 % des familles"
    assert [part.get("d") for part in drawing.iter(f"{SVG}path")] == ["M0 0h100v16H0z", "M0 0h47.6v16H0z"]
    assert words(need.find("p[@class='families']")) == "141 familles sur 296"


def test_what_is_withheld_says_so_without_a_bar(read: Read) -> None:
    need = need_of(read(a_snapshot()).text, "Repérage et rendez-vous")

    assert words(need.find("p[@class='families']")) == WITHHELD
    assert need.find(f"{SVG}svg") is None


def test_a_campaign_too_small_to_speak_says_no_number(read: Read) -> None:
    page = read(of_campaign(responses=None, figures=(), participation=())).text

    assert words(next(part for part in parse(page).iter("p") if part.get("class") == "tally")) == WITHHELD
    assert "ne posait pas de question sur ce besoin" in page


def test_needs_that_are_one_say_at_least(read: Read) -> None:
    page = read(a_snapshot()).text

    assert "Au moins 49 familles sur 169" in page
    assert "<td>au moins 49</td><td>169</td>" in page


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_quote_keeps_its_language_and_has_its_french(read: Read, tag: str) -> None:
    need = replace(a_snapshot().needs[0], quotes=a_snapshot().needs[0].quotes[1:])

    page = read(a_snapshot(needs=(need,)), tag=tag).text

    lang = "" if tag == "swb" else ' lang="swb"'
    assert f"<blockquote{lang}>«\u00a0Ntsina muntru\u00a0»</blockquote>" in page
    assert '<p class="twin" lang="fr">«\u00a0Je n’ai personne.\u00a0»</p>' in page
    assert "Dit pendant une réunion" in page


def test_a_label_that_is_a_draft_stands_before_its_french(read: Read) -> None:
    label = Localized("Une place").with_translation("swb", "Pandro")
    need = replace(a_snapshot().needs[0], label=label)

    page = read(a_snapshot(needs=(need,)), tag="swb").text

    assert '<h3><span class="draft" lang="swb">Pandro</span> <span class="twin" lang="fr">Une pl' in page
    assert ">Une place</title>" in page


def test_what_the_town_does_is_told_with_who_when_proof_and_news(read: Read) -> None:
    page = read(a_snapshot(), PROMISES).text
    need = page[page.index("Place en accueil collectif</h3>"):page.index("Tôt le matin")]

    assert need.index("En retard") < need.index("Ouvrir 12 places") < need.index("Dire à chaque famille")
    for said in ("Ville de Mamoudzou", "Commencé", "Fait", "Lettres envoyées", "Les travaux ont commencé.",
                 '<time datetime="2026-11-01">', 'href="https://mamoudzou.example/deliberation"'):
        assert said in need
    assert UNDECIDED not in need
    assert UNDECIDED in page
    assert "Pas encore de date" in page
    assert "javascript:" not in page
    assert page.index("Ce que la ville fait aussi") < page.index("Ombrager les cours d’école")


def test_before_the_committee_decides_it_says_so(read: Read) -> None:
    page = read(a_snapshot()).text

    assert page.count(UNDECIDED) == 4
    assert "En retard" not in page


def test_a_diagnostic_without_a_need_says_that_none_is_chosen_yet(read: Read) -> None:
    page = read(a_snapshot(needs=())).text

    assert "Le comité n’a pas encore choisi les besoins." in page
    assert "Tous les nombres dans un tableau" not in page


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_map_never_stands_without_its_table(read: Read, tag: str) -> None:
    tree = parse(read(located(a_snapshot()), tag=tag).text)
    drawing = next(part for part in tree.iter(f"{SVG}svg") if part.get("class") == "map")
    table = {words(row.find("th")): words(row.find("td")) for row in tree.iter("tr")}

    assert len(list(drawing.iter(f"{SVG}circle"))) == 8
    assert any("GeoNames, licence CC BY 4.0" in words(part) for part in tree.iter("figcaption"))
    assert table["Kawéni"] == "68"
    assert table["Hauts-Vallons"] == "13"
    assert table["J’habite une autre commune"] == "trop peu pour le dire"


def test_without_positions_there_is_a_table_and_no_map(read: Read) -> None:
    page = read(a_snapshot()).text

    assert 'class="map"' not in page
    assert "Familles qui ont répondu, par village" in page


def test_a_village_is_named_in_the_language_of_the_page(read: Read) -> None:
    name = Group(PLACE, localized("Lieu"), "97611-kaweni", localized("Kawéni", swb="Kaweni"))
    campaign: CampaignUsed = replace(a_campaign_used(), groups=(name,))

    assert '<th scope="row">Kaweni</th>' in read(a_snapshot(campaigns=(campaign,)), tag="swb").text


def test_simulated_answers_are_said_to_be_so(read: Read) -> None:
    assert "Données de démonstration" in read(a_snapshot()).text


def test_real_answers_are_not(read: Read) -> None:
    assert "Données de démonstration" not in read(of_campaign(is_demonstration=False)).text


def test_figures_taken_from_an_earlier_diagnostic_say_so(read: Read) -> None:
    assert "depuis le diagnostic numéro 1\u00a0:" in read(of_campaign(carried_from=1)).text


def test_limits_and_protection_are_one_tap_away(read: Read) -> None:
    page = read(a_snapshot()).text

    assert "Les familles sans téléphone ont peu répondu." in page
    assert f'href="/fr/consultations/{CAMPAIGN}/vos-donnees"' in page
    assert f'href="/fr/consultations/{CAMPAIGN}"' in page


def test_a_recorded_voice_waits_to_be_asked_for(app: Flask) -> None:
    with app.test_request_context("/fr/"):
        spoken = results_page(a_snapshot(), CAMPAIGN, (), ON, audio={"swb": "/voix/resultats.opus"})
        silent = results_page(a_snapshot(), CAMPAIGN, (), ON)
        page = render_template("site/results.html", page=spoken)

        assert '<audio controls preload="none" src="/voix/resultats.opus"' in page
        assert "<audio" not in render_template("site/results.html", page=silent)


def test_a_page_may_play_our_own_recordings(read: Read) -> None:
    assert "media-src 'self';" in read(a_snapshot()).headers["Content-Security-Policy"]
