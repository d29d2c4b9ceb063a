"""A meeting as a picture to pass on: what a phone shows of an address sent to a group, or what one posts.

typst sets it with the fonts it carries, like the posters. The same words give the same picture: it is kept in
memory.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from consult.campaigns.posters import qr_svg
from consult.i18n import LANGUAGES
from consult.meetings.pictures import with_palette
from consult.text import FRENCH, Localized, State

PACKAGE = Path(__file__).parents[1]
TEMPLATE = Path(__file__).parent / "data" / "card.typ"
SIDE = 1080
"""Pixels: what phones show without making it smaller. The page is half as many points wide."""
KEPT = 64


@dataclass(frozen=True)
class Card:
    """Everything a card says."""

    town: str
    accent: str
    title: str
    others: tuple[tuple[str, str], ...]
    """Language and title, where somebody has reviewed it."""
    day: str
    hours: str
    venue: str
    village: str
    women_only: bool
    cancelled: bool
    is_demonstration: bool
    url: str
    shown: str
    """The address as somebody types it."""

    @property
    def fingerprint(self) -> str:
        """Of its words: another picture has another address, whatever a phone has kept."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:8]


def reviewed_titles(title: Localized) -> tuple[tuple[str, str], ...]:
    """A draft is not passed on from phone to phone."""
    tags = [tag for tag in LANGUAGES if tag != FRENCH and title.state(tag) is State.REVIEWED]
    return tuple((tag, title.others[tag].text) for tag in tags)


@lru_cache(maxsize=KEPT)
def card_png(card: Card) -> bytes:
    """The picture, as a PNG."""
    # Read at its first use: a site at rest does without its memory.
    import typst

    words = {name.replace("_", "-"): value for name, value in asdict(card).items()}
    others = [{"tag": tag, "title": title} for tag, title in card.others]
    data = {**words, "is_demonstration": card.is_demonstration, "others": others,
            "qr": qr_svg(card.url).decode()}
    picture: bytes = typst.compile(
        str(TEMPLATE), root=str(PACKAGE), format="png", ppi=144, ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    return with_palette(picture)
