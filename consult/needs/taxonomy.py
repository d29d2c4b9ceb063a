"""The taxonomy: domains, the needs in each, and the evidence for every need. Pure.

It is imported from a table with the columns of `data/needs-taxonomy.csv`, checked whole before anything of it
is kept, edited on the desk, and kept as versions that never change.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from consult.errors import N_
from consult.needs.evidence import BrokenRule, Rule, parse_rule
from consult.text import Localized

DATA = Path(__file__).parent / "data" / "needs-taxonomy.csv"
COLUMNS = ("code", "level", "parent", "label_fr", "definition_fr", "evidence_any", "evidence_strong",
           "free_text_cues_fr", "vulnerability_lens", "supply_or_context_indicator", "lead_actors")
NEEDED = ("code", "level", "parent", "label_fr")
MOST_ROWS, LONGEST_CELL = 500, 2000
_CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")


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


@dataclass(frozen=True)
class TableFault:
    """What is wrong with a table: row (the heading is 1), column, and a French sentence with its values."""

    row: int
    column: str
    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)


class BrokenTaxonomy(Exception):
    """The table cannot be taken in; nothing of it is."""

    def __init__(self, faults: Iterable[TableFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")


Row = Mapping[str, str]


def read_taxonomy(rows: Iterable[Row]) -> Taxonomy:
    """The taxonomy of a table. Raises BrokenTaxonomy with every fault and its place."""
    table = [{name: (row.get(name) or "").strip() for name in COLUMNS} for row in rows]
    faults = [*_check_size(table), *_check_cells(table), *_check_codes(table), *_check_parents(table)]
    if not faults:
        faults = [*_check_rules(table)]
    if faults:
        raise BrokenTaxonomy(faults)
    domains = [row for row in table if not row["parent"]]
    return Taxonomy(tuple(_domain(domain, table) for domain in domains))


def _check_size(table: list[dict[str, str]]) -> Iterator[TableFault]:
    if not table:
        yield TableFault(1, "code", N_("Ce tableau n’a aucune ligne."))
    if len(table) > MOST_ROWS:
        yield TableFault(MOST_ROWS + 2, "code", N_("Ce tableau a trop de lignes."))


def _check_cells(table: list[dict[str, str]]) -> Iterator[TableFault]:
    for number, row in enumerate(table, 2):
        for name, value in row.items():
            if name in NEEDED[:2] + NEEDED[3:] and not value:
                yield TableFault(number, name, N_("Cette case est vide."))
            elif value.startswith("=") and not name.startswith("evidence"):
                yield TableFault(number, name, N_("Cette case contient une formule."))
            elif len(value) > LONGEST_CELL:
                yield TableFault(number, name, N_("Cette case est trop longue."))


def _check_codes(table: list[dict[str, str]]) -> Iterator[TableFault]:
    times = Counter(row["code"] for row in table)
    for number, row in enumerate(table, 2):
        code = row["code"]
        if code and not _CODE.fullmatch(code):
            yield TableFault(number, "code", N_("Le code « %(code)s » doit ressembler à ACC-1."),
                             {"code": code})
        elif times[code] > 1:
            yield TableFault(number, "code", N_("Le code « %(code)s » est déjà pris."), {"code": code})


def _check_parents(table: list[dict[str, str]]) -> Iterator[TableFault]:
    """Two levels: domains without a parent, needs whose parent is a domain; so that no circle is possible."""
    domains = {row["code"] for row in table if not row["parent"]}
    known = {row["code"] for row in table}
    for number, row in enumerate(table, 2):
        parent, level = row["parent"], row["level"]
        if parent and parent not in known:
            yield TableFault(number, "parent", N_("Le domaine « %(parent)s » n’est pas dans le tableau."),
                             {"parent": parent})
        elif parent and parent not in domains:
            yield TableFault(number, "parent", N_("« %(parent)s » est lui-même dans un domaine, ou ils "
                                                  "tournent en rond."), {"parent": parent})
        elif level != ("2" if parent else "1"):
            yield TableFault(number, "level", N_("Le niveau est 1 pour un domaine, 2 pour un besoin."))


def _check_rules(table: list[dict[str, str]]) -> Iterator[TableFault]:
    for number, row in enumerate(table, 2):
        for name in ("evidence_any", "evidence_strong"):
            try:
                parse_rule(row[name])
            except BrokenRule as problem:
                yield TableFault(number, name, problem.fault.sentence, dict(problem.fault.values))


def _domain(row: Row, table: list[dict[str, str]]) -> Domain:
    needs = tuple(_need(other) for other in table if other["parent"] == row["code"])
    return Domain(row["code"], Localized(row["label_fr"]), Localized(row["definition_fr"]), needs)


def _need(row: Row) -> Need:
    cues = tuple(cue.strip() for cue in row["free_text_cues_fr"].split(",") if cue.strip())
    return Need(row["code"], Localized(row["label_fr"]), Localized(row["definition_fr"]),
                parse_rule(row["evidence_any"]), parse_rule(row["evidence_strong"]), cues,
                row["vulnerability_lens"], row["supply_or_context_indicator"], row["lead_actors"])


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
