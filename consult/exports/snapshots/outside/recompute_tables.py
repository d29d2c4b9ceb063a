"""The tables of a frozen diagnostic, made again from its document. Nothing of the application is used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

ALL, ANY = "all", object()
"""The group of all families, and a cell of words that come from elsewhere."""
COUNTS = ("base", "expressing", "strong", "priority")
DRAWN = {"voluntary": "volontaires", "random": "tirage au sort", "census": "toutes les familles"}
HEADINGS = ("context", "method", "limits", "tension", "orientations", "calendar")
Document = dict[str, Any]
Rows = Iterator[list[Any]]


def canonical_hash(document: Any) -> str:
    written = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def state(value: Any, absent: str = "masqué") -> str:
    return absent if value is None else "publié"


def ratio(part: int | None, whole: int | None) -> float | None:
    return round(part / whole, 4) if whole and part is not None else None


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def yes(condition: bool) -> str:
    return "oui" if condition else "non"


def figure_row(figure: Document, needs: dict[str, str], groups: dict[Any, str]) -> list[Any]:
    base, expressing, strong, priority = (figure[name] for name in COUNTS)
    campaign, need, profile, group = (figure[name] for name in ("campaign", "need", "profile", "group"))
    strong = strong if figure["asks_strong"] else None
    priority = priority if figure["asks_priority"] else None
    absent = {asks: "masqué" if figure[asks] else "sans objet" for asks in ("asks_strong", "asks_priority")}
    return [
        campaign, need, needs.get(need, ""), profile, group or ALL,
        groups.get((campaign, profile, group or ALL), ""), base, state(base), expressing, state(expressing),
        strong, state(strong, absent["asks_strong"]), priority, state(priority, absent["asks_priority"]),
        yes(base is None or expressing is None), ratio(expressing, base), ratio(strong, expressing),
        figure["weighted"], figure["low"], figure["high"]]


def group_rows(snapshot: Document) -> Rows:
    for campaign in snapshot["campaigns"]:
        yield [campaign["slug"], ALL, "Toutes les familles", ALL, "Toutes les familles"]
        for group in campaign["groups"]:
            yield [campaign["slug"], group["profile"], group["profile_label"]["fr"], group["code"],
                   group["label"]["fr"]]


def figure_rows(snapshot: Document) -> Rows:
    needs = {need["code"]: need["label"]["fr"] for need in snapshot["set_aside"]}
    needs.update((code, need["label"]["fr"]) for need in snapshot["needs"] for code in need["codes"])
    groups = {(row[0], row[1], row[3]): row[4] for row in group_rows(snapshot)}
    return (figure_row(figure, needs, groups)
            for campaign in snapshot["campaigns"] for figure in campaign["figures"])


def campaign_row(campaign: Document) -> list[Any]:
    met = campaign["gathered"]
    came = [cell for name in ("families", "present", "women")
            for cell in (met[name], state(met[name], "masqué ou inconnu"))]
    return [
        campaign["slug"], campaign["title"]["fr"], campaign["opens_on"], campaign["closes_on"],
        DRAWN[campaign["sampling"]], ANY, yes(campaign["is_demonstration"]), campaign["responses"],
        state(campaign["responses"]), met["meetings"], *came, met["statements"], campaign["counts"],
        campaign["small"], campaign["complements"], campaign["carried_from"]]


def kept_row(rank: int, need: Document) -> list[Any]:
    return [
        need["key"], rank, "|".join(need["codes"]), need["label"]["fr"], need["definition"]["fr"],
        need["domain"]["fr"], need["tier"], need["reason"], need["suggested"], need["suggested_because"],
        need["statement"], need["concerned"], need["offer"], "|".join(need["tension"])]


def indicator_rows(snapshot: Document) -> Rows:
    names = ("year", "nature", "source_title", "source_url", "note")
    for indicator in snapshot["indicators"]:
        words = [indicator[name] for name in ("family", "label", "definition", "unit")]
        for rank, each in enumerate(indicator["values"] or [{}], 1):
            value = each.get("value")
            yield [indicator["code"], rank, *words, each.get("place", ""), each.get("numerator"),
                   each.get("denominator"), value, state(value, "inconnu"),
                   *(each.get(name, "") for name in names)]


def supply_row(rank: int, each: Document) -> list[Any]:
    names = ("unit", "status", "year", "opening_hours", "manager", "source_title", "source_url", "note")
    return [rank, each["place"], each["kind"], each["name"], each["value"], state(each["value"], "inconnu"),
            *(each[name] for name in names)]


def method_rows(snapshot: Document) -> list[list[Any]]:
    names = ("slug", "number", "title", "territory", "frozen_on", "minimum_base", "minimum_count",
             "taxonomy_number", "taxonomy_hash")
    return [[ANY, ANY, str(value)]
            for value in (*(snapshot[name] for name in names), canonical_hash(snapshot))]


def of_campaigns(read: Callable[[Document], Any]) -> Callable[[Document], Any]:
    """The rows of every campaign, its own name in front."""
    return lambda snapshot: ([campaign["slug"], *row] for campaign in snapshot["campaigns"]
                             for row in read(campaign))


TABLES: dict[str, Callable[[Document], Any]] = {
    "chiffres": figure_rows,
    "groupes": group_rows,
    "consultations": lambda snapshot: map(campaign_row, snapshot["campaigns"]),
    "participation": of_campaigns(lambda campaign: (
        [way["code"], way["title"], row["code"], row["label"], row["count"], state(row["count"])]
        for way in campaign["participation"] for row in way["rows"])),
    "ecarts": of_campaigns(lambda campaign: (
        [rank, each["question"], each["label"], each["source"], rounded(each["population"]),
         rounded(each["responses"]), state(each["responses"])]
        for rank, each in enumerate(campaign["distances"], 1))),
    "questionnaires": of_campaigns(lambda campaign: (
        [each["number"], each["published_on"], each["content_hash"]] for each in campaign["questionnaires"])),
    "besoins_retenus": lambda snapshot: (kept_row(*each) for each in enumerate(snapshot["needs"], 1)),
    "besoins_ecartes": lambda snapshot: (
        [need["code"], need["label"]["fr"], need["reason"]] for need in snapshot["set_aside"]),
    "paroles": lambda snapshot: (
        [need["key"], rank, quote["words"], quote["language"], quote["in_french"],
         "réunion" if quote["is_statement"] else "questionnaire"]
        for need in snapshot["needs"] for rank, quote in enumerate(need["quotes"], 1)),
    "indicateurs": indicator_rows,
    "offre": lambda snapshot: (supply_row(*each) for each in enumerate(snapshot["supply"], 1)),
    "lieux": lambda snapshot: (
        [place[name] for name in ("code", "name", "kind", "parent", "latitude", "longitude")]
        for place in snapshot["places"]),
    "textes": lambda snapshot: (
        [heading, ANY, snapshot["texts"][heading]] for heading in HEADINGS if heading in snapshot["texts"]),
    "methode": method_rows,
}
