import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.db import db, writing
from consult.territories import reference, service
from consult.territories.models import Territory
from consult.territories.reference import Place
from consult.territories.service import NoSuchParent


def test_loading_the_places_twice_changes_nothing(app: Flask) -> None:
    with app.app_context(), writing():
        service.load_territories(reference.places())
        db.session.commit()
        first = db.session.scalar(select(func.count()).select_from(Territory))

        service.load_territories(reference.places())
        db.session.commit()

        assert first == len(reference.places()) > 30
        assert db.session.scalar(select(func.count()).select_from(Territory)) == first


def test_a_population_nobody_found_stays_unknown(app: Flask) -> None:
    with app.app_context(), writing():
        service.load_territories(reference.places())
        db.session.commit()

        vahibe = db.session.get_one(Territory, "97611-vahibe")

        assert vahibe.population is None
        assert vahibe.source_url == "https://fr.wikipedia.org/wiki/Mamoudzou"


def test_parents_are_loaded_before_their_children_whatever_the_order_of_the_file(app: Flask) -> None:
    with app.app_context(), writing():
        service.load_territories(reversed(reference.places()))
        db.session.commit()

        doujani = db.session.get_one(Territory, "97611-doujani")

        assert doujani.parent_code == "97611-mtsapere"


def test_a_place_in_an_unknown_place_is_refused_by_name(app: Flask) -> None:
    with app.app_context(), writing(), pytest.raises(NoSuchParent, match="Nulle-Part"):
        service.load_territories([Place(code="x", name="Nulle-Part", kind="village", parent_code="absent")])


def test_the_places_of_a_town_hold_its_villages_and_their_quarters(app: Flask) -> None:
    with app.app_context(), writing():
        service.load_territories(reference.places())
        db.session.commit()

        inside = {place.code for place in service.places_in("97611")}

        assert {"97611", "97611-kaweni", "97611-doujani"} <= inside
        assert "97610" not in inside
