import pytest

from consult.web.family import printable


@pytest.mark.parametrize(("typed", "shown"), [
    ("Ami\0na", "Amina"), ("\x1b[31mAli\x7f", "[31mAli"),
    ("Deux\r\nlignes\tet « Ɓ »", "Deux\r\nlignes\tet « Ɓ »"),
    ("\x80\x9f", "")])
def test_signs_that_no_page_can_show_are_left_out(typed: str, shown: str) -> None:
    assert printable(typed) == shown
