"""What a site installs is named to the letter: versions, hashes, and no place to take them from."""

import re
import tomllib

from packaging.requirements import Requirement

from consult.app import ROOT

LOCK = ROOT / "requirements.lock"
EXTRAS_LOCKED = ("redis",)
"""What several servers need; other extras are chosen by whoever installs them."""
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries() -> list[str]:
    """One line of text for each package: its requirement and its hashes."""
    text = LOCK.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_every_package_has_one_version_and_its_hashes() -> None:
    loose = [entry for entry in entries()
             if not re.match(r"[a-z0-9][a-z0-9._-]*==[^\s;]+", entry) or not HASH.search(entry)]

    assert len(entries()) > 30
    assert loose == []


def test_the_lock_says_nothing_of_where_packages_come_from() -> None:
    bare = [HASH.sub("", entry) for entry in entries()]

    assert [entry for entry in bare if "--" in entry or "@" in entry] == []
    assert "://" not in LOCK.read_text(encoding="utf-8")


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for name in EXTRAS_LOCKED for line in project["optional-dependencies"][name]]
    locked: dict[str, list[str]] = {}
    for entry in entries():
        name, version = re.match(r"([a-z0-9._-]+)==([^\s;]+)", entry).groups()  # type: ignore[union-attr]
        locked.setdefault(name, []).append(version)

    wrong = [asked for asked in map(Requirement, [*project["dependencies"], *extras])
             if not any(asked.specifier.contains(version) for version in locked.get(asked.name.lower(), []))]

    assert wrong == []
