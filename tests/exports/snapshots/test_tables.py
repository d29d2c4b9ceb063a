"""The tables say what the diagnostic says, cell by cell, and why a cell is empty."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace

import pytest

from consult.campaigns.models import Sampling
from consult.diagnostic.figures import EVERYWHERE
from consult.diagnostic.snapshot import Heading, Snapshot
from consult.exports.snapshots.columns import Cell, Kind, State
from consult.exports.snapshots.tables import SHAPES, tables_of
from consult.exports.snapshots.words import DRAWN, HEADINGS, SCOPES
from tests.diagnostic.frozen import CAMPAIGN, a_campaign_used, a_snapshot
from tests.exports.snapshots.dossier import an_empty_snapshot


def lines(name: str, snapshot: Snapshot | None = None) -> list[dict[str, Cell]]:
    """The rows of a table, by the names of its columns."""
    table = {table.name: table for table in tables_of(snapshot or a_snapshot())}[name]
    return [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]


def test_every_word_has_its_line() -> None:
    assert set(DRAWN) == set(SCOPES) == set(Sampling)
    assert set(HEADINGS) == set(Heading)


@pytest.mark.parametrize("snapshot", [a_snapshot(), an_empty_snapshot()], ids=["whole", "empty"])
def test_every_table_holds_together(snapshot: Snapshot) -> None:
    for table in tables_of(snapshot):
        names = [column.name for column in table.columns]
        keys = table.cells(*table.shape.key)
        assert len(set(names)) == len(names)
        assert len(set(keys)) == len(keys)
        assert all(column.title and column.about for column in table.columns)
        assert {state for column in table.columns for state in column.states} <= set(names)
        for place, column in enumerate(table.columns):
            empty = [row for row in table.rows if row[place] in (None, "")]
            assert not (column.is_needed and empty)


def test_every_figure_is_in_its_row() -> None:
    snapshot = a_snapshot()
    rows = lines("chiffres")
    assert len(rows) == len(list(snapshot.figures()))

    for row, figure in zip(rows, snapshot.figures(), strict=True):
        assert (row["consultation"], row["besoin"], row["profil"]) == (CAMPAIGN, figure.need, figure.profile)
        assert row["groupe"] == (figure.group or EVERYWHERE)
        assert (row["base"], row["expriment"]) == (figure.base, figure.expressing)
        assert row["fortement"] == (figure.strong if figure.asks_strong else None)
        assert row["prioritaire"] == (figure.priority if figure.asks_priority else None)
        assert row["masque"] == ("oui" if figure.is_withheld else "non")
        assert row["part"] == (None if figure.share is None else round(figure.share, 4))
        assert row["intensite"] == (None if figure.intensity is None else round(figure.intensity, 4))
        assert (row["part_ponderee"], row["borne_basse"]) == (figure.weighted, figure.low)


def test_an_empty_figure_says_why() -> None:
    snapshot, rows = a_snapshot(), lines("chiffres")
    asked = [figure.asks_strong for figure in snapshot.figures()]

    for row, asks in zip(rows, asked, strict=True):
        for name in ("base", "expriment", "fortement", "prioritaire"):
            assert (row[f"{name}_etat"] == State.PUBLISHED) == (row[name] is not None)
        assert (row["fortement_etat"] == State.POINTLESS) == (not asks)
    assert {row["fortement_etat"] for row in rows} == {State.PUBLISHED, State.WITHHELD, State.POINTLESS}
    assert Counter(row["masque"] for row in rows)["oui"] == sum(
        State.WITHHELD in (row["base_etat"], row["expriment_etat"]) for row in rows)


def test_nobody_is_a_figure_like_another() -> None:
    zeros = [row for row in lines("chiffres") if row["expriment"] == 0]

    assert zeros
    assert {row["expriment_etat"] for row in zeros} == {State.PUBLISHED}


def test_a_need_has_the_words_it_was_kept_or_set_aside_as() -> None:
    words = {row["besoin"]: row["besoin_libelle"] for row in lines("chiffres")}
    merged = a_snapshot().needs[1]

    assert words["HOR-1"] == words["HOR-2"] == merged.label.french
    assert words["QUA-1"] == a_snapshot().set_aside[0].label.french
    assert words["ACC-2"] == ""


def test_needs_are_kept_with_their_reasons_in_order() -> None:
    rows = lines("besoins_retenus")

    for row, need in zip(rows, a_snapshot().needs, strict=True):
        assert (row["cle"], row["codes"]) == (need.key, "|".join(need.codes))
        assert (row["priorite"], row["motif"]) == (need.tier.value, need.reason)
        assert (row["priorite_suggeree"], row["motif_suggestion"]) == (
            need.suggested.value, need.suggested_because)
        assert (row["enonce"], row["publics"], row["offre"]) == (need.statement, need.concerned, need.offer)
        assert row["lieux_en_tension"] == "|".join(need.tension)
    assert [row["rang"] for row in rows] == [1, 2, 3, 4]
    assert lines("besoins_ecartes") == [{
        "besoin": "QUA-1", "libelle": a_snapshot().set_aside[0].label.french,
        "motif": "Traité par le schéma départemental."}]


def test_quotes_are_there_in_their_language_and_in_french() -> None:
    first, second = lines("paroles")

    assert (first["langue"], first["en_francais"], first["origine"]) == ("fr", "", "questionnaire")
    assert (second["parole"], second["en_francais"]) == ("Ntsina muntru", "Je n’ai personne.")
    assert second["origine"] == "réunion"


def test_what_no_source_tells_is_unknown() -> None:
    known, other, unknown = lines("indicateurs")
    service, planned = lines("offre")

    assert [known["valeur"], other["valeur"], unknown["valeur"]] == [6120.0, 7400.0, None]
    assert (known["rang"], other["rang"]) == (1, 2)
    assert unknown["valeur_etat"] == planned["valeur_etat"] == State.UNKNOWN
    assert (service["valeur"], planned["valeur"]) == (24.0, None)
    assert known["source_url"] == "https://www.insee.fr/"


def test_who_took_part_is_there_and_who_is_withheld() -> None:
    [campaign], rows = a_snapshot().campaigns, lines("participation")
    expected = [(way.code, row.code, row.count) for way in campaign.participation for row in way.rows]

    assert [(row["repartition"], row["code"], row["reponses"]) for row in rows] == expected
    assert [row["reponses_etat"] for row in rows if row["code"] == "hors_commune"] == [State.WITHHELD]
    assert [row["part_population"] for row in lines("ecarts")] == [
        round(distance.population, 4) for distance in campaign.distances]


def test_a_campaign_says_what_may_be_said_of_it() -> None:
    campaign = replace(a_campaign_used(), responses=None, carried_from=1,
                       gathered=replace(a_campaign_used().gathered, present=None))
    [row] = lines("consultations", a_snapshot(campaigns=(campaign,)))

    assert (row["tirage"], row["demonstration"], row["repris_de"]) == ("volontaires", "oui", 1)
    assert (row["reponses"], row["reponses_etat"]) == (None, State.WITHHELD)
    assert (row["presents"], row["presents_etat"], row["femmes"]) == (None, State.EITHER, 48)
    assert (row["nombres"], row["nombres_petits"], row["nombres_proteges"]) == (
        campaign.counts, campaign.small, campaign.complements)


def test_rules_and_versions_are_there() -> None:
    snapshot = a_snapshot()
    method = {row["cle"]: row["valeur"] for row in lines("methode")}

    assert method["empreinte"] == snapshot.content_hash
    assert (method["taxonomie"], method["taxonomie_empreinte"]) == ("3", snapshot.taxonomy_hash)
    assert (method["base_minimale"], method["nombre_minimal"]) == ("11", "5")
    assert [row["empreinte"] for row in lines("questionnaires")] == [
        version.content_hash for version in snapshot.campaigns[0].questionnaires]
    assert [row["rubrique"] for row in lines("textes")] == ["context", "limits"]
    assert [row["lieu"] for row in lines("lieux")] == [place.code for place in snapshot.places]


def test_nothing_a_diagnostic_holds_is_left_out() -> None:
    """Every part of it is in some table; a new one must find its place."""
    assert {field.name for field in fields(Snapshot)} == {
        "slug", "number", "title", "territory", "frozen_on", "minimum_base", "minimum_count",
        "taxonomy_number", "taxonomy_hash", "texts", "places", "campaigns", "indicators", "supply", "needs",
        "set_aside"}
    assert sum(not shape.is_aggregate for shape in SHAPES) == 1
    assert all(column.kind is Kind.STATE for shape in SHAPES for column in shape.columns
               if column.name.endswith("_etat"))
