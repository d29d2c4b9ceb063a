"""The archive of everything: listed, checked, the same each time, and made by the rules it says."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import stat
import subprocess
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from consult.diagnostic.snapshot import Snapshot
from consult.exports.snapshots.archive import WrongName, snapshot_files, snapshot_zip
from consult.exports.snapshots.package import package_files
from consult.exports.snapshots.rule_files import OtherRules, RulesUsed
from consult.exports.taxonomies import read_taxonomy_file
from consult.needs.evidence import Rule
from consult.needs.taxonomy import shipped_taxonomy
from tests.diagnostic.frozen import CAMPAIGN, a_snapshot
from tests.exports.snapshots.dossier import RULES, a_dossier, an_empty_snapshot
from tests.needs.test_estimates import QUESTIONNAIRE

REPORT = ("rapports/une-page.pdf", b"%PDF-1.7")


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
@pytest.mark.parametrize("snapshot", [a_snapshot(), an_empty_snapshot()], ids=["whole", "empty"])
def test_sha256sum_checks_the_list(tmp_path: Path, snapshot: Snapshot) -> None:
    dossier = a_dossier(tmp_path, snapshot, extra=[REPORT])
    check = ["sha256sum", "--check", "--strict", "--quiet", "MANIFEST"]

    whole = subprocess.run(check, cwd=dossier, capture_output=True, check=False)
    (dossier / REPORT[0]).write_bytes(b"%PDF-1.8")
    changed = subprocess.run(check, cwd=dossier, capture_output=True, check=False)

    assert (whole.returncode, whole.stdout) == (0, b"")
    assert changed.returncode == 1


def test_every_file_is_in_the_list_and_the_list_is_whole() -> None:
    files = snapshot_files(a_snapshot(), rules=RULES, extra=[REPORT])

    lines = [line.split("  ", 1) for line in files["MANIFEST"].decode().splitlines()]

    assert [name for _hash, name in lines] == sorted(set(files) - {"MANIFEST"})
    assert all(hashlib.sha256(files[name]).hexdigest() == found for found, name in lines)


def test_the_document_has_the_hash_that_reports_print() -> None:
    content = snapshot_files(a_snapshot())["snapshot.json"]

    assert hashlib.sha256(content).hexdigest() == a_snapshot().content_hash
    assert Snapshot.from_document(json.loads(content)) == a_snapshot()


def test_rules_are_there_where_they_are_given() -> None:
    with_rules, without = snapshot_files(a_snapshot(), rules=RULES), snapshot_files(a_snapshot())

    assert {name for name in with_rules if name not in without} == {
        "regles/taxonomie.csv", "regles/taxonomie.json", f"regles/{CAMPAIGN}-1.json", "regles/groupes.csv"}
    assert read_taxonomy_file("taxonomie.csv", with_rules["regles/taxonomie.csv"]) == shipped_taxonomy()
    questionnaire = with_rules[f"regles/{CAMPAIGN}-1.json"]
    assert hashlib.sha256(questionnaire).hexdigest() == QUESTIONNAIRE.content_hash


def test_rules_that_the_diagnostic_was_not_made_by_are_refused() -> None:
    taxonomy = shipped_taxonomy()
    other = taxonomy.with_need(replace(taxonomy.by_code()["ACC-1"], strong=Rule()))
    longer = replace(QUESTIONNAIRE, form_id="autre")

    for rules in (RulesUsed(other, RULES.questionnaires), RulesUsed(taxonomy, {}),
                  RulesUsed(taxonomy, {(CAMPAIGN, 1): longer})):
        with pytest.raises(OtherRules):
            snapshot_files(a_snapshot(), rules=rules)


@pytest.mark.parametrize("name", [
    "MANIFEST", "manifest", "snapshot.json", "Snapshot.JSON", "../ailleurs", "/ailleurs", "a//b", "a\\b",
    "deux\nlignes", "C:ailleurs", ""])
def test_a_name_that_would_do_harm_is_refused(name: str) -> None:
    with pytest.raises(WrongName):
        snapshot_files(a_snapshot(), extra=[(name, b"")])


def test_two_extra_files_cannot_have_one_name() -> None:
    with pytest.raises(WrongName):
        snapshot_files(a_snapshot(), extra=[REPORT, REPORT])


def test_the_same_diagnostic_gives_the_same_bytes() -> None:
    content = snapshot_zip(a_snapshot(), rules=RULES, extra=[REPORT])

    assert content == snapshot_zip(a_snapshot(), rules=RULES, extra=[REPORT])
    assert content != snapshot_zip(a_snapshot(number=3), rules=RULES, extra=[REPORT])
    with ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 26, 0, 0, 0)}
        assert {stat.S_IMODE(entry.external_attr >> 16) for entry in archive.infolist()} == {0o644}
        assert archive.testzip() is None


def test_the_package_is_in_it_ready_to_be_published() -> None:
    files = snapshot_files(a_snapshot())

    inside = {name.removeprefix("donnees-ouvertes/"): content for name, content in files.items()
              if name.startswith("donnees-ouvertes/")}

    assert inside == package_files(a_snapshot())
