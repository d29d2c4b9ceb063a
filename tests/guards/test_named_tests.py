"""A promise names the test that keeps it: a test that is renamed or gone leaves no empty promise behind."""

import ast
import re
from pathlib import Path

from consult.app import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def _tests_in(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def test_every_test_that_a_document_names_exists() -> None:
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    named = {found for document in documents for found in NAMED.findall(document.read_text(encoding="utf-8"))}

    missing = [f"{path}::{name}" for path, name in sorted(named)
               if not (name in _tests_in(ROOT / path) if name else (ROOT / path).is_file())]

    assert named
    assert missing == []
