"""A campaign that families answered, and a meeting they signed up to."""

from tests.meetings.conftest import open_hall as open_hall
from tests.responses.conftest import published as published
