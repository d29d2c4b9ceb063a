"""Words quoted for a need: taken from one text, cleaned by hand, opened to others by somebody. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from consult.needs.coded_texts import CodedText

FEW = 5
"""Below so many texts that say the same, a family is recognised more easily by its words."""
_A_PHONE = re.compile(r"\d(?:[\s().\-\u2011\u00a0\u202f]{0,2}\d){7,}")


@dataclass(frozen=True)
class Quote:
    need: str
    words: str
    in_french: str
    is_open: bool
    """Whether somebody judged that others may read it."""
    text_hash: str
    coded: CodedText
    """The text it was taken from, as it is now."""

    @property
    def is_changed(self) -> bool:
        """The family wrote something else since: its former words are nobody's to read."""
        return self.text_hash != self.coded.text.fingerprint

    @property
    def is_of_the_need(self) -> bool:
        """Whether the text still counts for the need."""
        return self.need in (self.coded.final or ())

    @property
    def is_published(self) -> bool:
        return self.is_open and not self.is_changed and self.is_of_the_need

    def is_readable_by(self, name: str) -> bool:
        """Whether somebody who reads texts may read it here."""
        return self.is_published or not (self.is_changed or self.coded.is_hidden_from(name))


def holds_a_phone(words: str) -> bool:
    """Whether eight digits or more stand together, whatever separates them."""
    return bool(_A_PHONE.search(words))
