"""What a passphrase seals opens whole, or not at all."""

from io import BufferedReader, BytesIO

import pytest

from consult.errors import Refused
from consult.operations.archive import Damaged
from consult.operations.sealing import MAGIC, PIECE, SALT, TAG, Opener, Sealer, WrongPassphrase

PASSPHRASE = "la barge part à six heures"
HEAD = len(MAGIC) + SALT


def seal(octets: bytes, passphrase: str = PASSPHRASE) -> bytes:
    file = BytesIO()
    with Sealer(file, passphrase) as sealer:
        sealer.write(octets)
    return file.getvalue()


def opened(sealed: bytes, passphrase: str = PASSPHRASE) -> bytes:
    file = BytesIO(sealed)
    assert file.read(len(MAGIC)) == MAGIC
    return BufferedReader(Opener(file, passphrase)).read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_what_was_sealed_is_opened(size: int) -> None:
    written = bytes(number % 251 for number in range(size))

    assert opened(seal(written)) == written


def test_nothing_of_it_can_be_read_without_the_passphrase() -> None:
    sealed = seal(b"Mwana wangu" * 100)

    assert b"Mwana" not in sealed
    assert seal(b"Mwana wangu" * 100) != sealed
    with pytest.raises(WrongPassphrase):
        opened(sealed, PASSPHRASE + ".")


def test_an_accent_is_the_same_however_it_is_written() -> None:
    assert opened(seal(b"oui", "été 2026, à Mamoudzou"), "e\u0301te\u0301 2026, a\u0300 Mamoudzou") == b"oui"


@pytest.fixture
def three() -> bytes:
    """Three pieces, sealed."""
    return seal(bytes(2 * PIECE + 100))


@pytest.mark.parametrize("end", [HEAD, HEAD + PIECE + TAG, HEAD + 2 * (PIECE + TAG), -1, -100 - TAG])
def test_what_was_cut_off_is_seen(three: bytes, end: int) -> None:
    with pytest.raises(Refused):
        opened(three[:end])


@pytest.mark.parametrize("place", [len(MAGIC), HEAD, HEAD + PIECE + TAG + 5, -1])
def test_what_was_changed_is_seen(three: bytes, place: int) -> None:
    changed = bytearray(three)
    changed[place] ^= 1

    with pytest.raises(Refused):
        opened(bytes(changed))


def test_pieces_keep_their_order(three: bytes) -> None:
    size = PIECE + TAG
    first, second = three[HEAD:HEAD + size], three[HEAD + size:HEAD + 2 * size]

    with pytest.raises(WrongPassphrase):
        opened(three[:HEAD] + second + first + three[HEAD + 2 * size:])
    with pytest.raises(Damaged):
        opened(three[:HEAD] + first + first + three[HEAD + 2 * size:])
    with pytest.raises(Damaged):
        opened(three + three[HEAD:])
