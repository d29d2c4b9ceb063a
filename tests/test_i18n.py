from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date
from babel.support import Translations

from consult import i18n

DAY = date(2026, 11, 23)


def test_shimaore_has_its_own_days_even_after_a_french_date() -> None:
    french = format_date(DAY, "EEEE cccc", locale="fr")

    assert french == "lundi lundi"
    assert format_date(DAY, "EEEE cccc", locale="swb") == "mufumoraru mufumoraru"
    assert format_date(DAY, "full", locale="fr") == "lundi 23 novembre 2026"


@pytest.mark.parametrize(("count", "form"), [(0, "other"), (1, "one"), (2, "other"), (11, "other")])
def test_shimaore_counts_one_and_many(count: int, form: str) -> None:
    assert Locale.parse("swb").plural_form(count) == form


def test_french_counts_zero_with_one() -> None:
    assert Locale.parse("fr").plural_form(0) == "one"


@pytest.mark.parametrize(("accepted", "tag"), [
    ([("swb-YT", 1.0), ("fr", 0.5)], "swb"),
    ([("fr-FR", 1.0), ("swb", 0.5)], "fr"),
    ([("en", 1.0)], "fr"),
    ([("swb", 0.0)], "fr"),
    ([], "fr")])
def test_a_header_is_a_hint(accepted: list[tuple[str, float]], tag: str) -> None:
    assert i18n.negotiate(accepted) == tag


def test_a_draft_is_never_compiled_and_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "swb" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        '#, fuzzy\nmsgid "Merci"\nmsgstr "Marahaɓa"\n\nmsgid "Oui"\nmsgstr "Ewa"\n', encoding="utf-8")

    i18n.compile_catalogues(tmp_path)

    compiled = Translations.load(str(tmp_path), ["swb"])
    assert (compiled.ugettext("Oui"), compiled.ugettext("Merci")) == ("Ewa", "Merci")
    assert i18n.drafts(tmp_path, "swb") == {"Merci": "Marahaɓa"}
