"""Laws of the templates: nothing inline, nothing imported for nothing."""

import re

from consult.app import ROOT

FRAMES = {"base.html", "desk.html"}
"""They inline the family's style sheet, which the policy allows by its hash."""
IMPORT = re.compile(r"""{%-?\s*from\s+"[^"]+"\s+import\s+([^%]+?)\s*(?:with(?:out)? context\s*)?-?%}""")
IMPORT_WHOLE = re.compile(r"""{%-?\s*import\s+"[^"]+"\s+as\s+(\w+)""")
INLINE = re.compile(
    r"""\sstyle\s*=|<script(?![^>]*\s(?:src|type="application/json"))|\son[a-z]+\s*=\s*["']""", re.IGNORECASE)
STYLE = re.compile(r"<style", re.IGNORECASE)


def templates() -> dict[str, str]:
    folder = ROOT / "templates"
    paths = sorted(folder.rglob("*.html"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _imported(source: str) -> list[str]:
    names = [name for found in IMPORT.finditer(source) for name in found[1].split(",")]
    return [name.split(" as ")[-1].strip() for name in names] + IMPORT_WHOLE.findall(source)


def _unused(source: str) -> list[str]:
    body = IMPORT_WHOLE.sub("", IMPORT.sub("", source))
    return [name for name in _imported(source) if not re.search(rf"\b{re.escape(name)}\b", body)]


def test_no_style_script_or_handler_is_inline() -> None:
    assert [name for name, source in templates().items() if INLINE.search(source)] == []
    assert {name for name, source in templates().items() if STYLE.search(source)} <= FRAMES


def test_every_imported_macro_is_used() -> None:
    assert {name: unused for name, source in templates().items() if (unused := _unused(source))} == {}


def test_every_template_is_shown_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "consult").rglob("*.py"))
    everything = code + "".join(templates().values())

    assert [name for name in templates() if f'"{name}"' not in everything] == []
