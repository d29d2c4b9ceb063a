"""Where places are: only those that were found, each with its source."""

from consult.territories.coordinates import positions, read_positions
from consult.territories.reference import places

MAYOTTE = ((-13.1, -12.6), (44.9, 45.4))
"""Its southern and northern, western and eastern ends, rounded outwards."""


def test_a_position_is_read_with_its_source() -> None:
    row = {"code": "97611-kaweni", "latitude": "-12.77121", "longitude": "45.22419",
           "source_title": "GeoNames, licence CC BY 4.0", "source_url": "https://www.geonames.org/1090239"}

    found = read_positions([row])["97611-kaweni"]

    assert (found.latitude, found.longitude) == (-12.77121, 45.22419)
    assert (found.source_title, found.source_url) == (row["source_title"], row["source_url"])


def test_every_position_is_of_a_place_we_know_in_mayotte_with_a_source() -> None:
    (south, north), (west, east) = MAYOTTE

    assert set(positions()) <= {place.code for place in places()}
    for position in positions().values():
        assert south < position.latitude < north
        assert west < position.longitude < east
        assert position.source_title
        assert position.source_url.startswith("https://")


def test_every_commune_has_a_position_and_a_place_nobody_found_has_none() -> None:
    communes = {place.code for place in places() if place.kind == "commune"}

    assert communes <= set(positions())
    assert "97611-autre" not in positions()
    assert "97611-hauts-vallons" not in positions()
