"""What no line of ours may call: somebody's words would be run, put into a query, or guessed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from consult.app import ROOT
from tests.guards.test_layout import sources

CALLED = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "hashlib.md5", "hashlib.sha1",
    "xml.etree.ElementTree.fromstring", "xml.etree.ElementTree.parse", "xml.etree.ElementTree.iterparse",
    "render_template_string", "tempfile.mktemp"}
IMPORTED = {"pickle", "marshal", "shelve", "yaml", "dill", "lxml", "xml.dom", "xml.sax.expatreader", "ctypes"}
CHANCE = {"consult/cli/simulate.py", "consult/cli/demonstration_meetings.py", "consult/surveys/simulation.py",
          "consult/surveys/simulation_texts.py"}
"""Simulated answers may be guessed: they are made again from their seed. So are measurements."""
OWN_NAMES = {"consult/cli/trial.py", "consult/db/__init__.py", "consult/migrations/env.py",
             "consult/operations/mixing.py", "consult/bench/fuzz/ground.py"}
"""Schemas, tables and limits that we name ourselves, where a database takes no parameter."""
SCRIPT_SINKS = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|postMessage|__proto__)")


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@cache
def _nodes() -> list[tuple[str, ast.AST]]:
    return [(path.relative_to(ROOT).as_posix(), node) for path in sources()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call | ast.Import | ast.ImportFrom)]


def _calls() -> list[tuple[str, ast.Call]]:
    return [(name, node) for name, node in _nodes() if isinstance(node, ast.Call)]


def _imports() -> Iterator[tuple[str, str]]:
    for name, node in _nodes():
        if isinstance(node, ast.ImportFrom):
            yield name, node.module or ""
            yield from ((name, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((name, alias.name) for alias in node.names)


def test_no_words_are_run_and_no_weak_hash_is_made() -> None:
    assert [(name, _dotted(call.func)) for name, call in _calls() if _dotted(call.func) in CALLED] == []
    assert [(name, module) for name, module in _imports() if module in CALLED | IMPORTED] == []


def test_no_command_passes_through_a_shell() -> None:
    shells = [name for name, call in _calls() for word in call.keywords if word.arg == "shell"]

    assert shells == []


def test_no_query_is_built_from_words() -> None:
    built = {name for name, call in _calls() if _dotted(call.func).split(".")[-1] in {"text", "execute"}
             and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)}

    assert built <= OWN_NAMES


def test_chance_that_can_be_guessed_is_kept_for_simulations() -> None:
    assert {name for name, module in _imports() if module.split(".")[0] == "random"
            and not name.startswith("consult/bench/")} <= CHANCE


@pytest.mark.parametrize("script", sorted((ROOT / "static").glob("*.js")), ids=lambda path: path.name)
def test_no_script_makes_markup_or_code_of_words(script: Path) -> None:
    assert SCRIPT_SINKS.findall(script.read_text(encoding="utf-8")) == []


def test_the_sinks_are_recognised() -> None:
    assert SCRIPT_SINKS.search("element.innerHTML = typed")
    assert _dotted(ast.parse("os.system(typed)", mode="eval").body.func) in CALLED  # type: ignore[attr-defined]
