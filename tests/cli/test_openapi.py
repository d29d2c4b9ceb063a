import json
from pathlib import Path

from click.testing import CliRunner

from consult.cli import main


def test_the_description_is_written_to_a_file(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["openapi", str(tmp_path / "consult.json")])

    written = json.loads((tmp_path / "consult.json").read_text(encoding="utf-8"))
    assert done.exit_code == 0
    assert written["openapi"] == "3.1.0"
    assert "/{lang}/recu" in written["paths"]
