from uuid import UUID, uuid4

import pytest

from consult.responses.receipts import parse_code, receipt_code, receipt_hash

KEY = UUID("8d3c1f0a-53c1-4b2e-9a70-0d9b1a5c2e11")


def test_the_same_key_always_has_the_same_code() -> None:
    code = receipt_code(KEY, "secret")

    assert code == receipt_code(KEY, "secret")
    assert len(code) == 12
    assert code.isdigit()


def test_another_key_secret_or_turn_has_another_code() -> None:
    codes = {receipt_code(KEY, "secret"), receipt_code(uuid4(), "secret"), receipt_code(KEY, "other"),
             receipt_code(KEY, "secret", turn=1)}

    assert len(codes) == 4


def test_what_is_kept_depends_on_the_secret_and_does_not_show_the_code() -> None:
    code = receipt_code(KEY, "secret")

    assert receipt_hash(code, "secret") != receipt_hash(code, "other")
    assert code not in receipt_hash(code, "secret")


@pytest.mark.parametrize("typed", [
    "123456789012", "1234 5678 9012", " 1234-5678-9012 ", "1234.5678.9012", "1234\u00a05678\u00a09012",
    "1234\u202f5678 – 9012"])
def test_a_code_is_read_with_its_spaces_dots_and_dashes(typed: str) -> None:
    assert parse_code(typed) == "123456789012"


@pytest.mark.parametrize("typed", [
    "", "1234", "1234567890123", "12345678901a", "١٢٣٤٥٦٧٨٩٠١٢", "1234 5678 901²"])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    assert parse_code(typed) is None
