"""`test`: everything that can be checked, in one command, with one verdict."""

import subprocess
import sys
import time
from dataclasses import dataclass

import click

from consult.app import ROOT


@dataclass(frozen=True)
class Check:
    name: str
    command: tuple[str, ...]


LINT_IMPORTS = ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")
CHECKS = (
    Check("ruff", ("-m", "ruff", "check", "--quiet", "--output-format=concise", ".")),
    Check("mypy", ("-m", "mypy")),
    Check("import-linter", (*LINT_IMPORTS, "--no-cache")),
    Check("catalogues", ("-m", "consult", "translations", "check")),
)
SHOWN = ("-rs", "-n", "auto")
"""What was skipped, and why; one worker for each processor."""


def _run(check: Check) -> int:
    click.secho(f"\n── {check.name}", bold=True)
    began = time.monotonic()
    code = subprocess.run((sys.executable, *check.command), cwd=ROOT, check=False).returncode  # noqa: S603
    click.echo(f"   {time.monotonic() - began:.0f} s")
    return code


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(pytest_arguments: tuple[str, ...]) -> None:
    """Vérifie tout ; ce qui suit est donné à pytest."""
    if not (ROOT / "tests").is_dir():
        raise click.ClickException("Les tests sont dans les sources du projet, pas dans le paquet installé.")
    checks = (*CHECKS, Check("pytest", ("-m", "pytest", *SHOWN, *pytest_arguments)))
    codes = {check.name: _run(check) for check in checks}
    click.secho("\n── Résumé", bold=True)
    for name, code in codes.items():
        click.secho(f"   {'réussi' if code == 0 else 'échoué'}  {name}", fg="green" if code == 0 else "red")
    sys.exit(max(map(abs, codes.values())))
