"""Where answers are still missing: places with few of them, by a rule that the page states. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 30
"""Below this many answers hardly anything can be said of a place."""
LEAST_OF_ITS_SHARE = 0.5
"""A place known to hold a tenth of the people should give at least a twentieth of the answers."""


@dataclass(frozen=True)
class Place:
    """A place, the answers it gave, and what is known of its size."""

    code: str
    name: str
    count: int
    share_of_people: float | None = None
    """Among the places whose population is known."""
    share_of_answers: float | None = None
    """Among the same places."""

    @property
    def is_below_share(self) -> bool:
        if self.share_of_people is None or self.share_of_answers is None:
            return False
        return self.share_of_answers < LEAST_OF_ITS_SHARE * self.share_of_people

    @property
    def has_few(self) -> bool:
        return self.count < FEWEST or self.is_below_share


def coverage(counts: Mapping[str, int], names: Mapping[str, str],
             populations: Mapping[str, int | None]) -> list[Place]:
    """Every place that the questionnaire names and the territory knows, the fewest answers first."""
    known = {code: people for code in counts if (people := populations.get(code))}
    people, answers = sum(known.values()), sum(counts[code] for code in known)
    comparable = len(known) > 1 and answers > 0
    places = [Place(code, names.get(code, code), count,
                    known[code] / people if comparable and code in known else None,
                    count / answers if comparable and code in known else None)
              for code, count in counts.items() if code in populations]
    return sorted(places, key=lambda place: (place.count, place.name))
