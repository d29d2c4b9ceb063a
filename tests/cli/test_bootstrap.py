"""The first command on a machine where only Python is."""

import importlib.util
import subprocess
import sys

import pytest

from consult import __main__ as bootstrap
from consult.app import ROOT

WITHOUT_PACKAGES = ("-S", "-E")
ASK = """
import sys
sys.argv = ["consult", {!r}]
from consult.__main__ import _can_run_here
print(_can_run_here())
"""


@pytest.mark.parametrize("command", ["demo", "test"])
def test_a_bare_python_knows_that_it_lacks_something(command: str) -> None:
    asked = subprocess.run([sys.executable, *WITHOUT_PACKAGES, "-c", ASK.format(command)], cwd=ROOT,
                           capture_output=True, text=True, timeout=30, check=False)

    assert (asked.stdout.strip(), asked.stderr) == ("False", "")


def test_the_python_of_the_tests_has_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["consult", "test"])

    assert bootstrap._can_run_here()


def test_without_pip_the_reader_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(SystemExit, match="python3-venv"):
        bootstrap._commands()


def test_pip_installs_into_our_own_folder_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object() if name == "pip" else None)

    made, installed = bootstrap._commands()

    assert made[-2:] == ["--without-pip", str(bootstrap.ENVIRONMENT)]
    assert installed[installed.index("--python") + 1] == str(bootstrap.PYTHON)
