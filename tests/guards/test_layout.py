"""The size and the place of things: small files, small functions, nothing new at top level."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

from consult.app import PACKAGE, ROOT

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 250, 25, 80
TOP_LEVEL = {".ci", ".gitignore", "LICENSE", "README.md", "config.py", "consult", "docs", "pyproject.toml",
             "requirements.lock", "static", "templates", "tests", "translations"}
SHAPELESS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
"""Names that say nothing of what a module is for."""


def sources() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "versions" not in path.parts]


def longer(paths: list[Path], budget: int) -> list[str]:
    sizes = {path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{name}: {size}" for name, size in sizes.items() if size > budget]


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def test_no_file_is_too_long() -> None:
    assert longer(sources(), FILE_LINES) == []


def test_no_function_is_too_long() -> None:
    long = [f"{path.relative_to(ROOT)}: {name} {length}" for path in sources()
            for name, length in _functions(path) if length > FUNCTION_LINES]

    assert long == []


def test_no_template_is_too_long() -> None:
    assert longer(sorted((ROOT / "templates").rglob("*.html")), TEMPLATE_LINES) == []


def test_every_module_is_named_for_what_it_does() -> None:
    assert [str(path) for path in sources() if SHAPELESS & {path.stem, path.parent.name}] == []


def test_nothing_is_new_at_top_level() -> None:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)

    # A copy of the sources without git has nothing to compare.
    assert {Path(name).parts[0] for name in listing.stdout.splitlines()} <= TOP_LEVEL
