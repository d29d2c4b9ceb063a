import pytest

from consult.text import Localized, State, localized, typeset


def test_a_reviewed_text_is_shown_alone() -> None:
    shown = localized("Merci", swb="Marahaɓa").read_in("swb")

    assert (shown.text, shown.lang, shown.french) == ("Marahaɓa", "swb", "")
    assert shown.__html__() == "Marahaɓa"


def test_a_draft_is_shown_beside_its_french() -> None:
    shown = Localized("Merci").with_translation("swb", "Marahaɓa").read_in("swb")

    assert shown.__html__() == (
        '<span class="draft" lang="swb">Marahaɓa</span> <span class="twin" lang="fr">Merci</span>')


def test_a_text_without_translation_stays_french_and_says_so() -> None:
    assert localized("Crèche <b>").read_in("swb").__html__() == '<span lang="fr">Crèche &lt;b&gt;</span>'


def test_a_review_of_an_older_french_is_a_draft_again() -> None:
    before = localized("Merci", swb="Marahaɓa")

    after = Localized("Merci beaucoup", before.others)

    assert before.state("swb") is State.REVIEWED
    assert after.state("swb") is State.DRAFT


def test_a_localized_text_survives_its_document() -> None:
    text = localized("Merci", swb="Marahaɓa")

    assert Localized.from_json(text.to_json()) == text


@pytest.mark.parametrize(("typed", "printed"), [
    ("Combien d'enfants ?", "Combien d’enfants\u00a0?"),
    ("« Ne rien changer »", "«\u00a0Ne rien changer\u00a0»"),
    ("de 7 h à 17 h : 50 %", "de 7 h à 17 h\u00a0: 50\u00a0%"),
    ("9:00", "9:00")])
def test_french_is_printed_as_it_should_be(typed: str, printed: str) -> None:
    assert typeset(typed) == printed
    assert typeset(printed) == printed


def test_a_text_alone_is_in_one_language() -> None:
    draft = localized("Crèches").with_translation("swb", "Wana", state=State.DRAFT).read_in("swb").alone
    reviewed = localized("Crèches", swb="Wana").read_in("swb").alone

    assert (draft.text, draft.lang, draft.french) == ("Crèches", "fr", "")
    assert (reviewed.text, reviewed.lang) == ("Wana", "swb")
