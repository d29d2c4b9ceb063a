"""French as it is printed: the sentences of the catalogue, read one by one."""

import re
from functools import cache

from consult.app import ROOT
from consult.cli.translations import extract

SPACE = "\u00a0"
HEAVY = ("veuillez", "cliquez ici", "cliquer ici", "invalide", "merci de bien vouloir")
"""Words of offices and of machines, where plain ones exist."""


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Every sentence, with the file where it stands."""
    messages = [message for message in extract(ROOT) if message.id]
    return tuple((str(message.locations[0][0]), sentence) for message in messages
                 for sentence in ([message.id] if isinstance(message.id, str) else message.id))


def refuse(pattern: str) -> None:
    found = [f"{place}: {sentence}" for place, sentence in sentences()
             if re.search(pattern, sentence, re.IGNORECASE)]
    assert not found, "\n" + "\n".join(found)


def test_apostrophes_are_curved() -> None:
    refuse(r"\w'\w")


def test_quotes_are_french() -> None:
    # A sign that is named, alone between spaces, is no quotation.
    refuse(r"\"\w|\w\"|[“”]")


def test_quotes_hold_their_words_by_a_space_that_does_not_break() -> None:
    refuse(rf"«(?!{SPACE})|(?<!{SPACE})»")


def test_high_signs_follow_a_space_that_does_not_break() -> None:
    refuse(rf"(?<![{SPACE}])[;?!](?!\w)|(?<![{SPACE}\d]):(?![/\d])")


def test_words_are_plain() -> None:
    refuse("|".join(rf"\b{word}\b" for word in HEAVY))
