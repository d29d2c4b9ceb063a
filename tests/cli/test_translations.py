"""The catalogues follow the code without losing a word of what people translated."""

from pathlib import Path

import pytest

from consult.app import ROOT
from consult.cli.translations import extract, problems, updated
from consult.i18n import LANGUAGES

PROJECT = """
[[tool.babel.mappings]]
method = "python"
pattern = "consult/**.py"

[[tool.babel.mappings]]
method = "jinja2"
pattern = "templates/**.html"
silent = "false"
"""
CODE = """
closed = N_("La consultation est finie.")
label = _l("Votre village")
days = ngettext("%(num)d jour", "%(num)d jours", count)
"""
PAGE = """<title>{{ plain("Votre avis") }}</title>
<p>{{ _("Jusqu’au %(day)s", day=day) }}</p>"""
SHIMAORE = Path("translations/swb/LC_MESSAGES/messages.po")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    files = {"pyproject.toml": PROJECT, "consult/code.py": CODE, "templates/page.html": PAGE}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def update(root: Path) -> str:
    for tag in LANGUAGES:
        path = root / "translations" / tag / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(root, tag, extract(root)))
    return (root / SHIMAORE).read_text(encoding="utf-8")


def translate(root: Path, french: str, entry: str) -> None:
    """Write an entry of the Shimaoré catalogue, as a translator would."""
    before = update(root)
    assert f'msgid "{french}"\nmsgstr ""' in before
    after = before.replace(f'msgid "{french}"\nmsgstr ""', entry)
    (root / SHIMAORE).write_text(after, encoding="utf-8")


def test_every_way_to_mark_a_sentence_is_found(sources: Path) -> None:
    found = {message.id for message in extract(sources) if message.id}

    assert found == {"La consultation est finie.", "Votre village", ("%(num)d jour", "%(num)d jours"),
                     "Votre avis", "Jusqu’au %(day)s"}


def test_an_update_keeps_drafts_and_reviews_and_guesses_nothing(sources: Path) -> None:
    translate(sources, "Votre village", '#, fuzzy\nmsgid "Votre village"\nmsgstr "Mudji"')
    (sources / "consult/code.py").write_text(CODE + '_("Votre village ?")\n', encoding="utf-8")

    after = update(sources)

    assert '#, fuzzy\nmsgid "Votre village"\nmsgstr "Mudji"' in after
    assert 'msgid "Votre village ?"\nmsgstr ""' in after


def test_an_update_that_finds_nothing_new_changes_nothing(sources: Path) -> None:
    before = update(sources)

    assert update(sources) == before
    assert list(problems(sources)) == []


def test_shimaore_keeps_its_plural_rule_and_french_fills_its_own(sources: Path) -> None:
    shimaore = update(sources)
    french = (sources / "translations/fr/LC_MESSAGES/messages.po").read_text(encoding="utf-8")

    assert "nplurals=2; plural=(n != 1);" in shimaore
    assert "nplurals=2; plural=(n > 1);" in french
    assert 'msgstr[0] "%(num)d jour"\nmsgstr[1] "%(num)d jours"' in french


def test_a_new_sentence_makes_the_catalogues_late(sources: Path) -> None:
    update(sources)
    (sources / "templates/page.html").write_text(PAGE + '{{ _("Merci") }}', encoding="utf-8")

    late = [f"{tag}\u00a0: phrases nouvelles à ajouter\u00a0: 1." for tag in LANGUAGES]
    assert list(problems(sources)) == late


def test_a_translation_that_loses_a_value_is_refused(sources: Path) -> None:
    translate(sources, "Jusqu’au %(day)s", 'msgid "Jusqu’au %(day)s"\nmsgstr "Mpaka %(siku)s"')

    lost = "swb\u00a0: les valeurs diffèrent dans «\u00a0Jusqu’au %(day)s\u00a0»."
    assert list(problems(sources)) == [lost]


def test_our_own_catalogues_are_fresh_and_keep_every_value() -> None:
    assert list(problems(ROOT)) == []
