import unicodedata

import pytest

from consult.formulas import GUARD, neutral, neutral_in_line, written

ATTACKS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\";\"ici\")",
    " =1+1", "\u00a0=1+1", "\u3000=1+1", "\t=1+1", "\r=1+1", "\n=1+1", "\r\n=1+1", "\tbonjour", "\rbonjour",
    "\u200b=1+1", "\u200e\u202e=1+1", "\ufeff=1+1", "\u2060+1", "\u00ad@a", "\x00=1+1", "\x1b=1+1",
    "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)", "﹦1", "﹢1", "﹣1", "﹫a", "⁼1", "₊1", "\u2212 1",
    "\u0301=1+1", "\u3164=1", "\u2800=1", "\u2028=1+1", "\x85=1+1", " \u200b ＝1+1",
]
HARMLESS = [
    "", "Bonjour", "Crèche à Kawéni", "a=1", "1+1", "2026-11-23", "09:00", "contact@exemple.yt", "'=1+1",
    "Mamoudzou (centre)", "0 - 3 ans", "« =1 »", "👶", "😀 = content",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_spreadsheet_would_run_is_guarded(attack: str) -> None:
    assert neutral(attack).startswith(GUARD)
    assert neutral_in_line(attack).startswith(GUARD)


@pytest.mark.parametrize("words", HARMLESS)
def test_ordinary_words_stay_as_they_are(words: str) -> None:
    assert neutral(words) == words
    assert neutral_in_line(words) == words


@pytest.mark.parametrize("separator", [",", ";", "\t", "\n", "|", '"'])
def test_a_cell_cut_in_the_middle_by_another_country_s_settings_is_guarded(separator: str) -> None:
    assert neutral_in_line(f"oui{separator} =1+1{separator}＠b") == f"oui{separator}' =1+1{separator}'＠b"


def test_a_list_keeps_its_lines_in_a_workbook() -> None:
    assert neutral("Il faut :\r\n- une crèche") == "Il faut :\n- une crèche"


def test_no_sign_of_unicode_that_reads_as_a_sign_of_formula_passes() -> None:
    every = map(chr, range(0x110000))
    alike = [sign for sign in every if unicodedata.normalize("NFKC", sign)[:1] in set("=+-@")]

    assert [sign for sign in alike if not neutral(f"{sign}1").startswith(GUARD)] == []


def test_what_no_file_can_hold_is_taken_out() -> None:
    assert written("a\x00b\x1bc\ufffed\ud800e") == "abcde"


@pytest.mark.parametrize("attack", ATTACKS)
def test_guarding_twice_changes_nothing(attack: str) -> None:
    assert neutral(neutral(attack)) == neutral(attack)
    assert neutral_in_line(neutral_in_line(attack)) == neutral_in_line(attack)
