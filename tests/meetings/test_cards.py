"""The card that people pass on."""

import struct
from dataclasses import replace

import pytest

from consult.meetings.cards import SIDE, Card, card_png, reviewed_titles
from consult.text import State, localized

CARD = Card(
    town="Ville de Mamoudzou", accent="#0b5d5b", title="Parlons des petits", others=(("swb", "Ɓweni"),),
    day="mercredi 3 juin 2099", hours="16:00–18:00", venue="MJC de Kawéni", village="Kawéni", women_only=True,
    cancelled=False, is_demonstration=False, url="https://avis.exemple.yt/fr/reunions/k7m3pt",
    shown="avis.exemple.yt/fr/reunions/k7m3pt")
LONG = {"title": "Réunion publique de restitution de la consultation sur les besoins des familles " * 2,
        "venue": "Maison de quartier de Cavani, grande salle du premier étage, entrée par le parking",
        "shown": "consultation-des-familles.mairie-de-mamoudzou.exemple.yt/fr/reunions/k7"}


@pytest.mark.parametrize("changes", [{}, {"cancelled": True}, LONG, {"accent": "#7a1fa2", "others": ()},
                                     {"title": "#strike[*Petits*] $x$ <a> \"b\""}])
def test_a_card_is_a_light_square_of_the_size_phones_show(changes: dict[str, object]) -> None:
    picture = card_png(replace(CARD, **changes))  # type: ignore[arg-type]

    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (SIDE, SIDE)
    assert len(picture) < 120_000


def test_the_same_words_are_drawn_once() -> None:
    assert card_png(replace(CARD)) is card_png(replace(CARD))
    assert CARD.fingerprint == replace(CARD).fingerprint


@pytest.mark.parametrize("changes", [
    {"hours": "15:00–17:00"}, {"cancelled": True}, {"women_only": False}, {"others": ()},
    {"url": "https://avis.exemple.yt/fr/reunions/autre"}])
def test_other_words_are_another_picture_at_another_address(changes: dict[str, object]) -> None:
    other = replace(CARD, **changes)  # type: ignore[arg-type]

    assert card_png(other) != card_png(CARD)
    assert other.fingerprint != CARD.fingerprint


def test_only_reviewed_titles_are_passed_on() -> None:
    draft = localized("Petits").with_translation("swb", "Wana", state=State.DRAFT)

    assert reviewed_titles(draft) == ()
    assert reviewed_titles(localized("Petits", swb="Wana")) == (("swb", "Wana"),)
