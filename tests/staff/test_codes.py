import math
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from consult.staff import codes
from tests.staff.people import SECRET, code_at

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
STEP = int(NOON.timestamp()) // 30


@pytest.mark.parametrize("later", [-1, 0, 1])
def test_a_phone_may_be_half_a_minute_early_or_late(later: int) -> None:
    assert codes.matching_step(SECRET, code_at(NOON, later=later), at=NOON) == STEP + later


@pytest.mark.parametrize("later", [-2, 2, 60])
def test_a_code_of_another_moment_is_wrong(later: int) -> None:
    assert codes.matching_step(SECRET, code_at(NOON, later=later), at=NOON) is None


@pytest.mark.parametrize("code", ["", "abcdef", "12345", "١٢٣٤٥٦", "0" * 40])
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert codes.matching_step(SECRET, code, at=NOON) is None


def test_a_code_used_before_is_wrong_and_so_are_older_ones() -> None:
    used = codes.matching_step(SECRET, code_at(NOON), at=NOON)

    assert used
    assert codes.matching_step(SECRET, code_at(NOON), at=NOON, after=used) is None
    assert codes.matching_step(SECRET, code_at(NOON, later=-1), at=NOON, after=used) is None
    assert codes.matching_step(SECRET, code_at(NOON, later=1), at=NOON, after=used) == STEP + 1


def test_the_published_example_of_the_standard_holds() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    step = codes.matching_step(secret, "287082", at=datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=59))

    assert step == 1


def test_the_proposed_secret_is_stable_for_a_page_and_another_for_each_sign_in() -> None:
    first, again, other = (codes.secret_from("key", purpose=purpose) for purpose in ("a", "a", "b"))

    assert first == again != other
    assert len(first) == 32


def test_the_qr_code_is_an_image_without_style() -> None:
    address = codes.address(SECRET, name="amina", town="Ville de Mamoudzou")

    image = codes.qr_code(address)

    assert address.startswith("otpauth://totp/")
    assert "issuer=Ville%20de%20Mamoudzou" in address
    assert ET.fromstring(image).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314, our own image
    assert b"style" not in image


def test_recovery_codes_bear_spaces_and_capitals() -> None:
    made = codes.new_recovery_codes()

    assert len(set(made)) == 10
    assert codes.recovery_hash(made[0]) == codes.recovery_hash(f" {made[0].upper().replace('-', ' ')} ")


def test_a_code_used_while_the_clock_ran_ahead_keeps_nobody_out() -> None:
    ahead = STEP + 24 * 120

    assert codes.matching_step(SECRET, code_at(NOON), at=NOON, after=ahead) == STEP
    assert codes.matching_step(SECRET, code_at(NOON), at=NOON, after=STEP + codes.DRIFT) is None


def test_recovery_codes_are_long_enough_for_a_plain_hash() -> None:
    bits = codes._GROUPS * codes._GROUP * math.log2(len(codes._ALPHABET))

    assert bits >= 112
    assert {len(codes.plain_code(code)) for code in codes.new_recovery_codes()} == {24}
