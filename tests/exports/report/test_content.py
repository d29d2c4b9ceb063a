"""What every report says of a frozen diagnostic, and what none may say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from consult.campaigns.models import Sampling
from consult.diagnostic.figures import PLACE
from consult.diagnostic.snapshot import Heading as Subject
from consult.diagnostic.snapshot import Quote, Tier
from consult.exports.report import blocks
from consult.exports.report.content.full import full
from consult.exports.report.content.one_page import one_page
from consult.exports.report.content.two_pages import two_pages
from consult.exports.report.content.village import village
from tests.diagnostic.frozen import CAMPAIGN, a_campaign_used, a_snapshot
from tests.exports.report.reading import (
    KAWENI,
    LONG,
    REPORTS,
    another_campaign,
    large,
    nothing,
    paragraphs_of,
    tables_of,
    words_of,
)

every_report = pytest.mark.parametrize("name", REPORTS)


@every_report
def test_each_report_carries_its_day_its_number_its_rule_and_its_hash(name: str) -> None:
    snapshot = a_snapshot()

    said = words_of(REPORTS[name](snapshot))

    assert "26 novembre 2026" in said
    assert "300 réponses" in said or "de tout le territoire, 300" in said
    assert snapshot.content_hash in said
    assert f"empreinte {snapshot.content_hash[:12]}" in said
    assert "Un groupe de moins de 11 familles n’est pas montré. Un nombre de 1 à 4 est masqué" in said
    assert "« Masqué » ne veut pas dire zéro." in said
    assert "Les familles sans téléphone ont peu répondu." in said


@every_report
@pytest.mark.parametrize("make", [a_snapshot, large])
def test_voluntary_answers_are_never_said_to_stand_for_all(name: str, make) -> None:
    report = REPORTS[name](make())

    assert "Réponses reçues, non représentatif au sens statistique" in words_of(report)


@every_report
def test_simulated_answers_are_said_to_be_so_on_every_page(name: str) -> None:
    real = a_snapshot(campaigns=(replace(a_campaign_used(), is_demonstration=False),))

    assert REPORTS[name](a_snapshot()).warning.startswith("Données de démonstration")
    assert REPORTS[name](real).warning == ""


@every_report
def test_another_rule_is_printed_with_its_own_thresholds(name: str) -> None:
    said = words_of(REPORTS[name](a_snapshot(minimum_base=20, minimum_count=10)))

    assert "moins de 20 familles n’est pas montré. Un nombre de 1 à 9 est masqué" in said


@every_report
def test_a_report_of_nothing_says_that_nothing_is_there(name: str) -> None:
    said = words_of(REPORTS[name](nothing()))

    assert "Aucune consultation" in said or "Aucun besoin" in said
    assert "Données de démonstration" not in said


@every_report
def test_french_is_printed_with_spaces_that_do_not_break(name: str) -> None:
    report = REPORTS[name](a_snapshot())

    said = "\n".join(_raw(report))

    assert re.findall(r"[^\u00a0] [:;?!»%]|« |\w'\w", said) == []


def _raw(report: blocks.Report) -> list[str]:
    return [report.title, report.subtitle, report.kind, report.footer, report.warning, *paragraphs_of(report),
            *(block.text for block in report.blocks if isinstance(block, blocks.Heading)),
            *(words for table in tables_of(report)
              for words in (table.caption, *table.headings, *table.notes)),
            *(blocks.plain(cell) for table in tables_of(report) for row in table.rows for cell in row.cells)]


def test_one_page_shows_needs_of_tiers_a_and_b_with_n_and_share() -> None:
    said, snapshot = words_of(one_page(a_snapshot())), a_snapshot()

    labels = {need.tier: need.label.french for need in snapshot.needs}
    assert "141 sur 296 (48 %)" in said
    assert labels[Tier.A] in said
    assert labels[Tier.B] in said
    assert labels[Tier.C] not in said
    assert "1 besoin est gardé en vue, au niveau C" in said


@pytest.mark.parametrize("make", [one_page, two_pages, lambda snapshot: village(snapshot, KAWENI)])
def test_a_short_report_of_many_needs_says_how_many_more_there_are(make) -> None:
    report, snapshot = make(large()), large()

    shown = sum(row.cells[0] and blocks.plain(row.cells[0]) in set(Tier) for table in tables_of(report)
                for row in table.rows)
    more = re.search(r"Et (\d+) autres besoins", words_of(report))
    all_of_them = len([need for need in snapshot.needs if make is not one_page or need.tier is not Tier.C])
    assert 0 < shown < all_of_them
    assert more
    assert shown + int(more[1]) == all_of_them


def test_withheld_is_a_word_and_never_a_number() -> None:
    campaign = a_campaign_used()
    hidden = tuple(replace(figure, base=None, expressing=None, strong=None, priority=None)
                   if figure.profile != PLACE else figure for figure in campaign.figures)

    report = one_page(a_snapshot(campaigns=(replace(campaign, figures=hidden, responses=None),)))

    needs = tables_of(report)[0]
    assert {blocks.plain(row.cells[2]) for row in needs.rows} == {"masqué"}
    assert "nombre de réponses masqué" in words_of(report)


def test_what_no_question_can_show_is_a_dash() -> None:
    campaign = a_campaign_used()
    figures = tuple(replace(figure, asks_strong=False, asks_priority=False) for figure in campaign.figures)

    report = full(a_snapshot(campaigns=(replace(campaign, figures=figures),)))

    table = next(table for table in tables_of(report) if table.caption == "Toutes les familles")
    assert [blocks.plain(cell) for cell in table.rows[0].cells[4:6]] == ["–", "–"]
    assert "aucune question ne permet de le dire" in words_of(report)


@pytest.mark.parametrize(("sampling", "has_interval"), [(Sampling.VOLUNTARY, False), (Sampling.RANDOM, True)])
def test_weights_stand_beside_plain_shares_and_intervals_only_where_drawn(
        sampling: Sampling, has_interval: bool) -> None:
    report = full(a_snapshot(campaigns=(a_campaign_used(sampling),)))

    headings = next(table for table in tables_of(report) if table.caption == "Toutes les familles").headings
    assert "Part" in headings
    assert "Part pondérée" in headings
    assert any(heading.startswith("Intervalle") for heading in headings) is has_interval


@pytest.mark.parametrize("name", ["one", "two", "full"])
def test_campaigns_stand_side_by_side_and_are_never_added(name: str) -> None:
    campaigns = (a_campaign_used(), another_campaign("pmi", Sampling.CENSUS))

    report = REPORTS[name](a_snapshot(campaigns=campaigns))

    said = words_of(report)
    assert "Ils ne sont jamais additionnés" in said
    assert "600" not in said
    assert "282" not in said
    needs = next(table for table in tables_of(report) if table.caption.startswith("Besoins retenus"))
    assert [blocks.plain(cell) for cell in needs.rows[0].cells[2:]] == ["141 sur\u00a0296 (48\u00a0%)"] * 2


def test_a_campaign_that_asks_nothing_of_a_need_says_so() -> None:
    silent = replace(another_campaign("pmi", Sampling.CENSUS), figures=())

    needs = tables_of(one_page(a_snapshot(campaigns=(a_campaign_used(), silent))))[0]

    assert {blocks.plain(row.cells[3]) for row in needs.rows} == {"non demandé"}


def test_the_full_report_follows_the_headings_of_the_decree() -> None:
    headings = [block.text for block in full(a_snapshot()).blocks
                if isinstance(block, blocks.Heading) and block.level == 1]

    assert headings == [
        "1. Le territoire", "2. Ce qui existe", "3. Participation et méthode", "4. Les besoins",
        "5. Les secteurs en tension", "6. Les besoins écartés", "7. Les orientations", "8. Le calendrier",
        "Annexes"]


def test_the_full_report_says_all_that_is_frozen_of_a_need() -> None:
    snapshot = a_snapshot()
    need = replace(snapshot.needs[0], suggested=Tier.C, suggested_because="Parce que.")

    said = words_of(full(replace(snapshot, needs=(need,))))

    for expected in (need.label.french, need.statement, need.reason, need.concerned, need.offer,
                     "La règle proposait le niveau C. Parce que.", "Secteurs en tension. Kawéni, Cavani",
                     "Ntsina muntru", "En français : « Je n’ai personne. »", "Moins de 1 an"):
        assert expected in said


def test_every_place_and_profile_of_a_need_is_there_with_its_figures() -> None:
    snapshot, campaign = a_snapshot(), a_campaign_used()
    report = full(replace(snapshot, needs=snapshot.needs[:1]))

    rows = {blocks.plain(row.cells[0]): [blocks.plain(cell) for cell in row.cells[1:]]
            for table in tables_of(report) if " par " in table.caption and "expriment" in table.caption
            for row in table.rows}
    kaweni = snapshot.figure(CAMPAIGN, "ACC-1", PLACE, KAWENI)
    assert kaweni is not None
    assert rows["Kawéni"][:2] == [str(kaweni.base), str(kaweni.expressing)]
    assert rows["Vahibé"] == ["masqué"] * 5
    assert {group.label.french.replace("'", "’") for group in campaign.groups} <= set(rows)


def test_sources_stand_side_by_side_and_unknown_is_said() -> None:
    said = words_of(full(a_snapshot()))

    for expected in ("6 120 personnes", "7 400 personnes", "2017, recensement", "2024, estimation",
                     "Insee, essai", "https://www.insee.fr/", "Valeur : inconnu.", "24 places", "07:00-17:00",
                     "Sans service noté : Mamoudzou (centre), Kawéni"):
        assert expected in said


def test_a_rate_shows_what_it_is_made_of_or_that_it_is_unknown() -> None:
    snapshot = a_snapshot()
    value = replace(snapshot.indicators[0].values[0], numerator=24.0, denominator=6120.0, value=0.4)
    rate = replace(snapshot.indicators[0], unit="%", values=(
        value, replace(value, numerator=None, denominator=None), replace(value, denominator=None)))

    table = tables_of(full(replace(snapshot, indicators=(rate,))))[0]

    assert [blocks.plain(row.cells[2]) for row in table.rows[1:]] == [
        "24 / 6\u00a0120", "inconnu", "24 / inconnu"]


def test_what_was_withheld_is_counted_and_explained() -> None:
    campaign = a_campaign_used()

    said = words_of(full(a_snapshot()))

    assert f"{campaign.small:,} sont masqués parce que trop petits".replace(",", " ") in said
    assert f"{campaign.complements} pour les protéger" in said


def test_figures_taken_from_an_older_diagnostic_say_so() -> None:
    carried = a_snapshot(campaigns=(replace(a_campaign_used(), carried_from=1),))

    assert "repris du diagnostic n° 1" in words_of(full(carried))
    assert "ceux du diagnostic n° 1" in words_of(one_page(carried))


def test_texts_keep_their_paragraphs_and_empty_ones_say_so() -> None:
    report = full(a_snapshot())

    assert "Mamoudzou est la commune la plus peuplée de Mayotte." in paragraphs_of(report)
    assert "Le texte a deux parties." in paragraphs_of(report)
    assert paragraphs_of(report).count("Rien n’est écrit à cette date.") == 4


def test_versions_and_hashes_are_in_the_annexes() -> None:
    snapshot = a_snapshot()

    said = words_of(full(snapshot))

    assert snapshot.campaigns[0].questionnaires[0].content_hash in said
    assert f"version 3, empreinte {snapshot.taxonomy_hash}" in said


def test_a_village_has_its_figures_beside_those_of_everybody() -> None:
    report = village(a_snapshot(), KAWENI)

    first = [blocks.plain(cell).replace("\u00a0", " ") for cell in tables_of(report)[0].rows[0].cells]
    assert first[2:] == ["30 sur 68 (44 %)", "141 sur 296 (48 %)", "oui"]
    assert "réponses de ce village, 68 ; de tout le territoire, 300" in words_of(report)


def test_a_village_shows_its_own_services_only() -> None:
    snapshot = a_snapshot()
    supply = (replace(snapshot.supply[0], place="97611-cavani"),)

    assert "Crèche municipale" in words_of(village(replace(snapshot, supply=supply), "97611-cavani"))
    assert "Aucun service n’est noté." in words_of(village(a_snapshot(), KAWENI))


def test_words_of_families_are_never_tied_to_a_village() -> None:
    pages = [village(a_snapshot(), place.code) for place in a_snapshot().places[1:]]

    quotes = {tuple(block for block in page.blocks if isinstance(block, blocks.Quote)) for page in pages}
    assert len(quotes) == 1
    assert quotes != {()}
    assert all("jamais reliées à un village" in words_of(page) for page in pages)


def test_a_village_that_is_not_in_the_diagnostic_has_no_page() -> None:
    with pytest.raises(KeyError):
        village(a_snapshot(), "97600")


def test_a_long_text_is_cut_between_words_in_short_reports_only() -> None:
    snapshot = a_snapshot(texts={Subject.CONTEXT: LONG * 20})

    assert "…" in words_of(two_pages(snapshot))
    assert LONG * 20 in words_of(full(snapshot))


def test_a_need_made_of_several_shows_each_of_them_in_full() -> None:
    snapshot = a_snapshot()
    merged = replace(snapshot, needs=tuple(need for need in snapshot.needs if len(need.codes) > 1))

    report = full(merged)

    table = next(table for table in tables_of(report) if table.caption == "Toutes les familles")
    assert [blocks.plain(row.cells[0]) for row in table.rows] == ["HOR-1", "HOR-2"]
    assert "le chiffre est celui du plus exprimé" in words_of(one_page(merged))


def test_control_characters_of_pasted_texts_are_taken_out() -> None:
    snapshot = a_snapshot()
    quote = Quote("Je\x00 pars\x0b tôt", "fr", "", False)
    need = replace(snapshot.needs[0], statement="Un\x08 besoin", quotes=(quote,))

    said = words_of(full(replace(snapshot, needs=(need,), title="Un\x1b titre")))

    assert re.findall("[\x00-\x09\x0b-\x1f]", said) == []
    assert "« Je pars tôt »" in said
