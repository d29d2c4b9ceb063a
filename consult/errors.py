"""Refusals: words of the trade, turned into pages in one place (`web/errors.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(message: str) -> str:  # noqa: N802, the gettext convention
    """Mark a French sentence for the catalogue; it is translated where it is shown."""
    return message


class Refused(Exception):
    """Something asked that the trade forbids. `status` is the HTTP code, `sentence` is for the reader."""

    status = 409
    sentence = N_("Cette action n’est pas possible maintenant.")

    def __init__(self, sentence: str | None = None, **values: object) -> None:
        self.sentence = sentence or type(self).sentence
        self.values = values
        super().__init__(self.sentence % values if values else self.sentence)


class NotFound(Refused):
    """There is nothing under that name."""

    status = 404
    sentence = N_("Cette page n’existe pas ou n’existe plus.")


@dataclass(frozen=True)
class TableFault:
    """What is wrong with a table: row, column, and a French sentence with its values."""

    row: int
    column: str
    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence
