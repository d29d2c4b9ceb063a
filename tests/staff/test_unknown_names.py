"""Whoever guesses learns nothing from the time an answer takes: an unknown name is hashed for, too."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from flask.testing import FlaskClient

from consult.staff import passwords
from tests.staff.people import hire, type_password


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each hash that a password was compared with."""
    hashes: list[str] = []
    verify = PasswordHasher.verify

    def note(hasher: PasswordHasher, kept: str, typed: str) -> bool:
        hashes.append(kept)
        return verify(hasher, kept, typed)
    monkeypatch.setattr(PasswordHasher, "verify", note)
    return hashes


@pytest.mark.parametrize("name", ["amina", "personne"])
def test_an_unknown_name_costs_as_much_as_a_wrong_password(
        app: Flask, client: FlaskClient, verified: list[str], name: str) -> None:
    hire(app)

    assert type_password(client, name, "pas le bon mot de passe").status_code == 422

    [compared] = verified
    assert extract_parameters(compared) == extract_parameters(passwords.hash_password("un autre mot"))
