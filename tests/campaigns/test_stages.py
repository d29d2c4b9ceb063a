from datetime import UTC, date, datetime

import pytest

from consult.campaigns import service, stages
from consult.campaigns.models import News, Phase, Stage
from consult.campaigns.stages import ALLOWS, TRANSITIONS, Act, NotReady, Situation, When, WrongStage
from consult.text import Localized, localized
from tests.factories import a_campaign

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)
READY = {"stage": Stage.DRAFT, "decided_by": localized("Le conseil municipal, en mars."),
         "open_to_discussion": localized("Les horaires, pas le budget.")}


def test_a_draft_with_everything_opens() -> None:
    campaign = a_campaign(**READY)

    service.open_campaign(campaign, has_questionnaire=True, on=TODAY)

    assert campaign.stage is Stage.OPEN


@pytest.mark.parametrize(("changes", "reason"), [
    ({"title": Localized()}, "titre"),
    ({"summary": Localized()}, "résumé"),
    ({"opens_on": date(2020, 1, 1), "closes_on": date(2026, 11, 22)}, "date de fin"),
    ({"decided_by": Localized()}, "qui décide"),
    ({"open_to_discussion": Localized()}, "peut encore changer"),
    ({"controller": " "}, "responsable"),
    ({"data_contact": ""}, "contact"),
])
def test_opening_is_refused_with_the_one_thing_missing(changes: dict[str, object], reason: str) -> None:
    campaign = a_campaign(**{**READY, **changes})

    with pytest.raises(NotReady) as refusal:
        service.open_campaign(campaign, has_questionnaire=True, on=TODAY)

    assert len(refusal.value.reasons) == 1
    assert reason in refusal.value.reasons[0]
    assert campaign.stage is Stage.DRAFT


def test_opening_without_a_questionnaire_is_refused() -> None:
    campaign = a_campaign(**READY)

    with pytest.raises(NotReady) as refusal:
        service.open_campaign(campaign, has_questionnaire=False, on=TODAY)

    assert refusal.value.reasons == ("Il manque un questionnaire publié.",)


def test_every_reason_is_told_at_once() -> None:
    campaign = a_campaign(stage=Stage.DRAFT, title=Localized(), summary=Localized(), decided_by=Localized(),
                          open_to_discussion=Localized(), controller="", data_contact="")

    with pytest.raises(NotReady) as refusal:
        service.open_campaign(campaign, has_questionnaire=False, on=TODAY)

    assert len(refusal.value.reasons) == 7


def test_closing_by_hand_tells_when_and_reopening_forgets_it() -> None:
    campaign = a_campaign()

    service.close_campaign(campaign, at=NOON)
    closed = campaign.stage, campaign.closed_at
    service.reopen_campaign(campaign, on=TODAY)

    assert closed == (Stage.CLOSED, NOON)
    assert (campaign.stage, campaign.closed_at) == (Stage.OPEN, None)


def test_a_campaign_whose_last_day_is_over_does_not_reopen() -> None:
    campaign = a_campaign(stage=Stage.CLOSED, closes_on=date(2026, 11, 22))

    with pytest.raises(NotReady):
        service.reopen_campaign(campaign, on=TODAY)


def test_nothing_is_reported_before_families_have_something_to_read() -> None:
    campaign = a_campaign(stage=Stage.CLOSED)

    with pytest.raises(NotReady):
        service.report_campaign(campaign)
    campaign.news.append(News(title=localized("Ce que vous avez dit"), published_on=TODAY))
    service.report_campaign(campaign)

    assert campaign.stage is Stage.REPORTED


@pytest.mark.parametrize("stage", Stage)
def test_only_the_named_steps_leave_a_stage(stage: Stage) -> None:
    verbs = {
        "ouvrir": lambda c: service.open_campaign(c, has_questionnaire=True, on=TODAY),
        "fermer": lambda c: service.close_campaign(c, at=NOON),
        "rouvrir": lambda c: service.reopen_campaign(c, on=TODAY),
        "restituer": service.report_campaign}
    assert set(verbs) == set(TRANSITIONS)

    for name, verb in verbs.items():
        news = News(title=localized("Lu"), published_on=TODAY)
        campaign = a_campaign(**{**READY, "stage": stage}, news=[news])
        if TRANSITIONS[name] in stages.possible(stage):
            verb(campaign)
            assert campaign.stage is TRANSITIONS[name].end
        else:
            with pytest.raises(WrongStage):
                verb(campaign)


def test_each_stage_says_what_it_allows() -> None:
    assert set(ALLOWS) == set(Stage)
    assert [stage for stage in Stage if Act.SHOW not in ALLOWS[stage]] == [Stage.DRAFT]
    assert [stage for stage in Stage if Act.ANSWER in ALLOWS[stage]] == [Stage.OPEN]
    assert [stage for stage in Stage if Act.MOVE in ALLOWS[stage]] == [Stage.DRAFT]


@pytest.mark.parametrize(("stage", "opens_on", "closes_on", "expected"), [
    (Stage.OPEN, date(2026, 11, 24), date(2026, 12, 1), Situation.COMING),
    (Stage.OPEN, TODAY, TODAY, Situation.ANSWERABLE),
    (Stage.OPEN, date(2026, 11, 1), date(2026, 11, 22), Situation.OVER),
    (Stage.CLOSED, date(2026, 11, 1), date(2026, 12, 1), Situation.OVER),
    (Stage.REPORTED, date(2026, 11, 1), date(2026, 11, 2), Situation.REPORTED),
    (Stage.DRAFT, TODAY, TODAY, Situation.ANSWERABLE),
])
def test_the_reader_is_told_where_the_campaign_stands(
        stage: Stage, opens_on: date, closes_on: date, expected: Situation) -> None:
    campaign = a_campaign(stage=stage, opens_on=opens_on, closes_on=closes_on)

    assert stages.situation(campaign, on=TODAY) is expected


@pytest.mark.parametrize(("starts_on", "ends_on", "expected"), [
    (date(2026, 11, 1), date(2026, 11, 22), When.PAST),
    (date(2026, 11, 1), TODAY, When.NOW),
    (TODAY, None, When.NOW),
    (date(2026, 11, 22), None, When.PAST),
    (date(2026, 11, 24), None, When.COMING),
])
def test_a_phase_is_past_now_or_coming(starts_on: date, ends_on: date | None, expected: When) -> None:
    phase = Phase(title=localized("Réponses"), text=Localized(), starts_on=starts_on, ends_on=ends_on)

    assert [step.when for step in stages.timeline([phase], on=TODAY)] == [expected]
