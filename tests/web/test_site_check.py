import pytest
from flask import Flask

from consult.web.site_check import ForeignSite, refuse_foreign_sites

ADDRESS = "https://avis.exemple.yt/fr/"


@pytest.mark.parametrize("headers", [
    {},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://avis.exemple.yt"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "https://avis.exemple.yt"},
    {"Sec-Fetch-Site": "none"}])
def test_our_own_pages_and_old_browsers_may_send(app: Flask, headers: dict[str, str]) -> None:
    with app.test_request_context(ADDRESS, method="POST", headers=headers):
        refuse_foreign_sites()


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://ailleurs.example"},
    {"Origin": "null"},
    {"Origin": "https://avis.exemple.yt.ailleurs.example"},
    {"Origin": "http://["}])
def test_other_sites_may_not(app: Flask, headers: dict[str, str]) -> None:
    with app.test_request_context(ADDRESS, method="POST", headers=headers), pytest.raises(ForeignSite):
        refuse_foreign_sites()
