"""The needs to choose from beside a text: suggestions first, then what was looked for, then all. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from consult.needs.letters import folded
from consult.needs.taxonomy import Domain, Need, Taxonomy


@dataclass(frozen=True)
class Pick:
    need: Need
    is_ticked: bool
    key: str = ""
    """The key of the keyboard that ticks it."""

    @property
    def cues(self) -> str:
        """What it is found by besides what is read on the page."""
        return " ".join((self.need.code, *self.need.cues))


@dataclass(frozen=True)
class Picker:
    first: tuple[Pick, ...]
    """Suggestions in order, then whatever else is ticked."""
    found: tuple[Pick, ...]
    """What the words looked for lead to."""
    others: tuple[tuple[Domain, tuple[Pick, ...]], ...]
    searched: str = ""


def _matches(need: Need, domain: Domain, words: Collection[str]) -> bool:
    said = (need.code, need.label.french, need.definition.french, domain.label.french, *need.cues)
    return all(word in folded(" ".join(said)) for word in words)


def picker(taxonomy: Taxonomy, *, first: Iterable[str], ticked: Collection[str], searched: str = "",
           keys: int = 0) -> Picker:
    """Each need once. The first `keys` of the first ones have a key of their own."""
    needs = taxonomy.by_code()
    on_top = [code for code in dict.fromkeys((*first, *sorted(ticked))) if code in needs]
    words = folded(searched).split()
    found = [need.code for domain in taxonomy.domains for need in domain.needs
             if words and need.code not in on_top and _matches(need, domain, words)]
    shown = {*on_top, *found}
    rest = ((domain, tuple(Pick(need, False) for need in domain.needs if need.code not in shown))
            for domain in taxonomy.domains)
    return Picker(
        tuple(Pick(needs[code], code in ticked, str(place) if place <= keys else "")
              for place, code in enumerate(on_top, 1)),
        tuple(Pick(needs[code], False) for code in found),
        tuple((domain, picks) for domain, picks in rest if picks), searched)
