"""`consult check`: whether a site is whole, one line for each thing that was looked at."""

from functools import partial
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from consult.cli.application import data_option, open_as_it_is
from consult.cli.trace import leave_trace
from consult.operations.checks import VERB
from consult.operations.checks import check as look
from consult.operations.checks.control import Control, Site

CLOSED = "La base de données ne répond pas, ou son fichier est abîmé."


def _line(name: str, control: Control) -> str:
    found = f"{name}\u00a0: {control.seen}." if control.seen else f"{name}."
    faults = "".join(f" {fault[:1].upper()}{fault[1:]}." for fault in control.faults)
    return f"{'À revoir' if faults else 'Bien':9} {found}{faults}"


def _look(data: Path) -> list[str]:
    """The names of what is wrong; each control is told as soon as it has looked."""
    wrong, count = [], 0
    with open_as_it_is(data) as app:
        site_of = partial(Site, folder=data.absolute(), secret=app.config["SECRET_KEY"])
        for name, control in look(site_of):
            click.echo(_line(name, control))
            count += 1
            if control.faults:
                wrong.append(name)
        leave_trace(VERB, "", {"points_vérifiés": count, "à_revoir": ", ".join(wrong) or "rien"})
    return wrong


@click.command
@data_option
def check(data: Path) -> None:
    """Vérifier que le site est entier et cohérent, pendant qu’il sert. Ne change rien."""
    try:
        wrong = _look(data)
    except SQLAlchemyError as problem:
        raise click.ClickException(CLOSED) from problem
    if wrong:
        raise click.ClickException(f"À revoir\u00a0: {', '.join(wrong)}.")
