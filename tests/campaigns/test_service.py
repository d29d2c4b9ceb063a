from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from flask import Flask

from consult.campaigns import service
from consult.campaigns.models import Campaign, Mode, News, Phase, PublishedDocument, RelayKind, Stage
from consult.campaigns.service import AddressFrozen, AddressTaken, Plan, RelayPlan, WrongDays
from consult.db import db, writing
from consult.errors import NotFound
from consult.staff.models import Role
from consult.text import Localized, localized
from tests.factories import a_campaign, a_territory, an_account

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)
Store = Callable[..., None]


def a_plan(**changes: object) -> Plan:
    plan = {"title": localized("Petite enfance"), "territory_code": "97611", "opens_on": date(2026, 12, 1),
            "closes_on": date(2026, 12, 31)}
    return Plan(**{**plan, **changes})  # type: ignore[arg-type]


def test_a_planned_campaign_is_a_draft_with_an_address_of_its_own(app: Flask, stored: Store) -> None:
    stored(a_territory(), a_campaign(slug="petite-enfance"))
    with app.app_context(), writing():
        campaign = service.plan_campaign(a_plan())
        db.session.commit()

        assert campaign.stage is Stage.DRAFT
        assert campaign.slug == "petite-enfance-2"
        assert service.find_campaign("petite-enfance-2") is campaign


def test_an_address_somebody_chose_is_not_bent(app: Flask, stored: Store) -> None:
    stored(a_territory(), a_campaign(slug="creches"))
    with app.app_context(), writing(), pytest.raises(AddressTaken):
        service.plan_campaign(a_plan(slug="creches"))


def test_a_campaign_does_not_close_before_it_opens(app: Flask) -> None:
    with app.app_context(), writing(), pytest.raises(WrongDays):
        service.plan_campaign(a_plan(closes_on=date(2026, 11, 30)))


def test_the_address_of_an_open_campaign_stays(app: Flask, stored: Store) -> None:
    stored(a_territory(), a_campaign(slug="creches"))
    with app.app_context(), writing():
        campaign = service.find_campaign("creches")

        with pytest.raises(AddressFrozen):
            service.edit_campaign(campaign, a_plan(slug="autre"))

        assert service.edit_campaign(campaign, a_plan(slug="creches")) != []
        assert campaign.closes_on == date(2026, 12, 31)


def test_editing_tells_what_changed(app: Flask, stored: Store) -> None:
    stored(a_territory())
    with app.app_context(), writing():
        campaign = service.plan_campaign(a_plan())
        db.session.commit()

        assert service.edit_campaign(campaign, a_plan()) == []
        assert service.edit_campaign(campaign, a_plan(closes_on=date(2027, 1, 5))) == ["closes_on"]


@pytest.mark.parametrize("slug", ["absente", "a\0b", "é" * 500])
def test_a_campaign_that_does_not_exist_is_not_found(app: Flask, slug: str) -> None:
    with app.app_context(), pytest.raises(NotFound):
        service.find_campaign(slug)


def test_each_campaign_is_open_coming_or_past(app: Flask, stored: Store) -> None:
    soon, later = date(2026, 11, 30), date(2026, 12, 30)
    stored(a_territory(), a_campaign(slug="later", closes_on=later), a_campaign(slug="soon", closes_on=soon),
           a_campaign(slug="coming", opens_on=soon), a_campaign(slug="over", closes_on=date(2026, 11, 22)),
           a_campaign(slug="closed", stage=Stage.CLOSED), a_campaign(slug="draft", stage=Stage.DRAFT),
           a_campaign(slug="reported", stage=Stage.REPORTED, closes_on=date(2025, 1, 1)))
    with app.app_context():
        def slugs(found: list[Campaign]) -> list[str]:
            return [campaign.slug for campaign in found]

        assert slugs(service.open_campaigns(TODAY)) == ["soon", "later"]
        assert slugs(service.coming_campaigns(TODAY)) == ["coming"]
        assert slugs(service.past_campaigns(TODAY)) == ["closed", "over", "reported"]


def test_a_relay_is_found_by_its_code_however_it_is_typed(app: Flask, stored: Store) -> None:
    stored(a_territory(), a_campaign())
    with app.app_context(), writing():
        plan = RelayPlan(name="PMI de Kawéni", kind=RelayKind.PMI, mode=Mode.ASSISTED)
        relay = service.add_relay(service.find_campaign("petite-enfance"), plan)
        db.session.commit()

        found = service.find_relay(f" {relay.code.upper()} ")

        assert found is relay
        assert found.campaign.slug == "petite-enfance"
        with pytest.raises(NotFound):
            service.find_relay("\0")


def test_an_interviewer_has_the_links_of_open_campaigns_only(app: Flask, stored: Store) -> None:
    person = an_account(name="anli", role=Role.INTERVIEWER, id=uuid4())
    stored(a_territory(), person, an_account(name="autre", role=Role.READER), a_campaign(slug="ouverte"),
           a_campaign(slug="fermee", stage=Stage.CLOSED))
    with app.app_context(), writing():
        account = service.interviewers()[0]
        for slug in ("ouverte", "fermee"):
            plan = RelayPlan(name=slug, kind=RelayKind.OTHER, mode=Mode.SELF, account_id=account.id)
            service.add_relay(service.find_campaign(slug), plan)
        service.add_relay(service.find_campaign("ouverte"), RelayPlan("autre", RelayKind.OTHER, Mode.SELF))
        db.session.commit()

        assert [relay.name for relay in service.relays_of_account(account.id)] == ["ouverte"]


def test_parts_of_another_campaign_are_not_found(app: Flask, stored: Store) -> None:
    stored(a_territory(), a_campaign(slug="une"), a_campaign(slug="autre"))
    with app.app_context(), writing():
        one, other = service.find_campaign("une"), service.find_campaign("autre")
        phase = service.add_phase(one, title=localized("Un"), text=Localized(), starts_on=TODAY, ends_on=None)
        news = service.add_news(one, title=localized("Bonjour"), body=Localized(), published_on=TODAY)
        document = service.add_document(one, title=localized("Note"), name="note.pdf", content=b"%PDF-1.7")
        db.session.commit()

        for kind, part in ((Phase, phase), (News, news), (PublishedDocument, document)):
            assert service.find_part(kind, one, part.id) is part
            with pytest.raises(NotFound):
                service.find_part(kind, other, part.id)


def test_closing_keeps_its_moment_through_the_database(app: Flask, stored: Store) -> None:
    stored(a_territory(), a_campaign())
    with app.app_context(), writing():
        service.close_campaign(service.find_campaign("petite-enfance"), at=NOON)
        db.session.commit()
        db.session.expire_all()

        closed = service.find_campaign("petite-enfance")
        assert (closed.stage, closed.closed_at) == (Stage.CLOSED, NOON)
