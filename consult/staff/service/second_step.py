"""The second step: a code from an authenticator, or a recovery code, each good once."""

import hmac
from datetime import datetime

from consult.staff import codes
from consult.staff.models import Account
from consult.staff.service.sessions import close_other_sessions


def turn_on_second_step(account: Account, *, secret: str, code: str, at: datetime) -> list[str] | None:
    """Turn it on once a first code proves that the phone has the secret; returns the recovery codes to show.

    None when the code is wrong. The codes are shown once, their hashes are kept.
    """
    step = codes.matching_step(secret, codes.plain_code(code), at=at)
    if step is None:
        return None
    account.totp_secret, account.totp_last_step = secret, step
    close_other_sessions(account)
    return renew_recovery_codes(account)


def turn_off_second_step(account: Account) -> None:
    account.totp_secret, account.totp_last_step, account.recovery_hashes = None, 0, []
    close_other_sessions(account)


def renew_recovery_codes(account: Account) -> list[str]:
    """Ten new codes; the old ones are worth nothing any more."""
    fresh = codes.new_recovery_codes()
    account.recovery_hashes = [codes.recovery_hash(code) for code in fresh]
    return fresh


def use_code(account: Account, code: str, *, at: datetime) -> str:
    """What this code was, "code" or "recovery", and never will be again; "" when it is wrong."""
    if not account.totp_secret:
        return ""
    typed = codes.plain_code(code)
    step = codes.matching_step(account.totp_secret, typed, at=at, after=account.totp_last_step)
    if step is not None:
        account.totp_last_step = step
        return "code"
    return "recovery" if _use_recovery_code(account, typed) else ""


def _use_recovery_code(account: Account, typed: str) -> bool:
    digest = codes.recovery_hash(typed)
    kept = [known for known in account.recovery_hashes if not hmac.compare_digest(known, digest)]
    was_good = len(kept) < len(account.recovery_hashes)
    account.recovery_hashes = kept
    return was_good
