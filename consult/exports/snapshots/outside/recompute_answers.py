"""The counts of a frozen diagnostic, made again from the answers. Nothing of the application is used.

Of each need: who answered enough to say yes or no (`base`), who expresses it, who does so strongly, who names
it among the priorities. « I prefer not to say » is no answer.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

ALL, PLACE = "all", "place"
COUNTS = ("base", "expressing", "strong", "priority")
ASKS = {"strong": "asks_strong", "priority": "asks_priority"}
CHOOSING = ("select_one", "select_multiple", "rank")
NO_ANSWER, PRIORITY = "(sans réponse)", "priorité"
WAYS = {"mode": "_mode", "langue": "_langue"}
"""Ways of telling responses apart that are a column of the answers."""
Document = dict[str, Any]
Rule = list[list[tuple[str, frozenset[str]]]]
"""One alternative at least holds; all the terms of an alternative hold; one choice of a term was given."""
Found = tuple[str, Any, Any]
"""What is compared, what is published, what is found."""


class Unreadable(Exception):
    """The answers cannot be counted; the sentence says why."""


def parse_rule(written: str) -> Rule:
    alternatives = (each.split("&") for each in written.split(";") if each.strip())
    pairs = ([term.split("=") for term in alternative] for alternative in alternatives)
    return [[(question.strip(), frozenset(choice.strip() for choice in choices.split("|")))
             for question, choices in alternative] for alternative in pairs]


def questions_in(item: Document) -> Iterator[Document]:
    if "kind" in item:
        yield item
    for inner in item.get("items", ()):
        yield from questions_in(inner)


def is_contact(section: Document) -> bool:
    asked = [item.get("sensitivity", "") for item in section.get("items", ())
             if "kind" in item and item["kind"] not in ("note", "calculate", "hidden")]
    apart = bool(asked) and all("table séparée" in sensitivity for sensitivity in asked)
    return apart or "contact" in section.get("sensitivity", "")


class Version:
    """A questionnaire as rules see it: its choices, those that refuse, those that name a need themselves."""

    def __init__(self, document: Document, taxonomy: Document) -> None:
        sections = document.get("sections", ())
        questions = [each for section in sections for each in questions_in(section)]
        countable = [each for section in sections if not section.get("is_repeat") and not is_contact(section)
                     for each in questions_in(section) if each["kind"] in CHOOSING]
        self.choices = {each["name"]: {choice["name"]: choice.get("filters", {})
                                       for choice in each.get("choices", ())} for each in countable}
        self.refused = {question: {name for name, filters in choices.items()
                                   if filters.get("refusal", "").strip()}
                        for question, choices in self.choices.items()}
        self.priorities = {each["name"] for each in questions if each.get("topic") == PRIORITY}
        needs = (need for domain in taxonomy["domains"] for need in domain["needs"])
        self.rules = {need["code"]: self._rules(need) for need in needs}

    def _fitted(self, rule: Rule) -> Rule:
        """Without the choices, then the alternatives, that this version does not have."""
        cut = ([(question, choices & self.choices.get(question, {}).keys()) for question, choices in terms]
               for terms in rule)
        return [terms for terms in cut if all(choices for _question, choices in terms)]

    def _beside_choices(self, code: str, signs: tuple[str, ...]) -> Rule:
        """Evidence written in the column `need` of the choices: the code, and `!` after it where strong."""
        return [[(question, frozenset({name}))] for question, choices in self.choices.items()
                for name, filters in choices.items() for written in filters.get("need", "").split(";")
                if written.strip() in [code + sign for sign in signs]]

    def _rules(self, need: Document) -> tuple[Rule, Rule, Rule]:
        code = need["code"]
        evidence = self._fitted(parse_rule(need["evidence"]) + self._beside_choices(code, ("", "!")))
        strong = self._fitted(parse_rule(need["strong"]) + self._beside_choices(code, ("!",)))
        priority = [terms for terms in evidence + strong
                    if all(question in self.priorities for question, _choices in terms)]
        return evidence, strong, priority


class Family:
    """A row of the answers."""

    def __init__(self, row: dict[str, str], columns: dict[str, list[str]], version: Version) -> None:
        self.row, self.columns, self.version = row, columns, version

    def chosen(self, question: str) -> set[str]:
        """A question that changed kind has a column for each: one at most is filled."""
        cell = next((self.row[name] for name in self.columns.get(question, ()) if self.row[name]), "")
        return set() if cell == NO_ANSWER else set(cell.lstrip("'").split())

    def said(self, question: str) -> bool:
        chosen = self.chosen(question)
        return bool(chosen) and not chosen & self.version.refused[question]

    def follows(self, rule: Rule) -> bool:
        return any(all(self.chosen(question) & choices for question, choices in terms) for terms in rule)

    def counts(self, evidence: Rule, strong: Rule, priority: Rule) -> Iterator[str]:
        """In which counts of a need the family is."""
        expressing = self.follows(evidence)
        if expressing or any(all(self.said(question) for question, _choices in terms) for terms in evidence):
            yield "base"
        if expressing:
            yield "expressing"
            yield from (name for name, rule in (("strong", strong), ("priority", priority))
                        if self.follows(rule))


def columns_of(names: Iterable[str]) -> dict[str, list[str]]:
    """By question, the columns that may hold its answer: its own, then those of its older kinds."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name, []).append(name)
        if older := re.fullmatch(r"(.+)_v\d+", name):
            found.setdefault(older[1], []).append(name)
    return found


def read_answers(path: Path) -> Iterator[dict[str, str]]:
    """The responses one by one, of an archive or of its main table."""
    with ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(path.open("rb"))
        if zipfile.is_zipfile(file):
            file = stack.enter_context(zipfile.ZipFile(file).open("reponses.csv"))
        else:
            file.seek(0)
        reader = csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", newline=""), delimiter=";")
        if "_version" not in (reader.fieldnames or ()):
            raise Unreadable("Ce fichier n’a pas les codes. Refaites-le avec : consult export … --codes")
        yield from reader


class Counting:
    """Everything that is counted of one campaign, answer by answer."""

    def __init__(self, folder: Path, campaign: Document) -> None:
        if not (folder / "taxonomie.json").is_file():
            raise Unreadable("Ce dossier n’a pas les règles des besoins : les nombres ne se recomptent pas.")
        taxonomy = json.loads((folder / "taxonomie.json").read_bytes())
        names = {each["number"]: f"{campaign['slug']}-{each['number']}.json"
                 for each in campaign["questionnaires"]}
        self.versions = {str(number): Version(json.loads((folder / name).read_bytes()), taxonomy)
                         for number, name in names.items()}
        with (folder / "groupes.csv").open(encoding="utf-8", newline="") as file:
            self.groups = [(row["profil"], row["groupe"], row["question"], set(row["choix"].split("|")))
                           for row in csv.DictReader(file) if row["consultation"] == campaign["slug"]]
        self.needs: Counter[tuple[str, ...]] = Counter()
        self.ways: Counter[tuple[str, str]] = Counter()
        self.total = 0

    def add(self, row: dict[str, str], columns: dict[str, list[str]]) -> None:
        if row["_version"] not in self.versions:
            raise Unreadable(f"La version {row['_version']} du questionnaire n’est pas dans ce diagnostic.")
        version = self.versions[row["_version"]]
        family = Family(row, columns, version)
        inside = [(profile, group) for profile, group, question, choices in self.groups
                  if family.chosen(question) & choices]
        self.total += 1
        self.ways.update([(way, row[column]) for way, column in WAYS.items()])
        self.ways.update(pair for pair in inside if pair[0] == PLACE)
        for need, rules in version.rules.items():
            for what in family.counts(*rules):
                self.needs.update((need, *group, what) for group in [(ALL, ""), *inside])


def _figures(campaign: Document, counting: Counting) -> Iterator[Found]:
    for figure in campaign["figures"]:
        key = tuple(figure[name] for name in ("need", "profile", "group"))
        for what in COUNTS:
            if figure[what] is not None and figure.get(ASKS.get(what, ""), True):
                yield " ".join((campaign["slug"], *key, what)), figure[what], counting.needs[(*key, what)]


def recount(folder: Path, campaign: Document, path: Path) -> Iterator[Found]:
    """Each published count of a campaign beside what its answers say. Raises Unreadable."""
    counting, columns = Counting(folder, campaign), None
    for row in read_answers(path):
        columns = columns or columns_of(row)
        counting.add(row, columns)
    if campaign["responses"] is not None:
        yield f"{campaign['slug']} réponses", campaign["responses"], counting.total
    for way in campaign["participation"]:
        for row in way["rows"]:
            if row["count"] is not None and way["code"] in (*WAYS, PLACE):
                key = (way["code"], row["code"])
                yield " ".join((campaign["slug"], *key)), row["count"], counting.ways[key]
    yield from _figures(campaign, counting)
