import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from consult.app import ROOT
from consult.web.assets import family_script

STATIC = Path(ROOT) / "static"


def a_script(*functions: str, lists: bool = False) -> str:
    return family_script(STATIC, lists=lists, functions=frozenset(functions)).decode()


def test_a_questionnaire_pays_only_for_the_functions_it_uses() -> None:
    script = a_script("selected")

    assert '"<="' in script
    assert re.search(r"\bselected:", script)
    assert "string-length" not in script


def test_repeats_and_filtered_lists_come_with_their_part() -> None:
    assert "addInstance(repeat){" not in a_script()
    assert "addInstance(repeat){" in a_script(lists=True)


@pytest.mark.skipif(not shutil.which("node"), reason="no node on this machine")
@pytest.mark.parametrize("lists", [True, False])
def test_the_joined_script_is_well_formed(tmp_path: Path, lists: bool) -> None:
    path = tmp_path / "famille.mjs"
    path.write_text(a_script("and", "selected", lists=lists), encoding="utf-8")

    assert subprocess.run(["node", "--check", str(path)], check=False).returncode == 0


def test_a_phone_keeps_the_script_and_gets_it_compressed(client: FlaskClient) -> None:
    response = client.get("/famille.js?avec=selected", headers={"Accept-Encoding": "gzip"})

    assert "immutable" in response.headers["Cache-Control"]
    assert gzip.decompress(response.data).decode() == a_script("selected")


def test_an_unknown_function_in_the_address_changes_nothing(client: FlaskClient) -> None:
    assert client.get("/famille.js?avec=alert(1)").text == client.get("/famille.js").text
