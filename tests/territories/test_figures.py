"""Numbers as people write them in French."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.territories.figures import MOST, WrongFigure, in_file, read_figure


@pytest.mark.parametrize(("written", "number"), [
    ("1234", 1234), ("1 234", 1234), ("1\u00a0234", 1234), ("1\u202f234\u202f567", 1234567),
    ("1\u2009234,5", 1234.5), ("12,5", 12.5), ("12.5", 12.5), ("0,125", 0.125), ("0", 0),
    ("1234,567", 1234.567), ("33,3333", 33.3333)])
def test_numbers_are_read_as_french_people_write_them(written: str, number: float) -> None:
    assert read_figure(written) == pytest.approx(number)


@pytest.mark.parametrize(("written", "words"), [
    ("douze", "n’est pas un nombre"), ("12 €", "n’est pas un nombre"), ("12 34", "n’est pas un nombre"),
    ("1e9", "n’est pas un nombre"), ("٣", "n’est pas un nombre"), ("nan", "n’est pas un nombre"),
    ("+5", "n’est pas un nombre"), ("12 %", "n’est pas un nombre"), ("-3", "ne peut pas être négatif : -3"),
    ("\u22123", "ne peut pas être négatif"), ("- 3", "ne peut pas être négatif"),
    ("1,234", "Écrivez 1234 ou 1,2340"), ("12.345", "Écrivez 12345 ou 12,3450"),
    ("10000000000", "un milliard au plus")])
def test_what_is_no_number_of_families_is_said(written: str, words: str) -> None:
    with pytest.raises(WrongFigure) as refused:
        read_figure(written)

    assert words in str(refused.value).replace("\u00a0", " ")


def test_what_the_sentence_offers_for_an_unclear_number_is_clear() -> None:
    assert (read_figure("1234"), read_figure("1,2340")) == (1234, pytest.approx(1.234))


@given(st.floats(0, MOST))
def test_a_number_that_is_written_in_a_file_is_read_back_as_it_was(number: float) -> None:
    assert read_figure(in_file(number)) == number
