"""The table of the supply: read whole, or refused with every fault and its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.exports.supply import read_supply_file, supply_csv
from consult.territories.cells import LONGEST
from consult.territories.figures import MOST
from consult.territories.gazetteer import Gazetteer
from consult.territories.reference import places
from consult.territories.supply import DATA, KINDS, Offer, Source, offers
from consult.territories.supply_table import MOST_LINES, BrokenSupply, Line, read_supply
from tests.surveys.xlsform_files import an_xlsx

GAZETTEER = Gazetteer.of(places())
LINE = {"lieu": "Kawéni", "type": "Crèche", "nom": "Les Badamiers", "nombre": "20", "source": "PMI, 2026"}


def read(*lines: dict[str, str], formulas: frozenset[str] = frozenset()) -> list[Offer]:
    headings = list(dict.fromkeys(name for line in lines for name in line))
    return read_supply(headings, [Line(row, line, formulas) for row, line in enumerate(lines, 2)], GAZETTEER)


def faults(*lines: dict[str, str], formulas: frozenset[str] = frozenset()) -> list[tuple[int, str, str]]:
    with pytest.raises(BrokenSupply) as broken:
        read(*lines, formulas=formulas)
    return [(fault.row, fault.column, str(fault).replace("\u00a0", " ")) for fault in broken.value.faults]


def test_the_shipped_file_is_read_under_its_english_headings() -> None:
    content = (DATA / "childcare-supply.csv").read_bytes()

    assert read_supply_file("supply.csv", content, GAZETTEER) == list(offers())


def test_what_is_written_out_is_read_back_without_a_change() -> None:
    content = supply_csv(offers(), GAZETTEER)

    assert read_supply_file("offre.csv", content, GAZETTEER) == list(offers())
    assert supply_csv(read_supply_file("offre.csv", content, GAZETTEER), GAZETTEER) == content


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=12).map(
    lambda text: " ".join(text.split()).lstrip("='"))


@given(st.builds(
    Offer, st.sampled_from(sorted(GAZETTEER.names)), st.sampled_from(sorted(KINDS)),
    WORDS.map("x{}".format), st.none() | st.floats(0, MOST), WORDS, WORDS, WORDS, WORDS,
    st.builds(Source, WORDS.map("x{}".format), st.just("https://exemple.yt/a?b=c;d"),
              st.sampled_from(["", "2026"]), WORDS)))
def test_any_line_is_read_back_from_the_file_as_it_was(offer: Offer) -> None:
    assert read_supply_file("offre.csv", supply_csv([offer], GAZETTEER), GAZETTEER) == [offer]


def test_words_that_look_like_a_formula_come_back_without_their_guard() -> None:
    [offer] = read({**LINE, "gestionnaire": "@ssociation", "remarque": "-3 places"})
    content = supply_csv([offer], GAZETTEER)

    assert b"'@ssociation" in content
    assert read_supply_file("offre.csv", content, GAZETTEER) == [offer]


@pytest.mark.parametrize(("place", "code"), [
    ("Kawéni", "97611-kaweni"), ("KAWENI", "97611-kaweni"), ("97611-kaweni", "97611-kaweni"),
    ("Kaouéni", "97611-kaweni"), ("M’Tsapéré", "97611-mtsapere"), ("Mamoudzou", "97611")])
def test_a_place_is_found_by_its_code_or_by_any_of_its_names(place: str, code: str) -> None:
    assert [offer.territory_code for offer in read({**LINE, "lieu": place})] == [code]


@pytest.mark.parametrize(("kind", "code"), [
    ("micro-creche", "micro-creche"), ("Micro-crèche", "micro-creche"), ("LAEP", "laep"),
    ("Maison d'assistants maternels", "mam"), ("Chiffre du territoire", "indicateur")])
def test_a_kind_is_found_by_its_code_or_in_words(kind: str, code: str) -> None:
    assert [offer.kind for offer in read({**LINE, "type": kind})] == [code]


def test_an_unknown_number_stays_unknown() -> None:
    assert read({**LINE, "nombre": ""})[0].value is None
    assert read({**LINE, "nombre": "0"})[0].value == 0


@pytest.mark.parametrize(("changed", "column", "words"), [
    ({"lieu": "Kaweny"}, "lieu", "Est-ce « Kawéni » ?"),
    ({"lieu": "Paris"}, "lieu", "« Paris » n’est pas un lieu connu."),
    ({"lieu": ""}, "code du lieu", "Écrivez le lieu"),
    ({"code du lieu": "97610"}, "code du lieu", "ne disent pas le même lieu"),
    ({"code du lieu": "97699"}, "code du lieu", "« 97699 » n’est pas un lieu connu"),
    ({"type": "nurserie"}, "type", "n’est pas un type connu"),
    ({"type": ""}, "type", "Écrivez ce que c’est"),
    ({"nom": ""}, "nom", "Écrivez le nom"),
    ({"nombre": "douze"}, "nombre", "« douze » n’est pas un nombre"),
    ({"nombre": "-3"}, "nombre", "ne peut pas être négatif"),
    ({"nombre": "=1+1"}, "nombre", "contient une formule"),
    ({"nom": "=LIEN(1)"}, "nom", "contient une formule"),
    ({"année": "26"}, "année", "n’est pas une année"),
    ({"année": "3026"}, "année", "n’est pas une année"),
    ({"source": ""}, "source", "Écrivez d’où vient cette ligne"),
    ({"adresse de la source": "javascript:alert(1)"}, "adresse de la source", "n’est pas une adresse"),
    ({"remarque": "x" * (LONGEST + 1)}, "remarque", "trop longue")])
def test_a_fault_is_said_with_its_row_and_column(changed: dict[str, str], column: str, words: str) -> None:
    [(row, where, sentence)] = faults(LINE, {**LINE, "nom": "Autre", **changed})

    assert (row, where) == (3, column)
    assert words in sentence


def test_a_computed_cell_is_refused_whatever_it_shows() -> None:
    assert faults(LINE, formulas=frozenset({"nombre"})) == [
        (2, "nombre", "Cette case contient une formule. Écrivez son résultat à la place.")]


def test_only_an_unknown_figure_may_have_no_source() -> None:
    unknown = {**LINE, "type": "indicateur", "nombre": "", "source": ""}

    assert read(unknown)[0].source.title == ""
    assert [column for _row, column, _words in faults({**unknown, "nombre": "3"})] == ["source"]


def test_every_fault_is_said_at_once() -> None:
    found = faults({**LINE, "lieu": "Paris", "nombre": "x"}, LINE, {**LINE, "type": "?", "source": ""})

    assert [(row, column) for row, column, _words in found] == [
        (2, "lieu"), (2, "nombre"), (4, "type"), (4, "source")]


def test_a_doubled_line_is_refused_with_the_line_it_repeats() -> None:
    [(row, column, words)] = faults(LINE, {**LINE, "lieu": "97611-kaweni", "nom": "LES badamiers"})

    assert (row, column) == (3, "nom")
    assert "déjà à la ligne 2" in words
    assert len(read(LINE, {**LINE, "source": "CSSM, 2026"})) == 2


def test_a_name_that_several_places_bear_is_refused_with_their_codes() -> None:
    twins = Gazetteer({"a": ("Bandraboua",), "b": ("Bandraboua",)})

    with pytest.raises(BrokenSupply) as broken:
        read_supply(list(LINE), [Line(2, {**LINE, "lieu": "bandraboua"})], twins)

    assert "a, b" in str(broken.value.faults[0])


@pytest.mark.parametrize(("headings", "words"), [
    (["lieu", "type", "nom", "nombre"], "Il manque la colonne « source »."),
    (["type", "nom", "nombre", "source"], "Il manque la colonne « code du lieu »."),
    ([*LINE, "couleur"], "La colonne « couleur » n’est pas connue."),
    ([*LINE, "places"], "Deux colonnes disent la même chose : « nombre ».")])
def test_what_is_wrong_with_the_headings_is_said(headings: list[str], words: str) -> None:
    with pytest.raises(BrokenSupply) as broken:
        read_supply(headings, [Line(2, LINE)], GAZETTEER)

    assert words in str(broken.value.faults[0]).replace("\u00a0", " ")


def test_an_empty_table_does_away_with_nothing() -> None:
    with pytest.raises(BrokenSupply, match="1 faults"):
        read_supply(list(LINE), [], GAZETTEER)


def test_a_table_has_a_bound() -> None:
    [(row, _column, words)] = faults(*({**LINE, "nom": str(number)} for number in range(MOST_LINES + 1)))

    assert row == MOST_LINES + 2
    assert "trop de lignes" in words


def test_a_workbook_is_read_like_a_text_file() -> None:
    content = an_xlsx(Offre=[list(LINE), list(LINE.values())])

    assert read_supply_file("offre.xlsx", content, GAZETTEER) == read(LINE)
