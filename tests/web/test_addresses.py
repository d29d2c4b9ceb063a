import pytest
from flask import Flask

from consult.web.addresses import as_typed, public_address


@pytest.mark.parametrize(("setting", "address"), [
    ("", "http://localhost/fr/"), ("https://avis.mamoudzou.yt", "https://avis.mamoudzou.yt/fr/")])
def test_a_whole_address_has_the_name_the_town_gave(app: Flask, setting: str, address: str) -> None:
    app.config["PUBLIC_URL"] = setting

    with app.test_request_context("/"):
        assert public_address("/fr/") == address


def test_nobody_types_the_beginning_of_an_address() -> None:
    assert as_typed("https://avis.mamoudzou.yt/fr/") == "avis.mamoudzou.yt/fr/"
