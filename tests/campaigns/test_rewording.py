from consult.campaigns.rewording import Typed, reworded
from consult.text import Localized, State, localized

UNTRANSLATED = Localized("Crèches")
REVIEWED = localized("Crèches", swb="wana")


def test_a_translation_ticked_by_a_second_person_is_reviewed() -> None:
    text = reworded(UNTRANSLATED, french="Crèches", translations={"swb": Typed("wana", reviewed=True)})

    assert text.state("swb") is State.REVIEWED


def test_a_translation_nobody_ticked_is_a_draft() -> None:
    text = reworded(UNTRANSLATED, french="Crèches", translations={"swb": Typed("wana", reviewed=False)})

    assert text.state("swb") is State.DRAFT


def test_saving_again_without_a_change_keeps_the_review() -> None:
    text = reworded(REVIEWED, french="Crèches", translations={"swb": Typed("wana", reviewed=True)})

    assert text == REVIEWED


def test_a_review_does_not_survive_a_new_french_text() -> None:
    text = reworded(REVIEWED, french="Crèches et écoles", translations={"swb": Typed("wana", reviewed=True)})

    assert text.state("swb") is State.DRAFT


def test_a_review_does_not_survive_a_new_translation() -> None:
    text = reworded(REVIEWED, french="Crèches", translations={"swb": Typed("wana wana", reviewed=True)})

    assert text.state("swb") is State.DRAFT


def test_a_second_tick_after_a_change_is_a_new_review() -> None:
    changed = reworded(REVIEWED, french="Écoles", translations={"swb": Typed("wana", reviewed=True)})

    text = reworded(changed, french="Écoles", translations={"swb": Typed("wana", reviewed=True)})

    assert text.state("swb") is State.REVIEWED


def test_unticking_makes_a_draft_again() -> None:
    text = reworded(REVIEWED, french="Crèches", translations={"swb": Typed("wana", reviewed=False)})

    assert text.state("swb") is State.DRAFT


def test_an_emptied_translation_is_gone() -> None:
    text = reworded(REVIEWED, french="Crèches", translations={"swb": Typed("", reviewed=True)})

    assert text == UNTRANSLATED
