"""`consult meetings`: what the desk does to meetings, and what the site does by itself, from the machine."""

from pathlib import Path

import click

from consult import clock
from consult.cli.application import data_option, ready_application
from consult.cli.meeting_planning import COMMANDS
from consult.cli.retention import moment_of
from consult.meetings.service import keep_up
from consult.operations.daily import once_a_day


@click.group
def meetings() -> None:
    """Les réunions publiques."""


@meetings.command
@data_option
def tick(data: Path) -> None:
    """Faire une fois ce que le site fait seul : rappels, envois, places libres, oubli."""
    app = ready_application(data)
    # No transaction is opened here: each step has its own, and none waits for the network.
    with app.app_context():
        keep_up(app.extensions["post_office"], now=clock.now)
        once_a_day(moment_of(app))


for command in COMMANDS:
    meetings.add_command(command)
