"""Receipt codes: twelve digits that only the family keeps, derived from the response's key.

A repeated send gives the same code again, and the database holds a keyed hash of it: who reads the table can
neither find a code nor try them all.
"""

import hashlib
import hmac
import re
from uuid import UUID

DIGITS = 12
_SEPARATORS = re.compile(r"[\s.\-‐‑–—_/]+")


def _keyed(secret: str, purpose: str, message: bytes) -> bytes:
    """HMAC-SHA256; the purpose keeps one use of the secret from answering for another."""
    # hmac.digest() is as short, but lets go of the interpreter each time: under load, that is a queue.
    labelled = b"consult " + purpose.encode() + b"\0" + message
    return hmac.new(secret.encode(), labelled, hashlib.sha256).digest()


def receipt_code(key: UUID, secret: str, turn: int = 0) -> str:
    """The code of a response. A later `turn` is for the rare code that another response has already."""
    digest = _keyed(secret, "receipt code", key.bytes + bytes([turn]))
    return f"{int.from_bytes(digest) % 10 ** DIGITS:0{DIGITS}}"


def receipt_hash(code: str, secret: str) -> str:
    """What the database keeps of a code."""
    return _keyed(secret, "receipt hash", code.encode()).hex()


def spaced(code: str) -> str:
    """1234 5678 9012, with spaces that do not break."""
    return "\u00a0".join(code[start:start + 4] for start in range(0, len(code), 4))


def parse_code(typed: str) -> str | None:
    """The code as typed by somebody, with spaces, dots or dashes; None where it cannot be one."""
    code = _SEPARATORS.sub("", typed.strip())
    return code if len(code) == DIGITS and code.isascii() and code.isdigit() else None


def key_of_other_family(key: UUID, digest: str, secret: str) -> UUID:
    """The key of another family that answered on a page already sent: the same answers make it again."""
    return UUID(bytes=_keyed(secret, "other family", key.bytes + digest.encode())[:16], version=4)
