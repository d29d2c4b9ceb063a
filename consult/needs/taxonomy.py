"""The needs that are looked for, in their domains, and the words that point at them. Pure, read from a file.

A statement is coded by a person. The words only put some needs on top of the list, never a tick beside one.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from consult.text import spelling, typeset

FILE = Path(__file__).parent / "data" / "needs-taxonomy.csv"
_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> str:
    """« Liste d'attente, PMI » → « liste d attente pmi »: what two texts are compared by."""
    return " ".join(_WORD.findall(spelling(text)))


@dataclass(frozen=True)
class Need:
    code: str
    domain: str
    label: str
    definition: str
    cues: tuple[str, ...] = ()
    """Words of families that point at it."""

    def is_cued_by(self, text: str) -> bool:
        said = f" {_words(text)} "
        return any(f" {_words(cue)} " in said for cue in self.cues)


@dataclass(frozen=True)
class Domain:
    code: str
    label: str
    definition: str
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Taxonomy:
    domains: tuple[Domain, ...]

    def __iter__(self) -> Iterator[Need]:
        return (need for domain in self.domains for need in domain.needs)

    @cached_property
    def by_code(self) -> Mapping[str, Need]:
        return {need.code: need for need in self}

    def known(self, codes: Iterable[str]) -> list[Need]:
        """The needs with these codes, in the order of the taxonomy; a code it has not is left out."""
        wanted = set(codes)
        return [need for need in self if need.code in wanted]

    def suggested(self, text: str) -> list[Need]:
        """Needs whose words are in a text."""
        return [need for need in self if need.is_cued_by(text)]


def _need(row: Mapping[str, str]) -> Need:
    cues = tuple(cue.strip() for cue in row["free_text_cues_fr"].split(",") if cue.strip())
    return Need(row["code"], row["parent"], typeset(row["label_fr"]), typeset(row["definition_fr"]), cues)


def _domain(row: Mapping[str, str], needs: Iterable[Need]) -> Domain:
    inside = tuple(need for need in needs if need.domain == row["code"])
    return Domain(row["code"], typeset(row["label_fr"]), typeset(row["definition_fr"]), inside)


def read_taxonomy(lines: Iterable[str]) -> Taxonomy:
    """Domains (level 1) and needs (level 2), in the order of the file."""
    rows = list(csv.DictReader(lines))
    needs = [_need(row) for row in rows if row["level"] == "2"]
    return Taxonomy(tuple(_domain(row, needs) for row in rows if row["level"] == "1"))


@cache
def taxonomy() -> Taxonomy:
    """The one that ships with the product."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return read_taxonomy(stream)
