"""`consult meetings`: what the desk does to meetings, from the machine itself."""

import click

from consult.cli.meeting_planning import COMMANDS


@click.group
def meetings() -> None:
    """Les réunions publiques."""


for command in COMMANDS:
    meetings.add_command(command)
