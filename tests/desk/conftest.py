"""A campaign that simulated families answered, and who reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.staff.models import Role
from tests.desk.test_needs import answered


@pytest.fixture
def survey(app: Flask, stored: Callable[..., None]) -> None:
    answered(app, stored)


@pytest.fixture
def coordinator(signed_in: Callable[[Role], FlaskClient]) -> FlaskClient:
    return signed_in(Role.COORDINATOR)
