import re

import pytest

from consult.campaigns import codes, slugs


def test_codes_have_no_letters_that_look_alike() -> None:
    made = {codes.new_code(()) for _ in range(200)}

    assert len(made) == 200
    assert not re.search(r"[^a-z0-9]|[01oilbg6z2s5vuaeq8]", "".join(made))


def test_a_taken_code_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "ALPHABET", "34")
    monkeypatch.setattr(codes, "LENGTH", 1)

    assert codes.new_code({"3"}) == "4"


@pytest.mark.parametrize("typed", ["k7m3pt9x", " k7m3 pt9x ", "k7m3-pt9x", "k7m3\u00a0pt9x", "k7m3.pt9x"])
def test_a_code_is_read_without_what_groups_it(typed: str) -> None:
    assert codes.unspaced(typed) == "k7m3pt9x"


@pytest.mark.parametrize(("title", "slug"), [
    ("Petite enfance : vos besoins", "petite-enfance-vos-besoins"),
    ("L’école à Kawéni, l'été", "l-ecole-a-kaweni-l-ete"),
    ("Ɓweni ɗago", "bweni-dago"),
    ("!!!", ""),
    ("a" * 200, "a" * 60),
])
def test_an_address_is_made_from_the_title(title: str, slug: str) -> None:
    assert slugs.slug_of(title) == slug
