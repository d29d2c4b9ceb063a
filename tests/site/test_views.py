import pytest
from flask.testing import FlaskClient

from consult.i18n import LANGUAGES


@pytest.mark.parametrize("tag", LANGUAGES)
def test_home_speaks_the_language_of_its_address(client: FlaskClient, tag: str) -> None:
    page = client.get(f"/{tag}/")

    assert page.status_code == 200
    assert f'<html lang="{tag}"' in page.text
