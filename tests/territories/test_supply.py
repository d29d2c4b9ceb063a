"""The supply: what the release knows, read as a table, kept as the coordinator's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask import Flask

from consult.db import db, writing
from consult.errors import NotFound
from consult.needs.coverage import answering
from consult.territories import service
from consult.territories.models import KnownOffer
from consult.territories.service import OfferDoubled
from consult.territories.supply import INDICATOR, KINDS, Offer, Source, offers

CRECHE = Offer("97611-kaweni", "creche", "Crèche des Badamiers", 20.0, "places", "en service",
               "07:00 - 17:00", "association", Source("Appel à la directrice, 3 nov. 2026", "", "2026"))


@pytest.fixture
def territory(app: Flask) -> Iterator[None]:
    """The places and what the release knows of them, in an open transaction."""
    with app.app_context(), writing():
        service.load_reference()
        db.session.commit()
        yield


def test_every_shipped_line_is_of_a_kind_that_has_plain_words() -> None:
    assert {offer.kind for offer in offers()} <= KINDS.keys()
    assert {kind for line in answering().values() for kind in line.kinds} <= KINDS.keys()


def test_the_shipped_supply_is_taken_in_once(territory: None) -> None:
    assert set(service.known_offers()) == set(offers())

    service.load_reference()
    db.session.commit()

    assert len(service.list_offers()) == len(offers())


def test_what_was_removed_does_not_come_back(territory: None) -> None:
    for row in service.list_offers():
        service.remove_offer(row.id)
    db.session.commit()

    service.load_reference()
    db.session.commit()

    assert service.list_offers() == []


def test_what_is_known_of_places_that_nobody_loaded_is_left_out(app: Flask) -> None:
    from tests.factories import a_territory
    with app.app_context(), writing():
        db.session.add(a_territory())
        db.session.flush()
        service.load_reference()
        db.session.commit()

        assert {row.territory_code for row in service.list_offers()} == {"97611"}
        assert {value.territory_code for value in service.known_values()} == {"97611"}


def test_a_line_is_added_written_again_and_found(territory: None) -> None:
    key = uuid4()

    service.keep_offer(key, CRECHE)
    service.keep_offer(key, replace(CRECHE, value=24.0))
    db.session.commit()

    assert service.find_offer(key).offer == replace(CRECHE, value=24.0)
    assert service.known_offers(["97611-kaweni"]) == [replace(CRECHE, value=24.0)]


def test_one_source_says_a_thing_once_and_two_may_disagree(territory: None) -> None:
    service.keep_offer(uuid4(), CRECHE)
    service.keep_offer(uuid4(), replace(CRECHE, value=30.0, source=Source("PMI, 2026", "", "2026")))

    with pytest.raises(OfferDoubled):
        service.keep_offer(uuid4(), replace(CRECHE, name="CRECHE  des badamiers", value=22.0))

    assert [offer.value for offer in service.known_offers(["97611-kaweni"])] == [20.0, 30.0]


def test_what_is_gone_is_not_found(territory: None) -> None:
    with pytest.raises(NotFound):
        service.remove_offer(UUID(int=0))


def test_a_whole_table_takes_the_place_of_the_one_there_is(territory: None) -> None:
    same = service.replace_offers(offers())
    kept = {row.id for row in service.list_offers() if row.kind == "creche"}
    changed = service.replace_offers([*(offer for offer in offers() if offer.kind == "creche"), CRECHE])
    db.session.commit()

    assert same.is_nothing
    assert (changed.added, changed.removed) == (1, len(offers()) - len(kept))
    assert kept < {row.id for row in service.list_offers()}


def test_the_database_refuses_a_figure_without_a_source(territory: None) -> None:
    row = KnownOffer(territory_code="97611", kind=INDICATOR, name="Places", value=3, unit="", status="",
                     opening_hours="", manager="", source_title="", source_url="", note="")
    db.session.add(row)

    with pytest.raises(Exception, match="has_a_source"):
        db.session.flush()
