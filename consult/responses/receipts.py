"""Receipt codes: twelve digits that only the family keeps, derived from the response's key.

A repeated send gives the same code again, and the database holds a keyed hash of it: who reads the table can
neither find a code nor try them all.
"""

from uuid import UUID

from consult.campaigns.codes import unspaced
from consult.db.keys import keyed_hash

DIGITS = 12


def receipt_code(key: UUID, secret: str, turn: int = 0) -> str:
    """The code of a response. A later `turn` is for the rare code that another response has already."""
    digest = keyed_hash(secret, "receipt code", key.bytes + bytes([turn]))
    return f"{int.from_bytes(digest) % 10 ** DIGITS:0{DIGITS}}"


def receipt_hash(code: str, secret: str) -> str:
    """What the database keeps of a code."""
    return keyed_hash(secret, "receipt hash", code.encode()).hex()


def parse_code(typed: str) -> str | None:
    """The code as typed by somebody, with spaces, dots or dashes; None where it cannot be one."""
    code = unspaced(typed)
    return code if len(code) == DIGITS and code.isascii() and code.isdigit() else None
