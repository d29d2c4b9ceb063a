import math

import pytest

from consult.staff import passwords
from consult.staff.passwords import WeakPassword


@pytest.mark.parametrize("password", [
    "cheval batterie agrafe", "un petit lagon bleu", "Ungwana-Handzani-47", "xkqj vbnw pmzr",
    "🐢🐢 tortue 🐠 poisson"])
def test_a_long_password_that_nobody_else_has_is_taken(password: str) -> None:
    passwords.refuse_weak(password, name="amina")


@pytest.mark.parametrize("password", [
    "Motdepasse2026!", "MAMOUDZOU976976", "azertyuiopqs", "123456789012", "210987654321", "aaaaaaaaaaaaaaa",
    "abababababab", "bienvenue-12345", "Petite-Enfance 1", "Crèche!!!!!!!", "amina.said2026", "abcdefghijkl"])
def test_a_password_that_many_people_have_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        passwords.refuse_weak(password, name="amina.said")

    assert "trop courant" in refusal.value.sentence


@pytest.mark.parametrize("password", ["jetaimemaman", "iloveyou1234", "JeTaimeMaman", "1q2w3e4r5t6y7u8i9o0p"])
def test_a_password_stolen_elsewhere_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        passwords.refuse_weak(password, name="amina")


def test_nothing_may_follow_a_right_password() -> None:
    longest = "mot " * (passwords.LONGEST // 4 - 1) + "fin."

    hashed = passwords.hash_password(longest)

    assert passwords.is_right(hashed, longest)
    assert not passwords.is_right(hashed, f"{longest} et la suite")


@pytest.mark.parametrize(("password", "words"), [
    ("onze signes", "12 caractères"), ("abc def " * 26, "200 caractères")])
def test_a_password_has_a_length(password: str, words: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        passwords.refuse_weak(password, name="amina")

    assert words in str(refusal.value)


def test_a_password_is_checked_by_its_hash() -> None:
    hashed = passwords.hash_password("élève à l’école")

    assert hashed.startswith("$argon2id$")
    assert passwords.is_right(hashed, "élève à l’école")
    assert not passwords.is_right(hashed, "eleve a l’ecole")


def test_accents_typed_in_two_ways_are_the_same_password() -> None:
    hashed = passwords.hash_password("e\u0301le\u0300ve en classe")

    assert passwords.is_right(hashed, "élève en classe")


@pytest.mark.parametrize("broken", [None, "", "pas un hachage"])
def test_without_a_hash_no_password_is_right(broken: str | None) -> None:
    assert not passwords.is_right(broken, "n’importe quoi")


def test_a_made_password_has_sixty_bits_and_passes_its_own_rules() -> None:
    made = [passwords.new_password() for _ in range(200)]
    syllables = len(passwords._CONSONANTS) * len(passwords._VOWELS)
    bits = passwords._WORDS * passwords._SYLLABLES * math.log2(syllables) + passwords._DIGITS * math.log2(10)

    for password in made:
        passwords.refuse_weak(password, name="amina")

    assert bits >= 60
    assert len(set(made)) == 200
