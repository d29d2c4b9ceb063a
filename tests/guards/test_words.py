"""French as it is printed: the sentences of the catalogue, read one by one."""

import re
from functools import cache

from consult.app import ROOT
from consult.cli.translations import extract

SPACE = "\u00a0"
HEAVY = ("veuillez", "cliquez ici", "cliquer ici", "invalide", "merci de bien vouloir")
"""Words of offices and of machines, where plain ones exist."""


@cache
def sentences() -> tuple[str, ...]:
    ids = [message.id for message in extract(ROOT) if message.id]
    return tuple(text for found in ids for text in ([found] if isinstance(found, str) else found))


def against(pattern: str) -> list[str]:
    return [sentence for sentence in sentences() if re.search(pattern, sentence, re.IGNORECASE)]


def test_apostrophes_are_curved() -> None:
    assert against(r"\w'\w") == []


def test_quotes_are_french() -> None:
    # A sign that is named, alone between spaces, is no quotation.
    assert against(r"\"\w|\w\"|[“”]") == []


def test_quotes_hold_their_words_by_a_space_that_does_not_break() -> None:
    assert against(rf"«(?!{SPACE})|(?<!{SPACE})»") == []


def test_high_signs_follow_a_space_that_does_not_break() -> None:
    assert against(rf"(?<![{SPACE}])[;?!](?!\w)|(?<![{SPACE}\d]):(?![/\d])") == []


def test_words_are_plain() -> None:
    assert against("|".join(rf"\b{word}\b" for word in HEAVY)) == []
