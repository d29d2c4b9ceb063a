#!/usr/bin/env python3
"""Recompute a frozen diagnostic outside the application: Python 3.9 or later, nothing to install.

    python3 recompute.py                             the figures, shares and hashes of this folder
    python3 recompute.py reponses.zip                and the counts, from the answers (exported with --codes)
    python3 recompute.py CONSULTATION=reponses.zip   the same, where the diagnostic has several campaigns

It prints « égal », or each difference, and leaves with 0 or 1.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FOLDERS = {"csv": ";", "donnees-ouvertes": ","}
PRIVATE = ("paroles",)
"""Tables that are no open data."""
SHOWN = 20
# The two files beside this one, wherever it is run from; nothing is added to the folder.
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True
tables = importlib.import_module("recompute_tables")
answers = importlib.import_module("recompute_answers")


class Findings:
    def __init__(self) -> None:
        self.compared = 0
        self.differences: list[str] = []

    def check(self, is_same: bool, what: str, published: Any, found: Any) -> None:
        self.compared += 1
        if not is_same:
            self.differences.append(f"{what} : publié {published}, recalculé {found}")


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")


def bare(text: str) -> str:
    """Without spaces, marks that take no room, and the quotes that keep a spreadsheet from running a text."""
    return "".join(sign for sign in text if sign.isprintable() and sign not in "' ")


def alike(cell: str, value: Any) -> bool:
    if value is tables.ANY:
        return True
    if isinstance(value, (int, float)):
        return number(cell) == float(f"{value:.15g}")
    return bare(cell) == bare(value or "")


def number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return None


def check_table(path: Path, separator: str, expected: list[list[Any]], findings: Findings) -> None:
    name = path.relative_to(HERE).as_posix()
    if not path.is_file():
        findings.check(False, name, "absent", f"{len(expected)} lignes")
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file, delimiter=separator)) or [[]]
    findings.check(len(rows) == len(expected), f"{name}, lignes", len(rows), len(expected))
    for line, (row, values) in enumerate(zip(rows, expected), 2):  # noqa: B905, Python 3.9 has no strict
        findings.check(len(row) == len(values), f"{name}, ligne {line}, cellules", len(row), len(values))
        for column, cell, value in zip(head, row, values):  # noqa: B905
            findings.check(alike(cell, value), f"{name}, ligne {line}, « {column} »", cell, value)


def check_tables(snapshot: dict[str, Any], findings: Findings) -> None:
    for name, rows_of in tables.TABLES.items():
        expected = list(rows_of(snapshot))
        for folder, separator in FOLDERS.items():
            if folder == "csv" or name not in PRIVATE:
                check_table(HERE / folder / f"{name}.csv", separator, expected, findings)


def parts_and_wholes(campaign: dict[str, Any]) -> Iterator[tuple[str, int | None, int | None]]:
    """Counts that can never be larger than others."""
    for figure in campaign["figures"]:
        name = " ".join(figure[each] for each in ("campaign", "need", "profile", "group"))
        yield f"{name} expriment", figure["expressing"], figure["base"]
        yield f"{name} fortement", figure["strong"], figure["expressing"]
        yield f"{name} prioritaire", figure["priority"], figure["expressing"]
    whole = {figure["need"]: figure for figure in campaign["figures"] if figure["profile"] == tables.ALL}
    for need, figure in whole.items():
        places = [each for each in campaign["figures"] if (each["need"], each["profile"]) == (need, "place")]
        for what in tables.COUNTS:
            yield f"{need} {what}, somme des lieux", sum(each[what] or 0 for each in places), figure[what]
    for way in campaign["participation"]:
        shown = sum(row["count"] or 0 for row in way["rows"])
        yield f"{campaign['slug']} {way['code']}, somme des réponses", shown, campaign["responses"]


def check_totals(snapshot: dict[str, Any], findings: Findings) -> None:
    for campaign in snapshot["campaigns"]:
        for what, part, whole in parts_and_wholes(campaign):
            if part is not None and whole is not None:
                findings.check(part <= whole, f"{what}, au plus", part, whole)


def check_hashes(snapshot: dict[str, Any], findings: Findings) -> None:
    """The files are those of the list, and the rules are those the diagnostic was made by."""
    for line in (HERE / "MANIFEST").read_text(encoding="utf-8").splitlines():
        published, name = line.split("  ", 1)
        path = HERE / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"
        findings.check(published == found, name, published, found)
    rules = {"taxonomie.json": snapshot["taxonomy_hash"], **{
        f"{campaign['slug']}-{each['number']}.json": each["content_hash"]
        for campaign in snapshot["campaigns"] for each in campaign["questionnaires"]}}
    for name, published in rules.items():
        if (path := HERE / "regles" / name).is_file():
            found = tables.canonical_hash(json.loads(path.read_bytes()))
            findings.check(published == found, f"regles/{name}, empreinte", published, found)


def check_answers(snapshot: dict[str, Any], given: str, findings: Findings) -> None:
    slug, _equals, path = given.rpartition("=")
    found = [each for each in snapshot["campaigns"] if slug in ("", each["slug"])]
    if len(found) != 1:
        known = ", ".join(each["slug"] for each in snapshot["campaigns"])
        raise answers.Unreadable(f"Dites de quelle consultation : CONSULTATION=fichier. Ici : {known}.")
    if found[0]["carried_from"] is not None:
        say(f"Ils viennent du diagnostic n° {found[0]['carried_from']}. Les réponses ont pu changer.")
    for what, published, counted in answers.recount(HERE / "regles", found[0], Path(path)):
        findings.check(published == counted, what, published, counted)


def conclude(findings: Findings) -> int:
    for difference in findings.differences[:SHOWN]:
        say(difference)
    if len(findings.differences) > SHOWN:
        say(f"… et {len(findings.differences) - SHOWN} autres différences")
    say(f"{'différent' if findings.differences else 'égal'} ({findings.compared} comparaisons)")
    return 1 if findings.differences else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Recalcule un diagnostic figé, sans l’application.")
    parser.add_argument("reponses", nargs="*", metavar="REPONSES",
                        help="réponses exportées avec les codes : fichier.zip, ou CONSULTATION=fichier.zip")
    given, findings = parser.parse_args().reponses, Findings()
    snapshot = json.loads((HERE / "snapshot.json").read_bytes())
    say(f"{snapshot['title']}, figé le {snapshot['frozen_on']} : {tables.canonical_hash(snapshot)}")
    try:
        check_hashes(snapshot, findings)
        check_tables(snapshot, findings)
        check_totals(snapshot, findings)
        for each in given:
            check_answers(snapshot, each, findings)
    except (answers.Unreadable, OSError) as problem:
        say(str(problem))
        return 1
    return conclude(findings)


if __name__ == "__main__":
    # A console that lacks a sign shows another in its place.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main())
