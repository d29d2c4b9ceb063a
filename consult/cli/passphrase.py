"""The passphrase of a backup: from a file, the environment or the keyboard, never from the command."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
VARIABLE = "CONSULT_BACKUP_PASSPHRASE"
SHORTEST = 12
NEEDED = ("Cette sauvegarde est chiffrée. Donnez la phrase de passe par --passphrase-file, "
          f"ou par {VARIABLE}.")
TOO_SHORT = f"La phrase de passe doit avoir au moins {SHORTEST} signes."

passphrase_option: Callable[[Command], Command] = click.option(
    "--passphrase-file", metavar="FICHIER", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"Fichier qui contient la phrase de passe. Sinon : {VARIABLE}.")


def _given(path: Path | None) -> str:
    """Empty where nobody gave one."""
    if path is None:
        return os.environ.get(VARIABLE, "")
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError) as problem:
        raise click.ClickException(f"Le fichier {path} ne peut pas être lu.") from problem


def passphrase_to_seal(path: Path | None, *, ask: bool) -> str | None:
    """None where the copy is not to be sealed."""
    passphrase = _given(path)
    if not passphrase and ask:
        passphrase = click.prompt("Phrase de passe", hide_input=True, confirmation_prompt="Encore une fois",
                                  err=True)
    if not passphrase and path is None:
        return None
    if len(passphrase) < SHORTEST:
        raise click.ClickException(TOO_SHORT)
    return passphrase


def passphrase_to_open(path: Path | None) -> str:
    """Asked for where somebody is there to answer."""
    if passphrase := _given(path):
        return passphrase
    if not sys.stdin.isatty():
        raise click.ClickException(NEEDED)
    return str(click.prompt("Phrase de passe", hide_input=True, err=True))
