import pytest

from consult.meetings.phones import identity, phone_digits


@pytest.mark.parametrize("typed", [
    "0639000000", "06 39 00 00 00", "06.39.00.00.00", "+262 639 00 00 00", "00262639000000", "262639000000",
    " +262 (0)639-00-00-00 ".replace("(0)", "")])
def test_a_number_has_one_writing(typed: str) -> None:
    assert phone_digits(typed) == "0639000000"


@pytest.mark.parametrize("typed", ["", "Amina", "06", "12 rue de la Pompe", "fr", "1" * 30, "06390x0000"])
def test_what_is_no_number_is_not_taken_for_one(typed: str) -> None:
    assert phone_digits(typed) == ""


def test_a_number_of_another_country_keeps_its_prefix() -> None:
    assert phone_digits("+269 321 45 67") == "2693214567"


def test_the_phone_question_is_found_before_another_number() -> None:
    phone = {"label": "Téléphone", "answer": "06 39 00 00 00"}
    details = {"nb_places": "20261123", "contact_telephone": phone}

    assert identity(details) == "0639000000"


def test_a_mail_address_stands_for_a_number_without_being_shown_as_one() -> None:
    details = {"prenom": "Amina", "courriel": "amina@exemple.yt"}

    assert identity(details) == identity(dict(reversed(details.items())))
    assert identity(details).startswith("@")


def test_nobody_can_be_reached_by_a_first_name() -> None:
    assert identity({"prenom": "Amina", "langue": None}) == ""
