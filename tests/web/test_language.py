import pytest
from flask import Flask, g, render_template_string
from flask.testing import FlaskClient

from consult.text import localized
from consult.web.language import in_language


def shown(app: Flask, tag: str, template: str, **values: object) -> str:
    with app.test_request_context(f"/{tag}/"):
        g.lang = tag
        return render_template_string(template, **values)


def test_an_untranslated_sentence_says_that_it_is_french(app: Flask) -> None:
    page = shown(app, "swb", '{{ _("Une phrase que personne n’a traduite.") }}')

    assert page == '<span lang="fr">Une phrase que personne n’a traduite.</span>'


def test_values_are_escaped_in_every_language(app: Flask) -> None:
    for tag in ("fr", "swb"):
        assert "&lt;b&gt;" in shown(app, tag, '{{ _("Bonjour %(name)s.", name="<b>") }}')


@pytest.mark.parametrize(("count", "text"), [(0, "0 essai"), (1, "1 essai"), (2, "2 essais")])
def test_french_counts_zero_in_the_singular(app: Flask, count: int, text: str) -> None:
    page = shown(app, "fr", '{{ ngettext("%(num)d essai", "%(num)d essais", count) }}', count=count)

    assert page == text


def test_a_text_of_the_coordinator_keeps_its_language(app: Flask) -> None:
    assert shown(app, "swb", "{{ show(text) }}", text=localized("Crèche")) == '<span lang="fr">Crèche</span>'


def test_the_switch_leads_to_the_same_page(app: Flask) -> None:
    with app.test_request_context("/fr/vos-donnees"):
        app.preprocess_request()
        assert in_language("swb") == "/swb/vos-donnees"


def test_the_entrance_takes_the_header_as_a_hint(client: FlaskClient) -> None:
    assert client.get("/", headers={"Accept-Language": "swb, fr"}).location == "/swb/"
    assert client.get("/", headers={"Accept-Language": "en"}).location == "/fr/"


def test_an_unknown_language_is_not_a_page(client: FlaskClient) -> None:
    response = client.get("/xx/")

    assert response.status_code == 404
    assert "Cette page n’existe pas" in response.text
