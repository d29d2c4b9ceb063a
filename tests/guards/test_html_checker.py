"""The Nu HTML checker finds no fault in any page, nor in the style sheets.

It needs Java and takes a minute: `VNU_JAR=vnu.jar python3 -m consult test tests/guards/test_html_checker.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from consult.app import ROOT
from consult.i18n import LANGUAGES
from consult.staff.models import Role
from tests.every_page import PER_ENDPOINT, Seen, demonstrate, pages
from tests.every_state import family_states, mistakes, strangers
from tests.factories import sign_in

JAR = os.environ.get("VNU_JAR", "")
UNKNOWN = ".*“paint-order”: Property “paint-order” doesn't exist.*"
"""A property of SVG that every browser has and this checker's list of properties has not."""
pytestmark = pytest.mark.skipif(
    not JAR or not shutil.which("java"), reason="no Java, or VNU_JAR does not name the Nu HTML checker")


def _every_page(app: Flask) -> Iterator[Seen]:
    stranger = app.test_client()
    for tag in LANGUAGES:
        yield from pages(app, stranger, f"/{tag}/", within=f"/{tag}/", most=PER_ENDPOINT)
    demonstrate(app)
    coordinator = sign_in(app, app.test_client(), Role.COORDINATOR)
    desk = list(pages(app, coordinator, "/staff/", within="/staff", most=PER_ENDPOINT))
    yield from desk
    for tag in LANGUAGES:
        yield from pages(app, stranger, f"/{tag}/", within=f"/{tag}/", most=PER_ENDPOINT)
        yield from family_states(app, tag)
    yield from mistakes(app, coordinator, [seen.path for seen in desk])
    yield from strangers(app)


def _check(*words: str) -> str:
    command = ["java", "-Xss2m", "-jar", JAR, "--stdout", "--format", "gnu", "--filterpattern", UNKNOWN]
    return subprocess.run([*command, *words], capture_output=True, text=True, check=False).stdout


def test_every_page_is_good_html(app: Flask, tmp_path: Path) -> None:
    names = {}
    for number, seen in enumerate(_every_page(app)):
        path = tmp_path / f"{number}.html"
        path.write_text(seen.html, encoding="utf-8")
        names[path.name] = seen.name

    found = _check(*(str(tmp_path / name) for name in names))

    for file, name in names.items():
        found = found.replace(file, f"{file} ({name})")
    assert len(names) > 300
    assert found == ""


def test_every_style_sheet_is_good_css() -> None:
    assert _check("--css", *map(str, sorted((ROOT / "static").glob("*.css")))) == ""
