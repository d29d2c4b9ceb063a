"""What is put on the results of a campaign: the snapshot's own numbers, and what was promised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consult.campaigns.models import Sampling
from consult.diagnostic.figures import PLACE, Figure, Row
from consult.diagnostic.snapshot import Heading, KeptNeed, Snapshot, Tier
from consult.site.heard import Heard, heard_of
from consult.site.results import ResultsPage, results_page
from consult.territories.coordinates import positions
from tests.diagnostic.frozen import CAMPAIGN, a_campaign_used, a_snapshot
from tests.site.promised import DAYLESS, DONE, LATE, OF_ANOTHER_NEED, ON, PROMISES


def a_page(snapshot: Snapshot | None = None) -> ResultsPage:
    return results_page(snapshot or a_snapshot(), CAMPAIGN, PROMISES, ON)


def kept(key: str) -> KeptNeed:
    return next(need for need in a_snapshot().needs if need.key == key)


def with_figures(*figures: Figure) -> Snapshot:
    return a_snapshot(campaigns=(replace(a_campaign_used(), figures=figures),))


def a_figure(need: str, base: int | None, expressing: int | None) -> Figure:
    return Figure(CAMPAIGN, need, "all", "", base, expressing, None, None, False, False)


def located(snapshot: Snapshot, move: float = 0.0) -> Snapshot:
    """With the positions that we ship, or others a little to the north."""
    places = [replace(place, latitude=found.latitude + move, longitude=found.longitude)
              if (found := positions().get(place.code)) else place for place in snapshot.places]
    return replace(snapshot, places=tuple(places))


def test_needs_are_told_tier_by_tier_with_those_for_later_in_brief() -> None:
    parts = a_page().parts

    assert [(part.title, part.is_in_full) for part in parts] == [
        ("D’abord", True), ("Ensuite", True), ("Plus tard", False)]
    assert [[shown.need.key for shown in part.needs] for part in parts] == [
        ["acc-1"], ["horaires", "inc-2"], ["par-1"]]


def test_a_tier_without_a_need_is_no_part() -> None:
    needs = tuple(need for need in a_snapshot().needs if need.tier is not Tier.B)

    assert [part.tier for part in a_page(a_snapshot(needs=needs)).parts] == [Tier.A, Tier.C]


def test_a_need_has_the_families_the_snapshot_counted() -> None:
    figure, heard = a_snapshot().figure(CAMPAIGN, "ACC-1"), heard_of(a_snapshot(), CAMPAIGN, kept("acc-1"))

    assert figure is not None
    assert heard == Heard(figure.expressing, figure.base)
    assert heard.share == figure.share


def test_needs_that_are_one_are_never_added_up() -> None:
    snapshot = with_figures(a_figure("HOR-1", 100, 40), a_figure("HOR-2", 200, 50))

    assert heard_of(snapshot, CAMPAIGN, kept("horaires")) == Heard(40, 100, is_least=True)


def test_one_of_them_that_is_withheld_leaves_the_other() -> None:
    snapshot = with_figures(a_figure("HOR-1", 100, None), a_figure("HOR-2", 200, 50))

    assert heard_of(snapshot, CAMPAIGN, kept("horaires")) == Heard(50, 200, is_least=True)


@pytest.mark.parametrize("figure", [
    a_figure("ACC-1", None, None), a_figure("ACC-1", 40, None), a_figure("ACC-1", 0, 0)])
def test_what_cannot_be_said_is_withheld_and_not_zero(figure: Figure) -> None:
    heard = heard_of(with_figures(figure), CAMPAIGN, kept("acc-1"))

    assert heard is not None
    assert heard.share is None
    assert heard.families is None


def test_a_need_without_a_question_is_not_withheld_but_unasked() -> None:
    assert heard_of(with_figures(), CAMPAIGN, kept("acc-1")) is None


def test_an_interval_is_told_only_where_families_were_drawn_by_chance() -> None:
    drawn = a_snapshot(campaigns=(a_campaign_used(Sampling.RANDOM),))

    by_chance, free = (heard_of(snapshot, CAMPAIGN, kept("acc-1")) for snapshot in (drawn, a_snapshot()))

    assert by_chance is not None
    assert by_chance.share is not None
    assert (by_chance.low or 1) < by_chance.share < (by_chance.high or 0)
    assert free is not None
    assert free.low is None


def test_promises_stand_under_their_need_late_ones_first() -> None:
    needs = {shown.need.key: shown for shown in a_page().needs}

    assert [(shown.promise, shown.is_late) for shown in needs["acc-1"].promises] == [
        (LATE, True), (DONE, False)]
    assert [shown.promise for shown in needs["par-1"].promises] == [DAYLESS]
    assert needs["inc-2"].promises == ()


def test_a_promise_does_not_vanish_with_its_need() -> None:
    page = a_page()

    assert [shown.promise for shown in page.others] == [OF_ANOTHER_NEED]
    assert [(tally.words, tally.count) for tally in page.promised] == [
        ("Fait", 1), ("Commencé", 1), ("Prévu", 1), ("Abandonné", 1)]


def test_the_first_quote_is_enough() -> None:
    needs = {shown.need.key: shown for shown in a_page().needs}

    assert needs["acc-1"].quote == kept("acc-1").quotes[0]
    assert needs["inc-2"].quote is None


def test_villages_come_with_most_families_first_and_withheld_ones_last() -> None:
    villages = a_page().villages
    rows = {row.label: row.count for row in a_campaign_used().participation[0].rows}

    assert {village.label.french: village.count for village in villages} == rows
    assert [village.count for village in villages if village.count is not None] == sorted(
        (count for count in rows.values() if count is not None), reverse=True)
    assert villages[-1].count is None


def test_the_map_holds_the_places_whose_position_is_known_and_names_the_source() -> None:
    page = a_page(located(a_snapshot()))

    assert page.map is not None
    assert {point.label.french for point in page.map.points} == {
        place.name for place in a_snapshot().places if place.code in positions() and place.kind == "village"}
    assert page.credits == ("GeoNames, licence CC BY 4.0",)


def test_no_source_is_named_for_points_that_are_not_its_own() -> None:
    page = a_page(located(a_snapshot(), move=0.001))

    assert page.map is not None
    assert page.credits == ()


def test_there_is_no_map_without_positions() -> None:
    assert a_page().map is None


def test_a_campaign_that_tells_no_places_has_no_villages() -> None:
    campaign = a_campaign_used()
    others = tuple(table for table in campaign.participation if table.code != PLACE)

    page = a_page(located(a_snapshot(campaigns=(replace(campaign, participation=others),))))

    assert (page.villages, page.map) == ((), None)
    assert page.modes == (Row("self", "Par la famille", 288), Row("paper", "Sur papier", 12))


def test_limits_are_read_paragraph_by_paragraph() -> None:
    assert a_page(a_snapshot(texts={Heading.LIMITS: "Un.\n\n Deux. \n\n\n\n"})).limits == ("Un.", "Deux.")
    assert a_page(a_snapshot(texts={})).limits == ()


def test_recordings_say_their_language() -> None:
    page = results_page(a_snapshot(), CAMPAIGN, (), ON, audio={"swb": "/a.opus", "buc": "/b.opus"})

    assert [(each.tag, each.language) for each in page.recordings] == [("swb", "Shimaore"), ("buc", "buc")]


def test_a_campaign_that_the_diagnostic_does_not_hold_has_no_page() -> None:
    with pytest.raises(KeyError):
        results_page(a_snapshot(), "autre", (), ON)
