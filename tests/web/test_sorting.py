"""Tables sorted by their address."""

import pytest

from consult.web.sorting import Order, in_order, order_of

COLUMNS = {"nom": str.casefold, "taille": len}


@pytest.mark.parametrize(("asked", "expected"), [
    ("", ["Aïcha", "Bo", "Zoubert"]),
    ("gens.taille", ["Bo", "Aïcha", "Zoubert"]),
    ("gens.-taille", ["Zoubert", "Aïcha", "Bo"]),
    ("gens.-nom", ["Zoubert", "Bo", "Aïcha"]),
    ("autres.-nom", ["Aïcha", "Bo", "Zoubert"]),
    ("gens.couleur", ["Aïcha", "Bo", "Zoubert"])])
def test_rows_follow_the_column_that_is_asked_for(asked: str, expected: list[str]) -> None:
    order = order_of("gens", asked, COLUMNS, usual="nom")

    assert in_order(["Zoubert", "Aïcha", "Bo"], order, COLUMNS) == expected


def test_numbers_begin_with_the_largest_and_words_with_the_first() -> None:
    order = Order("gens", "nom", frozenset({"nom", "jour"}))

    assert (order.next_sort("taille"), order.next_sort("jour")) == ("gens.-taille", "gens.jour")
    assert order.next_sort("nom") == "gens.-nom"
