"""Known halls, and the hours at which people met there."""

from datetime import time

import pytest

from consult.meetings.venues import Slot, halls_in, read_slot
from consult.territories.reference import places


@pytest.mark.parametrize(("written", "slot"), [
    ("mercredi 16 h - 18 h", Slot("mercredi", time(16), time(18))),
    ("samedi 9 h 30 – 11h", Slot("samedi", time(9, 30), time(11))),
    ("mardi 25 h - 26 h", None), ("sur rendez-vous", None), ("", None)])
def test_a_slot_is_a_day_and_two_hours_or_nothing(written: str, slot: Slot | None) -> None:
    assert read_slot(written) == slot


def test_only_halls_of_public_meetings_in_the_territory_are_offered() -> None:
    halls = halls_in({"97611-vahibe", "97611-kaweni"})

    assert {hall.name for hall in halls} == {"MJC de Vahibé", "MJC de Kawéni"}
    assert halls_in({"97601"}) == []


def test_every_hall_is_in_a_place_we_know_and_says_where_it_is_from() -> None:
    codes = {place.code for place in places()}

    halls = halls_in(codes)

    assert len(halls) == 9
    assert all(hall.slot and hall.year and hall.source.url.startswith("https://") for hall in halls)
