"""A campaign with a published questionnaire."""

from tests.responses.conftest import published as published
