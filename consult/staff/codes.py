"""The second step of a sign-in: codes of an authenticator, and the recovery codes kept on paper."""

import base64
import hashlib
import hmac
import io
import secrets
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
DRIFT = 1
"""Steps a phone's clock may be early or late."""
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike on paper."""
_GROUPS, _GROUP = 6, 4


def secret_from(key: str, *, purpose: str) -> str:
    """A secret of 160 bits that is the same each time the same set-up page is shown, and kept nowhere."""
    digest = hmac.digest(key.encode(), purpose.encode(), hashlib.sha256)
    return base64.b32encode(digest[:20]).decode()


def matching_step(secret: str, code: str, *, at: datetime, after: int = 0) -> int | None:
    """The thirty-second step this code belongs to, near `at` and later than the last one used."""
    now = int(at.timestamp()) // STEP_SECONDS
    if after > now + DRIFT:
        after = 0  # noted while the clock ran ahead: until it came true, no code would be good
    generator = pyotp.HOTP(secret)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and hmac.compare_digest(generator.at(step).encode(), code.encode()):
            return step
    return None


def address(secret: str, *, name: str, town: str) -> str:
    """The otpauth address that an authenticator reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=town)


def qr_code(content: str) -> bytes:
    """An SVG image, dark on light in both colour schemes, because cameras expect it."""
    image = io.BytesIO()
    segno.make(content, error="m").save(
        image, kind="svg", scale=4, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return image.getvalue()


def plain_code(typed: str) -> str:
    """What was typed, without the spaces, hyphens and capitals people add."""
    return "".join(character for character in typed.casefold() if character.isalnum())


def new_recovery_codes() -> list[str]:
    """Ten codes of 118 bits, each good once: « k7mf-29xq-dtbe-h4ws-… »: a plain hash keeps so many."""
    return ["-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
            for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str) -> str:
    return hashlib.sha256(plain_code(code).encode()).hexdigest()
