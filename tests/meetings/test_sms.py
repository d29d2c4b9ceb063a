import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consult.meetings.sms import EXTENSION, GSM_7, Size, fold, parts_of, size_of

PHONE_TEXT = st.text(st.sampled_from(sorted(GSM_7)), max_size=700)
ANY_TEXT = st.text(max_size=300)
SHIMAORE = "ɓɗƁƊƀɃv̄V̄âêîôûéèàùçœ’«\u00a0»… ABab?!"


def cost(text: str) -> int:
    """How much room a text takes, worked out from the octets themselves."""
    if GSM_7.issuperset(text):
        return len(text) + sum(sign in EXTENSION for sign in text)
    return len(text.encode("utf-16-be")) // 2


def room(text: str, *, is_alone: bool) -> int:
    if GSM_7.issuperset(text):
        return 160 if is_alone else 153
    return 70 if is_alone else 67


@given(ANY_TEXT | PHONE_TEXT)
@example("€" * 80)
@example("a" * 152 + "€" + "a" * 160)
@example("😀" * 36)
def test_parts_hold_the_whole_text_and_none_is_too_long(text: str) -> None:
    parts = parts_of(text)

    whole = room(text, is_alone=len(parts) == 1)
    assert "".join(parts) == text
    assert all(sum(cost(sign) if GSM_7.issuperset(text) else len(sign.encode("utf-16-be")) // 2
                   for sign in part) <= whole for part in parts)


@given(ANY_TEXT | PHONE_TEXT)
def test_there_is_no_part_more_than_needed(text: str) -> None:
    parts = parts_of(text)

    assert (len(parts) == 1) == (cost(text) <= room(text, is_alone=True))
    unit = (lambda sign: cost(sign)) if GSM_7.issuperset(text) else (lambda sign: 1 + (ord(sign) > 0xFFFF))
    for part, following in zip(parts, parts[1:], strict=False):
        assert sum(map(unit, part)) + unit(following[0]) > room(text, is_alone=False)


@pytest.mark.parametrize(("text", "parts", "is_plain"), [
    ("", 1, True), ("a" * 160, 1, True), ("a" * 161, 2, True), ("a" * 306, 2, True), ("a" * 307, 3, True),
    ("€" * 80, 1, True), ("€" * 81, 2, True), ("a" * 152 + "€" + "a" * 151, 2, True),
    ("a" * 152 + "€" + "a" * 152, 3, True), ("ê" * 70, 1, False), ("ê" * 71, 2, False), ("ê" * 134, 2, False),
    ("ê" * 135, 3, False), ("😀" * 35, 1, False), ("😀" * 36, 2, False), ("😀" * 66, 2, False),
    ("😀" * 67, 3, False)])
def test_known_sizes(text: str, parts: int, is_plain: bool) -> None:
    assert size_of(text) == Size(len(text), parts, is_plain)


@given(ANY_TEXT)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.sampled_from(SHIMAORE), max_size=200))
def test_french_and_shimaore_become_what_phones_know(text: str) -> None:
    assert GSM_7.issuperset(fold(text))


@given(PHONE_TEXT)
def test_what_phones_know_stays(text: str) -> None:
    kept = text.replace("`", "'").replace("\r", "\n")

    assert fold(text).replace("\n", "") == kept.replace("\n", "")


@pytest.mark.parametrize(("text", "folded"), [
    ("L’école est prête…", "L'école est prete..."),
    ("« Oui » – à 16\u00a0h", '"Oui" - à 16 h'),
    ("«\u00a0Oui\u00a0»", '"Oui"'),
    ("ça, Ça, où, naïf, cœur, Œuvre, É, Ê", "ca, Ça, où, naif, coeur, OEuvre, É, E"),
    ("ɓweni ɗaɓa Ɓandrele ƁWENI ƊA mɓ", "bbweni ddabba Bbandrele BBWENI DDA mbb"),
    ("v̄u V̄u", "vu Vu"),
    ("e\u0301cole", "école"),
    ("a\r\nb\rc", "a\nb\nc"),
    ("عربي 😀", "عربي 😀"),
    ("n° 3 × 2", "no 3 x 2")])
def test_known_foldings(text: str, folded: str) -> None:
    assert fold(text) == folded
