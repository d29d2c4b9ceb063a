"""The taxonomy: domains, the needs in each, and the evidence for every need. Pure.

It is imported from a table with the columns of `data/needs-taxonomy.csv`, checked whole before anything of it
is kept, edited on the desk, and kept as versions that never change.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from consult.needs.evidence import Rule, parse_rule
from consult.needs.taxonomy_table import TRANSLATIONS, YES, BrokenTaxonomy, Line, Row, cleaned, faults_of
from consult.text import Localized, State

DATA = Path(__file__).parent / "data" / "needs-taxonomy.csv"


@dataclass(frozen=True)
class Need:
    code: str
    label: Localized
    definition: Localized = field(default_factory=Localized)
    evidence: Rule = Rule()
    strong: Rule = Rule()
    cues: tuple[str, ...] = ()
    """Words that often stand for it in free text, in French."""
    vulnerability: str = ""
    """Whom it weighs on more."""
    indicator: str = ""
    """What is known of supply or context."""
    actors: str = ""

    @property
    def domain(self) -> str:
        return self.code.rsplit("-", 1)[0]


@dataclass(frozen=True)
class Domain:
    code: str
    label: Localized
    definition: Localized
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Taxonomy:
    domains: tuple[Domain, ...]

    def needs(self) -> Iterator[Need]:
        for domain in self.domains:
            yield from domain.needs

    def by_code(self) -> dict[str, Need]:
        return {need.code: need for need in self.needs()}

    def with_need(self, changed: Need) -> Taxonomy:
        """The taxonomy with one of its needs written again."""
        return Taxonomy(tuple(replace(domain, needs=tuple(
            changed if need.code == changed.code else need for need in domain.needs))
            for domain in self.domains))

    def to_document(self) -> dict[str, Any]:
        return {"schema": 1, "domains": [_domain_document(domain) for domain in self.domains]}

    @property
    def content_hash(self) -> str:
        """SHA-256 of the canonical document, hexadecimal."""
        canonical = json.dumps(self.to_document(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def read_taxonomy(rows: Iterable[Row]) -> Taxonomy:
    """The taxonomy of a table without its heading. Raises BrokenTaxonomy with every fault and its place."""
    return read_lines(enumerate(rows, 2))


def read_lines(lines: Iterable[Line]) -> Taxonomy:
    """The same, from rows that know their number in the file."""
    table = [(number, cleaned(row)) for number, row in lines]
    if faults := faults_of(table):
        raise BrokenTaxonomy(faults)
    rows = [row for _number, row in table]
    return Taxonomy(tuple(_domain(row, rows) for row in rows if not row["parent"]))


def _label(row: Row) -> Localized:
    """French, and what is written in other languages: a draft unless somebody read it again."""
    label = Localized(row["label_fr"])
    for name, tag in TRANSLATIONS.items():
        state = State.REVIEWED if row[f"{name}_reviewed"].lower() in YES else State.DRAFT
        label = label.with_translation(tag, row[name], state=state)
    return label


def _domain(row: Row, rows: list[dict[str, str]]) -> Domain:
    needs = tuple(_need(other) for other in rows if other["parent"] == row["code"])
    return Domain(row["code"], _label(row), Localized(row["definition_fr"]), needs)


def cues_of(written: str) -> tuple[str, ...]:
    """Words separated by commas."""
    return tuple(cue.strip() for cue in written.split(",") if cue.strip())


def _need(row: Row) -> Need:
    return Need(row["code"], _label(row), Localized(row["definition_fr"]),
                parse_rule(row["evidence_any"]), parse_rule(row["evidence_strong"]),
                cues_of(row["free_text_cues_fr"]), row["vulnerability_lens"],
                row["supply_or_context_indicator"], row["lead_actors"])


def rows_of(taxonomy: Taxonomy) -> Iterator[dict[str, str]]:
    """The table that gives this taxonomy: each domain, then its needs."""
    for domain in taxonomy.domains:
        yield cleaned({"code": domain.code, "level": "1", "definition_fr": domain.definition.french,
                       **_label_cells(domain.label)})
        for need in domain.needs:
            yield {**need_row(need), "parent": domain.code}


def _label_cells(label: Localized) -> dict[str, str]:
    cells = {"label_fr": label.french}
    for name, tag in TRANSLATIONS.items():
        if written := label.others.get(tag):
            cells[name] = written.text
            cells[f"{name}_reviewed"] = "oui" if label.state(tag) is State.REVIEWED else "non"
    return cells


def need_row(need: Need) -> dict[str, str]:
    """A need as a row of the table, but for its domain."""
    return cleaned({
        "code": need.code, "level": "2", **_label_cells(need.label), "definition_fr": need.definition.french,
        "evidence_any": str(need.evidence), "evidence_strong": str(need.strong),
        "free_text_cues_fr": ", ".join(need.cues), "vulnerability_lens": need.vulnerability,
        "supply_or_context_indicator": need.indicator, "lead_actors": need.actors})


def _need_document(need: Need) -> dict[str, Any]:
    return {"code": need.code, "label": need.label.to_json(), "definition": need.definition.to_json(),
            "evidence": str(need.evidence), "strong": str(need.strong), "cues": list(need.cues),
            "vulnerability": need.vulnerability, "indicator": need.indicator, "actors": need.actors}


def _domain_document(domain: Domain) -> dict[str, Any]:
    return {"code": domain.code, "label": domain.label.to_json(), "definition": domain.definition.to_json(),
            "needs": [_need_document(need) for need in domain.needs]}


def _need_from(document: Mapping[str, Any]) -> Need:
    return Need(document["code"], Localized.from_json(document["label"]),
                Localized.from_json(document["definition"]), parse_rule(document["evidence"]),
                parse_rule(document["strong"]), tuple(document["cues"]), document["vulnerability"],
                document["indicator"], document["actors"])


def from_document(document: Mapping[str, Any]) -> Taxonomy:
    """The taxonomy a version holds. The document was checked when it was made."""
    return Taxonomy(tuple(
        Domain(domain["code"], Localized.from_json(domain["label"]),
               Localized.from_json(domain["definition"]), tuple(map(_need_from, domain["needs"])))
        for domain in document["domains"]))


def shipped_taxonomy() -> Taxonomy:
    """The one this release ships: 10 domains, 36 needs, for the shipped questionnaire."""
    with DATA.open(encoding="utf-8", newline="") as stream:
        return read_taxonomy(csv.DictReader(stream))
