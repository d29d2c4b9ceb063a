"""Everything a frozen diagnostic is made of, in one archive that can be checked without us. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from consult.diagnostic.documents import canonical
from consult.diagnostic.snapshot import Snapshot
from consult.exports.snapshots.catalogue import Publisher
from consult.exports.snapshots.csv_tables import french_csv
from consult.exports.snapshots.facts import cautions, facts
from consult.exports.snapshots.package import NO_PUBLISHER, package_files
from consult.exports.snapshots.rule_files import RulesUsed, rule_files
from consult.exports.snapshots.tables import tables_of
from consult.exports.snapshots.workbook import snapshot_xlsx
from consult.exports.snapshots.zipped import zipped

MANIFEST, SNAPSHOT, READ_ME = "MANIFEST", "snapshot.json", "lisez-moi.txt"
OPEN, TABLES = "donnees-ouvertes", "csv"
SCRIPTS = ("recompute.py", "recompute_tables.py", "recompute_answers.py")
_OUTSIDE = Path(__file__).parent / "outside"
_PLAIN_NAME = re.compile(r"[^\x00-\x1f\\:/]+(/[^\x00-\x1f\\:/]+)*")
_CONTENTS = (
    ("snapshot.json", "le diagnostic figé. Son empreinte SHA-256 est celle qu’impriment les rapports."),
    (f"{TABLES}/", "les tableaux, pour un tableur français."),
    (f"{OPEN}/", "les agrégats, prêts à publier. Les paroles des familles n’y sont pas."),
    ("regles/", "les règles des besoins et les questionnaires, si elles ont été jointes."),
    ("recompute.py", "un programme qui recalcule les chiffres : python3 recompute.py"),
    (MANIFEST, "les empreintes de tous les fichiers : sha256sum -c MANIFEST"),
)


class WrongName(ValueError):
    """A file cannot be put in the archive under this name."""


def manifest(files: Mapping[str, bytes]) -> bytes:
    """As `sha256sum` writes it, and checks it."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n"
                   for name, content in sorted(files.items())).encode()


def _read_me(snapshot: Snapshot) -> bytes:
    lines = (f"{name} : {value}" for name, value in
             (*facts(snapshot), *cautions(snapshot), (f"{snapshot.name}.xlsx", "le classeur."), *_CONTENTS))
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()


def _own_files(snapshot: Snapshot, rules: RulesUsed | None, publisher: Publisher
               ) -> Iterator[tuple[str, bytes]]:
    yield READ_ME, _read_me(snapshot)
    yield SNAPSHOT, canonical(snapshot.to_document())
    yield f"{snapshot.name}.xlsx", snapshot_xlsx(snapshot)
    yield from ((f"{TABLES}/{table.name}.csv", french_csv(table)) for table in tables_of(snapshot))
    yield from ((f"{OPEN}/{name}", content) for name, content in package_files(snapshot, publisher).items())
    yield from rule_files(snapshot, rules).items() if rules else ()
    yield from ((name, (_OUTSIDE / name).read_bytes()) for name in SCRIPTS)


def snapshot_files(snapshot: Snapshot, *, rules: RulesUsed | None = None, publisher: Publisher = NO_PUBLISHER,
                   extra: Iterable[tuple[str, bytes]] = ()) -> dict[str, bytes]:
    """Content by name; `extra` are files made elsewhere. Raises WrongName, OtherRules."""
    files = dict(_own_files(snapshot, rules, publisher))
    for name, content in extra:
        is_taken = name.lower() in {MANIFEST.lower(), *(known.lower() for known in files)}
        if is_taken or not _PLAIN_NAME.fullmatch(name) or ".." in name.split("/"):
            raise WrongName(name)
        files[name] = content
    return {**files, MANIFEST: manifest(files)}


def snapshot_zip(snapshot: Snapshot, *, rules: RulesUsed | None = None, publisher: Publisher = NO_PUBLISHER,
                 extra: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """The same bytes for the same diagnostic, rules and extra files."""
    files = snapshot_files(snapshot, rules=rules, publisher=publisher, extra=extra)
    return zipped(files, day=snapshot.frozen_on)
