"""Pages are walked from the list of routes, so that a new one is checked without being named here."""

from collections.abc import Callable

import pytest
from flask import Flask

from consult.i18n import LANGUAGES


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_public_page_keeps_its_promises(app: Flask, visit: Callable[..., object], tag: str) -> None:
    pages = [rule for rule in app.url_map.iter_rules() if rule.arguments == {"lang"}]

    for page in pages:
        visit(page.rule.replace("<language:lang>", tag))

    assert pages
