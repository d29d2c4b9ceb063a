import pytest

from consult.meetings.phones import identity, in_pairs, international, phone_digits


@pytest.mark.parametrize("typed", [
    "0639000000", "06 39 00 00 00", "06.39.00.00.00", "+262 639 00 00 00", "00262639000000", "262639000000",
    " +262 (0)639-00-00-00 "])
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


@pytest.mark.parametrize(("digits", "prefix", "sent"), [
    ("0639000000", "262", "+262639000000"), ("0692000000", "262", "+262692000000"),
    ("0693000000", "262", "+262693000000"), ("0269600000", "262", "+262269600000"),
    ("0639000000", "33", "+262639000000"), ("0612345678", "262", "+33612345678"),
    ("0690000000", "262", "+590690000000"), ("0694000000", "262", "+594694000000"),
    ("0696000000", "262", "+596696000000"), ("639000000", "262", "+262639000000"),
    ("2693214567", "262", "+2693214567"), ("0712345678", "254", "+254712345678"),
    ("0639000000", "", "0639000000")])
def test_a_number_as_a_gateway_wants_it(digits: str, prefix: str, sent: str) -> None:
    assert international(digits, prefix=prefix) == sent


def test_a_number_is_shown_in_pairs() -> None:
    assert in_pairs("0639000000") == "06\u00a039\u00a000\u00a000\u00a000"
    assert in_pairs("2693214567890") == "2693214567890"
