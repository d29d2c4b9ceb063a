from __future__ import annotations

import re

import pytest

from consult.needs.taxonomy import Need, read_taxonomy, taxonomy

HEAD = "code,level,parent,label_fr,definition_fr,free_text_cues_fr"


def test_the_taxonomy_that_ships_has_ten_domains_and_thirty_six_needs() -> None:
    shipped = taxonomy()

    assert len(shipped.domains) == 10
    assert len(list(shipped)) == 36
    assert all(domain.needs and domain.label for domain in shipped.domains)
    assert all(re.fullmatch(r"[A-Z]{3}-\d", need.code) and need.label for need in shipped)
    assert len(shipped.by_code) == 36


def test_labels_are_set_as_they_are_printed() -> None:
    assert taxonomy().domains[0].label == "Accès à un mode d’accueil"


def test_a_need_stands_in_its_domain() -> None:
    found = read_taxonomy([HEAD, "MOB,1,,Trajet,,", "ACC,1,,Accueil,,", 'ACC-1,2,ACC,Place,,"crèche, place"'])

    assert [(domain.code, [need.code for need in domain.needs]) for domain in found.domains] == [
        ("MOB", []), ("ACC", ["ACC-1"])]
    assert found.by_code["ACC-1"].cues == ("crèche", "place")


def test_codes_come_back_in_the_order_of_the_taxonomy() -> None:
    codes = [need.code for need in taxonomy().known(["SAN-1", "inconnu", "ACC-1", "SAN-1"])]

    assert codes == ["ACC-1", "SAN-1"]


@pytest.mark.parametrize(("text", "is_cued"), [
    ("Pas de CRECHE ici", True), ("Il n’y a pas de crèche.", True), ("Sur liste d'attente", True),
    ("liste d’attente", True), ("Des crèchettes", False), ("", False), ("replacement", False)])
def test_words_point_at_a_need_whole_and_without_accents(text: str, is_cued: bool) -> None:
    need = Need("ACC-1", "ACC", "Place", "", ("crèche", "place", "liste d'attente"))

    assert need.is_cued_by(text) is is_cued


def test_suggestions_are_needs_whose_words_were_said() -> None:
    codes = [need.code for need in taxonomy().suggested("La PMI est trop loin, il faut un taxi.")]

    assert codes == ["MOB-1", "MOB-2", "SAN-1"]
