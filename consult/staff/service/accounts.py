"""Accounts: who works here, with what password and what role."""

import re
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from consult.db import db
from consult.errors import N_, NotFound, Refused
from consult.staff import passwords
from consult.staff.models import Account, Role
from consult.staff.service.sessions import close_other_sessions

LENT_FOR = timedelta(days=7)
"""How long a password that somebody else made waits for its first use."""
NAME = re.compile(r"[a-z0-9][a-z0-9.\-]{1,39}")


class WrongName(Refused):
    """Not a name that can be typed everywhere and shown in an address."""

    status = 422
    sentence = N_("Un nom de compte a de 2 à 40 caractères : "
                  "des lettres sans accent, des chiffres, des points et des tirets.")


class NameTaken(Refused):
    """Somebody already signs in with this name."""

    sentence = N_("Ce nom est déjà celui d’un autre compte.")


class LastCoordinator(Refused):
    """Nobody would be left to run the site."""

    sentence = N_("Il doit rester au moins un compte de coordination actif. "
                  "Créez-en un autre avant de changer celui-ci.")


def normal_name(name: str) -> str:
    # PostgreSQL refuses a zero octet in text; nobody's name has one, nor any other sign that cannot be seen.
    return "".join(sign for sign in name if sign.isprintable()).strip().lower()


def list_accounts() -> list[Account]:
    """Everybody who has an account, those who still work here on top."""
    return list(db.session.scalars(select(Account).order_by(Account.is_active.desc(), Account.name)))


def find_account(name: str) -> Account:
    """The account of that name. Raises NotFound."""
    found = db.session.scalar(select(Account).where(Account.name == normal_name(name)))
    if found is None:
        raise NotFound(N_("Aucun compte ne porte ce nom."))
    return found


def known_name(name: str) -> str:
    """The name if somebody has it: the log keeps no word that may be a password typed too early."""
    return db.session.scalar(select(Account.name).where(Account.name == normal_name(name))) or ""


def account_to_change(key: UUID) -> Account | None:
    """The account as it is now, and kept from others until this transaction ends."""
    locked = select(Account).where(Account.id == key, Account.is_active).with_for_update()
    return db.session.scalar(locked.execution_options(populate_existing=True))


def add_account(name: str, role: Role, password: str, *, at: datetime) -> Account:
    """A new account. Raises WrongName, NameTaken or WeakPassword."""
    name = normal_name(name)
    if not NAME.fullmatch(name):
        raise WrongName
    if db.session.scalar(select(Account.id).where(Account.name == name)):
        raise NameTaken
    passwords.refuse_weak(password, name=name)
    account = Account(name=name, role=role, password_hash=passwords.hash_password(password), created_at=at)
    db.session.add(account)
    return account


def lend_password(account: Account, *, at: datetime) -> None:
    """Somebody else made this password and has seen it: it opens for a week, and only to choose another."""
    account.password_until = at + LENT_FOR


def check_password(name: str, password: str, *, at: datetime) -> Account | None:
    """The active account that this name and password open, or None: no word on which of the two was wrong.

    Reads apart and lets go before hashing: nobody who writes may wait for Argon2. Call it before the request
    has asked its own session anything.
    """
    wanted = select(Account.id, Account.password_hash).where(
        Account.name == normal_name(name), Account.is_active,
        or_(Account.password_until.is_(None), Account.password_until >= at))
    with db.engine.connect() as connection:
        found = connection.execute(wanted).first()
    if not passwords.is_right(found.password_hash if found else None, password) or found is None:
        return None
    account = db.session.get_one(Account, found.id)
    if passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.hash_password(password)
    return account


def is_own_password(account: Account, password: str) -> bool:
    return passwords.is_right(account.password_hash, password)


def change_password(account: Account, password: str) -> None:
    """Raises WeakPassword. Whoever is signed in with the old password is signed out."""
    passwords.refuse_weak(password, name=account.name)
    account.password_hash, account.password_until = passwords.hash_password(password), None
    close_other_sessions(account)


def _refuse_to_lose_the_last_coordinator(account: Account) -> None:
    if account.role is not Role.COORDINATOR or not account.is_active:
        return
    working = (Account.role == Role.COORDINATOR, Account.is_active)
    # Locked, so that two coordinators who remove each other at once do not both succeed.
    db.session.scalars(select(Account.id).where(*working).with_for_update()).all()
    if db.session.scalar(select(func.count()).select_from(Account).where(*working)) == 1:
        raise LastCoordinator


def change_role(account: Account, role: Role) -> None:
    """Raises LastCoordinator. The person signs in again with the new role."""
    if role is not Role.COORDINATOR:
        _refuse_to_lose_the_last_coordinator(account)
    account.role = role
    close_other_sessions(account)


def deactivate(account: Account) -> None:
    """Raises LastCoordinator. The account stays, because the log names it, but opens nothing any more."""
    _refuse_to_lose_the_last_coordinator(account)
    account.is_active = False
    close_other_sessions(account)


def reactivate(account: Account) -> None:
    account.is_active = True


def reset(account: Account, password: str, *, drop_second_step: bool = False) -> None:
    """A new password for somebody who lost theirs, and no second step any more if the phone is lost too."""
    change_password(account, password)
    if drop_second_step:
        account.totp_secret, account.totp_last_step, account.recovery_hashes = None, 0, []
