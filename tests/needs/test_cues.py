from __future__ import annotations

import pytest

from consult.needs.cues import is_cued_by, known, suggested
from consult.needs.taxonomy import Need, shipped_taxonomy
from consult.text import Localized


def test_codes_come_back_in_the_order_of_the_taxonomy() -> None:
    codes = [need.code for need in known(shipped_taxonomy(), ["SAN-1", "inconnu", "ACC-1", "SAN-1"])]

    assert codes == ["ACC-1", "SAN-1"]


@pytest.mark.parametrize(("text", "is_cued"), [
    ("Pas de CRECHE ici", True), ("Il n’y a pas de crèche.", True), ("Sur liste d'attente", True),
    ("liste d’attente", True), ("Des crèchettes", False), ("", False), ("replacement", False)])
def test_words_point_at_a_need_whole_and_without_accents(text: str, is_cued: bool) -> None:
    need = Need("ACC-1", Localized("Place"), cues=("crèche", "place", "liste d'attente"))

    assert is_cued_by(need, text) is is_cued


def test_suggestions_are_needs_whose_words_were_said() -> None:
    said = "La PMI est trop loin, il faut un taxi."

    assert [need.code for need in suggested(shipped_taxonomy(), said)] == ["MOB-1", "MOB-2", "SAN-1"]
