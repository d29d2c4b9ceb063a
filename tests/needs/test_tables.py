"""The needs of a survey as they may be published, attacked with everything that is shown of them."""

from __future__ import annotations

import pytest

from consult.needs.disclosure import PLAIN, Reason, Tables
from consult.needs.estimates import Figures
from consult.needs.hiding import WIDTH, Sum
from consult.needs.profiles import PLACE, profiles_of
from consult.needs.tables import REST, Name, is_sensitive, publish_needs
from consult.needs.vulnerability import ratio, vulnerability, vulnerable_groups
from tests.needs.families import documents, sample_of
from tests.needs.test_estimates import NEEDS, QUESTIONNAIRE, a_survey
from tests.needs.test_publications import attack

BY_CODE = {need.code: need for need in NEEDS}


def test_what_is_published_is_what_was_counted() -> None:
    survey, need = a_survey(), BY_CODE["ACC-1"]

    published = publish_needs(survey, [need])

    whole, shown = survey.everywhere(need), published.figures("ACC-1")
    assert (shown.base.count, shown.expressing.count) == (whole.base, whole.expressing)
    assert shown.share == whole.share
    for code, figures in survey.by_place(need).items():
        cell = published.figures("ACC-1", PLACE, code).expressing
        assert cell.is_withheld or cell.count == figures.expressing
        assert cell.is_withheld or not PLAIN.is_small(figures.expressing)


def test_nothing_withheld_of_a_need_can_be_worked_out_from_all_its_tables() -> None:
    survey, need = a_survey(), BY_CODE["HOR-2"]
    published = publish_needs(survey, [need])
    publication = published.publication
    # The same sums, rebuilt from the names alone, as a reader would.
    sums = _sums_by_name(list(publication.cells))
    known = Tables({key: cell.count or 0 for key, cell in publication.cells.items()}, sums)

    bounds = attack(known, publication)

    assert len(bounds) > 20
    assert {key: ends for key, ends in bounds.items() if ends[1] - ends[0] < WIDTH - 1e-6} == {}


def _sums_by_name(names: list[Name]) -> list[Sum]:
    sums = []
    for what in ("base", "expressing", "strong", "priority"):
        whole = next(name for name in names if name.profile == "all" and name.what == what)
        for profile in dict.fromkeys(name.profile for name in names if name.profile != "all"):
            parts = [name for name in names if name.profile == profile and name.what == what]
            alone = [name for name in parts if name.group.startswith(f"{REST} ")]
            if alone:
                sums += [Sum(whole, (name, name._replace(group=name.group.removeprefix(f"{REST} "))))
                         for name in alone]
            else:
                sums.append(Sum(whole, tuple(parts)))
    return sums


def test_health_is_published_for_the_commune_only() -> None:
    survey, need = a_survey(samples=(sample_of(documents(600)),)), BY_CODE["INC-2"]

    published = publish_needs(survey, [need])

    assert is_sensitive(survey, need)
    assert not is_sensitive(survey, BY_CODE["ACC-1"])
    places = [published.figures("INC-2", PLACE, group.code) for group in survey.place.groups]  # type: ignore[union-attr]
    assert {shown.expressing.reason for shown in places} == {Reason.SENSITIVE}
    # Where nobody of a place was asked, that is no reason to withhold the commune.
    assert published.figures("INC-2").expressing.count == survey.everywhere(need).expressing


def test_how_much_more_a_group_expresses_a_need() -> None:
    inside, outside = Figures(40, 40, 20, 0, 0), Figures(100, 80, 10, 0, 0)

    found = ratio(inside, outside)

    assert found.value == pytest.approx(4.0)
    assert (found.n, found.others) == (40, 80)
    assert ratio(inside, Figures(9, 9, 0, 0, 0)).value is None
    assert ratio(Figures(0, 0, 0, 0, 0), outside).value is None


def test_a_group_is_compared_with_who_answered_the_same_question() -> None:
    survey = a_survey()
    [(profile, group), *_others] = vulnerable_groups(profiles_of(QUESTIONNAIRE))

    found = vulnerability(survey, BY_CODE["ACC-1"], profile, group)

    alone = survey.in_group(BY_CODE["ACC-1"], profile, group)
    several = survey.in_group(BY_CODE["ACC-1"], profile, profile.groups[1])
    assert (profile.code, group.code) == ("adultes", "seul")
    assert (found.n, found.others) == (alone.base, several.base)
    assert found.value == pytest.approx((alone.share or 0) / (several.share or 1))


def test_who_took_part_is_protected_with_the_needs() -> None:
    survey, need = a_survey(), BY_CODE["ACC-1"]
    ways = {"mode": {"self": len(survey) - 3, "paper": 3}, PLACE: {"kaweni": 40, "vahibe": 2}}

    published = publish_needs(survey, [need], told_apart=ways)

    assert published.responses().count == len(survey)
    assert [published.responses("mode", code).is_withheld for code in ("self", "paper")] == [True, True]
    assert published.responses(PLACE, "vahibe").is_withheld
    assert published.figures("ACC-1") == publish_needs(survey, [need]).figures("ACC-1")
