"""Places as people name them: by their code, by their name, or by another name they have. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Protocol

from consult.text import folded


class Named(Protocol):
    """A place, with its other names separated by `;`."""

    code: str
    name: str
    other_names: str


@dataclass(frozen=True)
class Gazetteer:
    names: Mapping[str, tuple[str, ...]]
    """Code → every name of the place, the usual one first."""

    @classmethod
    def of(cls, places: Iterable[Named]) -> Gazetteer:
        return cls({place.code: (place.name, *filter(None, place.other_names.split(";")))
                    for place in places})

    def name(self, code: str) -> str:
        """The usual name; a code that nobody knows stands for itself."""
        return self.names[code][0] if code in self.names else code

    @cached_property
    def _folded(self) -> Mapping[str, tuple[str, ...]]:
        return {code: tuple(map(folded, names)) for code, names in self.names.items()}

    def find(self, written: str) -> Sequence[str]:
        """The codes of the places that this may be; a usual name goes before a second name."""
        if written in self.names:
            return (written,)
        wanted = folded(written)
        usual = [code for code, names in self._folded.items() if names[0] == wanted]
        return usual or [code for code, names in self._folded.items() if wanted in names]

    def near(self, written: str) -> str:
        """The usual name of the place that was probably meant; empty where nothing is like it."""
        known = {folded(name): names[0] for names in self.names.values() for name in names}
        found = get_close_matches(folded(written), known, n=1, cutoff=0.75)
        return known[found[0]] if found else ""
