"""Laws of the code that no other tool reads."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from consult.app import PACKAGE, ROOT
from consult.cli import COMMANDS
from consult.cli.test import LINT_IMPORTS
from tests.guards.test_layout import sources

COMMITTING = ("/views.py", "/views/", "/cli/", "/bench/", "/db/", "/migrations/")
HTML_DOORS = {"consult/web/html.py", "consult/web/headers.py"}
"""The only files that may say of a text that it is HTML already."""
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
TRANSLATING = {"_", "_l", "plain", "gettext", "ngettext", "lazy_gettext", "N_"}


def holding(pattern: str, paths: list[Path]) -> set[str]:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return {name for name, text in texts.items() if re.search(pattern, text)}


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def test_imports_follow_the_contracts() -> None:
    # In a process of its own: the linter's way of setting up logging silences the loggers of this one.
    done = subprocess.run([sys.executable, *LINT_IMPORTS, "--no-cache"], cwd=ROOT, capture_output=True,
                          text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_only_views_and_commands_commit() -> None:
    committing = holding(r"\.commit\(", sources())

    assert {name for name in committing if not any(place in name for place in COMMITTING)} == set()


def test_written_html_passes_through_its_doors() -> None:
    assert holding(r"\bMarkup\(|noqa: S704", sources()) <= HTML_DOORS
    assert holding(r"\|\s*safe\b|autoescape|Markup", templates()) == set()


def _hidden_sentences(path: Path) -> list[str]:
    """Translated sentences inside f-strings, that the extraction passes over without a word."""
    inside = [node for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
              if isinstance(text, ast.JoinedStr) for node in ast.walk(text)]
    calls = [node for node in inside if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [f"{path.relative_to(ROOT)}:{call.lineno}" for call in calls
            if isinstance(call.func, ast.Name) and call.func.id in TRANSLATING]


def test_no_sentence_hides_from_the_catalogues() -> None:
    assert [place for path in sources() for place in _hidden_sentences(path)] == []


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    read = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "config.py", *sources()])
    settings = set(re.findall(r"CONSULT_[A-Z_]+", read))

    assert {name for name in settings if f"`{name}`" not in readme} == set()
    assert settings == set(re.findall(r"`(CONSULT_[A-Z_]+)`", readme))


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name for name in COMMANDS if not re.search(rf"`{name}\b", readme)] == []


def test_nothing_is_left_unfinished() -> None:
    products = [*sources(), *templates(), *sorted((ROOT / "static").glob("*"))]

    assert [path.name for path in products if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []


def test_the_package_starts_without_any_third_party_import() -> None:
    imported = [node for node in ast.walk(ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")))
                if isinstance(node, ast.Import | ast.ImportFrom)]

    assert imported == []
