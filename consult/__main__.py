"""`python3 -m consult …` from a fresh checkout: makes its own environment, then runs the command there.

Only the standard library is imported before that. An installed package never installs anything.
"""

import fcntl
import importlib.util
import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "pyproject.toml"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMP = ENVIRONMENT / "installed-from.toml"
TOO_OLD = "Il faut Python 3.11 ou plus récent. Cette commande a été lancée avec Python {}.{}."
NO_PIP = ("Python n’a ici ni pip ni ensurepip pour installer ce qu’il faut. "
          "Sous Debian ou Ubuntu : « sudo apt install python3-venv ». Puis recommencez.")
FAILED = "L’installation dans {} n’a pas abouti. Vérifiez la connexion à Internet, puis recommencez."


def _is_installed(requirement: str) -> bool:
    try:
        return bool(distribution(re.split(r"[^\w.-]", requirement, maxsplit=1)[0]))
    except PackageNotFoundError:
        return False


def _can_run_here() -> bool:
    """Whether this Python has all that the command needs; the environment we made must also be up to date."""
    import tomllib

    if Path(sys.prefix).resolve() == ENVIRONMENT.resolve() and STAMP.exists():
        return STAMP.read_text(encoding="utf-8") == PROJECT.read_text(encoding="utf-8")
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    tools = project["optional-dependencies"]["test"] if sys.argv[1:2] == ["test"] else []
    return all(_is_installed(requirement) for requirement in project["dependencies"] + tools)


def _commands() -> list[list[str]]:
    """What makes the environment: Debian refuses installs beside its own packages, never into our folder."""
    install = ["install", "--quiet", "--disable-pip-version-check", "--root-user-action=ignore",
               "--editable", f"{ROOT}[test]"]
    if importlib.util.find_spec("pip"):
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
        return [[sys.executable, "-m", "venv", "--without-pip", str(ENVIRONMENT)], pip + install]
    if importlib.util.find_spec("ensurepip"):
        return [[sys.executable, "-m", "venv", str(ENVIRONMENT)], [str(PYTHON), "-m", "pip", *install]]
    sys.exit(NO_PIP)


def _make_environment() -> None:
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == PROJECT.read_text(encoding="utf-8"):
        return
    print(f"Première installation dans {ENVIRONMENT} (une minute environ)…", file=sys.stderr, flush=True)  # noqa: T201
    for command in _commands():
        if subprocess.run(command, check=False).returncode:  # noqa: S603, our own words
            sys.exit(FAILED.format(ENVIRONMENT))
    STAMP.write_text(PROJECT.read_text(encoding="utf-8"), encoding="utf-8")


def _run_in_environment() -> NoReturn:
    # The checkout itself is the lock: two first commands at once must not install over each other.
    lock = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    _make_environment()
    os.close(lock)
    os.execv(PYTHON, [str(PYTHON), "-m", "consult", *sys.argv[1:]])  # noqa: S606, our own environment


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036, said in a sentence rather than by a missing module
        sys.exit(TOO_OLD.format(*sys.version_info))
    if PROJECT.is_file() and not _can_run_here():
        _run_in_environment()
    from consult.cli import main

    main(prog_name="consult")
