"""A frozen diagnostic's files on the disk, and the answers its counts were made from."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from consult.campaigns.models import Sampling
from consult.diagnostic.snapshot import Snapshot
from consult.exports.archive import responses_zip
from consult.exports.extract import Extract
from consult.exports.snapshots.archive import snapshot_zip
from consult.exports.snapshots.rule_files import RulesUsed
from consult.exports.tables import Version, tables_of
from consult.exports.values import Words
from consult.needs.taxonomy import shipped_taxonomy
from consult.surveys.questions import Questionnaire
from tests.diagnostic.frozen import CAMPAIGN, a_snapshot
from tests.needs.families import documents
from tests.needs.test_estimates import FAMILIES, QUESTIONNAIRE

RULES = RulesUsed(shipped_taxonomy(), {(CAMPAIGN, 1): QUESTIONNAIRE})
ON_PAPER = 12


def an_empty_snapshot() -> Snapshot:
    return a_snapshot(campaigns=(), indicators=(), supply=(), needs=(), set_aside=(), places=(), texts={})


def unpacked(content: bytes, folder: Path) -> Path:
    with ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def a_dossier(folder: Path, snapshot: Snapshot | None = None, **files: Any) -> Path:
    return unpacked(snapshot_zip(snapshot or a_snapshot(), **files), folder / "dossier")


def forge(dossier: Path, name: str, old: str, new: str) -> None:
    """Change the first such words of a file, and the list of hashes so that it does not tell."""
    path, listed = dossier / name, dossier / "MANIFEST"
    before = path.read_bytes()
    after = before.replace(old.encode(), new.encode(), 1)
    assert after != before
    path.write_bytes(after)
    hashes = [hashlib.sha256(content).hexdigest() for content in (before, after)]
    listed.write_text(listed.read_text(encoding="utf-8").replace(*hashes), encoding="utf-8")


def recompute(dossier: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """The script as anybody runs it: another process, elsewhere, that cannot see the application."""
    command = [sys.executable, "-I", "-X", "utf8", str(dossier / "recompute.py"), *map(str, words)]
    return subprocess.run(command, cwd=dossier.parent, capture_output=True, encoding="utf-8", check=False)


def an_export(path: Path, answers: Iterable[dict[str, Any]] = documents(FAMILIES), *,
              questionnaires: tuple[Questionnaire, ...] = (QUESTIONNAIRE,),
              words: Words = Words.CODES) -> Path:
    """What `consult export CAMPAIGN file.zip --codes` makes of these families, all of the newest version."""
    versions = tuple(Version(number, each) for number, each in enumerate(questionnaires, 1))
    day = date(2026, 10, 1)
    extract = Extract(CAMPAIGN, "Essai", "Mamoudzou", day, day, day, True, Sampling.VOLUNTARY, "", {},
                      versions, tables_of(versions))
    given = ((len(versions), (day, "fr", "paper" if place < ON_PAPER else "self", None, each))
             for place, each in enumerate(answers))
    path.write_bytes(b"".join(responses_zip(extract, given, words=words)))
    return path


def with_attacks(attacks: Iterable[str]) -> Snapshot:
    """A diagnostic in which every text that people write would run as a formula."""
    snapshot, attacks = a_snapshot(), list(attacks)
    service, need = snapshot.supply[0], snapshot.needs[0]
    return replace(
        snapshot, title=attacks[0], texts={"context": attacks[0]},
        supply=tuple(replace(service, name=each, note=f"oui;{each}") for each in attacks),
        needs=(replace(need, reason=attacks[0], quotes=tuple(
            replace(need.quotes[0], words=each) for each in attacks)), *snapshot.needs[1:]))
