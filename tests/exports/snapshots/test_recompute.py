"""The script that leaves with the files: it says equal of ours, and different of whatever was touched."""

from __future__ import annotations

import ast
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from consult.campaigns.models import Sampling
from consult.diagnostic.snapshot import Snapshot
from consult.exports.snapshots import outside
from consult.exports.snapshots.archive import SCRIPTS
from consult.exports.values import Words
from consult.needs.evidence import Rule, parse_rule
from consult.needs.taxonomy import shipped_taxonomy
from consult.surveys.questions import Choice, Kind, Question, Section
from tests.diagnostic.frozen import CAMPAIGN, a_campaign_used, a_snapshot
from tests.exports.snapshots.dossier import (
    RULES,
    a_dossier,
    an_empty_snapshot,
    an_export,
    forge,
    recompute,
    with_attacks,
)
from tests.needs.families import documents
from tests.needs.test_estimates import FAMILIES, QUESTIONNAIRE
from tests.test_formulas import ATTACKS, HARMLESS


def test_the_scripts_need_nothing_but_python() -> None:
    folder, known = Path(outside.__file__).parent, {*sys.stdlib_module_names}
    trees = [ast.parse((folder / name).read_text(encoding="utf-8")) for name in SCRIPTS]
    imported = {name for tree in trees for node in ast.walk(tree) for name in (
        [each.name for each in node.names] if isinstance(node, ast.Import)
        else [node.module or ""] if isinstance(node, ast.ImportFrom) else [])}

    assert {name for name in imported if name.split(".")[0] not in known} == set()


@pytest.mark.parametrize("snapshot", [
    a_snapshot(), an_empty_snapshot(), a_snapshot(campaigns=(a_campaign_used(Sampling.RANDOM),)),
    with_attacks([*ATTACKS, *HARMLESS])], ids=["whole", "empty", "drawn", "formulas"])
def test_our_own_files_are_equal(tmp_path: Path, snapshot: Snapshot) -> None:
    done = recompute(a_dossier(tmp_path, snapshot))

    assert (done.returncode, done.stderr) == (0, "")
    assert "égal (" in done.stdout
    assert snapshot.content_hash in done.stdout


@pytest.mark.parametrize(("name", "old", "new"), [
    ("csv/chiffres.csv", ";296;publié;141;", ";296;publié;142;"),
    ("csv/chiffres.csv", "0,4764", "0,4765"),
    ("csv/chiffres.csv", "masqué", "publié"),
    ("csv/participation.csv", ";288;", ";289;"),
    ("csv/paroles.csv", "personne", "quelqu’un"),
    ("csv/methode.csv", "2026-11-26", "2026-11-27"),
    ("donnees-ouvertes/chiffres.csv", ",0.6667,", ",0.6666,"),
    ("donnees-ouvertes/indicateurs.csv", "7400", "7500"),
    ("donnees-ouvertes/besoins_retenus.csv", ",A,", ",B,"),
    ("snapshot.json", '"expressing":141', '"expressing":142'),
    ("snapshot.json", '"expressing":141', '"expressing":841'),
])
def test_a_figure_that_was_touched_is_found(tmp_path: Path, name: str, old: str, new: str) -> None:
    dossier = a_dossier(tmp_path)

    forge(dossier, name, old, new)

    done = recompute(dossier)
    assert done.returncode == 1
    assert "différent (" in done.stdout


def test_a_file_that_is_not_the_listed_one_is_found(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, extra=[("rapports/une-page.pdf", b"%PDF")])
    (dossier / "rapports/une-page.pdf").write_bytes(b"%PDG")
    (dossier / "csv/lieux.csv").unlink()

    done = recompute(dossier)

    assert done.returncode == 1
    assert "rapports/une-page.pdf" in done.stdout
    assert "csv/lieux.csv : publié absent" in done.stdout


def test_counts_are_made_again_from_the_answers(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, rules=RULES)
    without = recompute(dossier)

    done = recompute(dossier, an_export(tmp_path / "reponses.zip"))

    assert (done.returncode, done.stderr) == (0, "")
    published = sum(
        value is not None for figure in a_snapshot().figures() for value in (
            figure.base, figure.expressing, figure.strong if figure.asks_strong else None,
            figure.priority if figure.asks_priority else None))
    assert comparisons(done.stdout) - comparisons(without.stdout) > published > 500


def comparisons(said: str) -> int:
    return int(said.rpartition("(")[2].split()[0])


def test_a_family_that_is_missing_is_found(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, rules=RULES)

    done = recompute(dossier, an_export(tmp_path / "reponses.zip", documents(FAMILIES)[:-1]))

    assert done.returncode == 1
    assert f"{CAMPAIGN} réponses : publié 300, recalculé 299" in done.stdout


def test_what_families_prefer_not_to_say_is_no_answer(tmp_path: Path) -> None:
    """A script that took refusals for answers would find larger bases."""
    dossier, export = a_dossier(tmp_path, rules=RULES), an_export(tmp_path / "reponses.zip")

    forge(dossier, "recompute_answers.py", " and not chosen & self.version.refused[question]", "")

    done = recompute(dossier, export)
    assert done.returncode == 1
    assert " base : publié " in done.stdout


def test_a_question_of_another_kind_in_another_version_is_not_mixed_up(tmp_path: Path) -> None:
    """An older version asked it as a text: in the export its column has another name."""
    first, *others = QUESTIONNAIRE.sections
    older = replace(QUESTIONNAIRE, sections=tuple(_with_text(section) for section in (first, *others)))
    assert older != QUESTIONNAIRE
    campaign = a_campaign_used()
    [used] = campaign.questionnaires
    versions = (replace(used, number=2), replace(used, content_hash=older.content_hash))
    snapshot = a_snapshot(campaigns=(replace(campaign, questionnaires=versions),))
    rules = replace(RULES, questionnaires={(CAMPAIGN, 1): older, (CAMPAIGN, 2): QUESTIONNAIRE})
    export = an_export(tmp_path / "reponses.zip", questionnaires=(older, QUESTIONNAIRE))

    done = recompute(a_dossier(tmp_path, snapshot, rules=rules), export)

    assert (done.returncode, done.stderr) == (0, "")


def _is_wish(item: Question | Section) -> bool:
    return isinstance(item, Question) and item.name == "garde_souhaitee"


def _with_text(section: Section) -> Section:
    return replace(section, items=tuple(
        replace(item, kind=Kind.TEXT, choices=()) if _is_wish(item) else item for item in section.items))


def test_rules_that_were_touched_are_found(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, rules=RULES)

    forge(dossier, "regles/taxonomie.json", "garde_souhaitee=creche", "garde_souhaitee=famille")

    done = recompute(dossier)
    assert done.returncode == 1
    assert "regles/taxonomie.json, empreinte" in done.stdout


@pytest.mark.parametrize(("words", "rules", "given", "said"), [
    (Words.LABELS, RULES, "{}", "Refaites-le avec"),
    (Words.CODES, None, "{}", "n’a pas les règles"),
    (Words.CODES, RULES, "autre={}", f"Ici : {CAMPAIGN}."),
    (Words.CODES, RULES, "{}.absent", "No such file"),
], ids=["labels", "no rules", "another campaign", "no file"])
def test_answers_that_cannot_be_counted_are_said(tmp_path: Path, words: Words, rules: object, given: str,
                                                 said: str) -> None:
    dossier = a_dossier(tmp_path, rules=rules)
    export = an_export(tmp_path / "reponses.zip", words=words)

    done = recompute(dossier, given.format(export))

    assert (done.returncode, done.stderr) == (1, "")
    assert said in done.stdout


def test_a_need_written_beside_a_choice_is_counted_too(tmp_path: Path) -> None:
    """The rule moves from the taxonomy to the questionnaire: not one count changes."""
    taxonomy, creche = shipped_taxonomy(), parse_rule("garde_souhaitee=creche").alternatives
    need = taxonomy.by_code()["ACC-1"]
    left = tuple(each for each in need.evidence.alternatives if each not in creche)
    assert len(left) == len(need.evidence.alternatives) - 1
    changed = taxonomy.with_need(replace(need, evidence=Rule(left)))
    sections = tuple(_with_need(section) for section in QUESTIONNAIRE.sections)
    questionnaire = replace(QUESTIONNAIRE, sections=sections)
    campaign = a_campaign_used()
    used = replace(campaign.questionnaires[0], content_hash=questionnaire.content_hash)
    snapshot = a_snapshot(campaigns=(replace(campaign, questionnaires=(used,)),),
                          taxonomy_hash=changed.content_hash)
    rules = replace(RULES, taxonomy=changed, questionnaires={(CAMPAIGN, 1): questionnaire})

    done = recompute(a_dossier(tmp_path, snapshot, rules=rules), an_export(tmp_path / "reponses.zip"))

    assert (done.returncode, done.stderr) == (0, "")


def _with_need(section: Section) -> Section:
    return replace(section, items=tuple(
        replace(item, choices=tuple(map(_named, item.choices))) if _is_wish(item) else item
        for item in section.items))


def _named(choice: Choice) -> Choice:
    named = {**choice.filters, "need": "ACC-1"}
    return replace(choice, filters=named) if choice.name == "creche" else choice
