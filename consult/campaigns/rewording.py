"""What becomes of a translation when somebody edits the text."""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.text import Localized, State


@dataclass(frozen=True)
class Typed:
    """A translation as the form brings it back."""

    text: str
    reviewed: bool


def _state(before: Localized, tag: str, typed: Typed, *, changed: bool) -> State:
    # The tick comes back by itself from the form: it vouches for the words it was put under, no others.
    was_reviewed = before.state(tag) is State.REVIEWED
    return State.REVIEWED if typed.reviewed and not (was_reviewed and changed) else State.DRAFT


def reworded(before: Localized, *, french: str, translations: Mapping[str, Typed]) -> Localized:
    """The text as edited. When either language changes, a second person reads again."""
    after = Localized(french)
    for tag, typed in translations.items():
        written = before.others.get(tag)
        changed = french != before.french or written is None or typed.text != written.text
        after = after.with_translation(tag, typed.text, state=_state(before, tag, typed, changed=changed))
    return after
