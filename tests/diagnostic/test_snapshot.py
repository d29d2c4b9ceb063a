"""A frozen diagnostic: nothing is lost on the way to a document and back, and its hash is of all of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from consult.campaigns.models import Sampling
from consult.diagnostic.figures import PLACE
from consult.diagnostic.measuring import measure
from consult.diagnostic.snapshot import Place, Snapshot, Tier
from consult.needs.disclosure import PLAIN
from consult.needs.taxonomy import shipped_taxonomy
from tests.diagnostic.frozen import CAMPAIGN, a_campaign_used, a_snapshot, an_answered
from tests.needs.families import documents
from tests.needs.test_estimates import worked_out

NEEDS = {need.code: need for need in shipped_taxonomy().needs()}


def test_a_snapshot_is_read_back_equal() -> None:
    snapshot = a_snapshot()

    again = Snapshot.from_document(json.loads(json.dumps(snapshot.to_document())))

    assert again == snapshot
    assert again.content_hash == snapshot.content_hash


@pytest.mark.parametrize("change", [
    {"title": "Autre"}, {"minimum_count": 6}, {"taxonomy_hash": "0"}, {"texts": {}}, {"supply": ()}])
def test_whatever_changes_changes_the_hash(change: dict[str, object]) -> None:
    assert a_snapshot(**change).content_hash != a_snapshot().content_hash


def test_a_single_figure_changes_the_hash() -> None:
    snapshot, campaign = a_snapshot(), a_campaign_used()
    figures = (replace(campaign.figures[0], base=1), *campaign.figures[1:])

    changed = replace(snapshot, campaigns=(replace(campaign, figures=figures),))

    assert changed.content_hash != snapshot.content_hash


@pytest.mark.parametrize("code", ["ACC-1", "HOR-2", "COU-1", "PAR-1"])
def test_every_figure_shown_is_what_the_documents_say(code: str) -> None:
    families, snapshot = list(documents(300)), a_snapshot()
    shown = 0
    for village in ("", "97611-kaweni", "97611-cavani", "97611-mtsapere"):
        figure = snapshot.figure(CAMPAIGN, code, *((PLACE, village) if village else ()))
        counts = worked_out(NEEDS[code], [
            answers for answers in families if village in ("", answers.get("village"))])
        assert figure is not None
        for name in ("base", "expressing", "strong", "priority"):
            value = getattr(figure, name)
            shown += value is not None
            assert value in (None, counts[name])
            assert value is None or not PLAIN.is_small(counts[name])
    assert shown


def test_what_a_territory_lies_in_is_not_inside() -> None:
    snapshot = a_snapshot()
    quarter = Place("97611-a", "Un quartier", "quartier", "97611-kaweni", None, None)
    around = Place("976", "Mayotte", "departement", "", None, None)

    wider = replace(snapshot, places=(quarter, *snapshot.places, around))

    assert wider.inside == (quarter, *snapshot.places)


def test_a_need_without_a_question_has_no_figure() -> None:
    assert a_snapshot().figure(CAMPAIGN, "NULLE-1") is None
    assert a_snapshot().figure("autre", "ACC-1") is None


def test_shares_with_weights_are_of_everybody_and_have_two_decimals() -> None:
    weighted = [figure for figure in a_snapshot().figures() if figure.weighted is not None]

    assert weighted
    assert {(figure.profile, figure.group) for figure in weighted} == {("all", "")}
    assert all(figure.weighted == round(figure.weighted, 2) for figure in weighted if figure.weighted)
    assert all(figure.low is None for figure in weighted)


def test_an_interval_is_there_only_where_families_were_drawn_by_chance() -> None:
    drawn = a_campaign_used(Sampling.RANDOM).figures

    assert any(figure.low is not None for figure in drawn)
    assert all(figure.low <= figure.weighted <= figure.high for figure in drawn
               if figure.low is not None and figure.weighted is not None and figure.high is not None)


def test_who_took_part_adds_up_where_nothing_is_withheld() -> None:
    campaign = a_campaign_used()
    modes = next(table for table in campaign.participation if table.code == "mode")

    assert campaign.responses == 300
    assert [row.count for row in modes.rows] == [288, 12]


def test_distances_compare_shares_of_the_same_whole() -> None:
    measured = measure(an_answered(), list(NEEDS.values()))

    assert [distance.label for distance in measured.distances] != []
    assert sum(distance.population for distance in measured.distances) == pytest.approx(1)
    shares = [distance.responses for distance in measured.distances]
    assert None in shares or sum(share for share in shares if share) == pytest.approx(1)


def test_an_intensity_needs_a_question_that_shows_it() -> None:
    figure = a_snapshot().figure(CAMPAIGN, "ACC-1")

    assert figure is not None
    assert figure.intensity == pytest.approx((figure.strong or 0) / (figure.expressing or 1))
    assert replace(figure, asks_strong=False).intensity is None
    assert replace(figure, expressing=None).share is None
    assert [need.tier for need in a_snapshot().needs] == [Tier.A, Tier.B, Tier.B, Tier.C]
