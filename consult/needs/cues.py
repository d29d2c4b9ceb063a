"""Needs whose words are in a text, and needs by their codes. Pure."""

from collections.abc import Iterable

from consult.needs.letters import folded
from consult.needs.taxonomy import Need, Taxonomy


def is_cued_by(need: Need, text: str) -> bool:
    said = f" {folded(text)} "
    return any(f" {folded(cue)} " in said for cue in need.cues)


def suggested(taxonomy: Taxonomy, text: str) -> list[Need]:
    """In the order of the taxonomy."""
    return [need for need in taxonomy.needs() if is_cued_by(need, text)]


def known(taxonomy: Taxonomy, codes: Iterable[str]) -> list[Need]:
    """The needs with these codes, in the order of the taxonomy; a code it has not is left out."""
    wanted = set(codes)
    return [need for need in taxonomy.needs() if need.code in wanted]
