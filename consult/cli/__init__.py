"""`consult …`: commands, each a thin call to a service, each read only when it is asked for."""

from importlib import import_module
from typing import Any

import click

from consult.errors import Refused

COMMANDS = {
    "demo": "consult.cli.serve",
    "serve": "consult.cli.serve",
    "campaign": "consult.cli.campaign",
    "questionnaire": "consult.cli.questionnaire",
    "responses": "consult.cli.responses",
    "retention": "consult.cli.retention",
    "meetings": "consult.cli.meetings",
    "export": "consult.cli.export",
    "backup": "consult.cli.backup",
    "restore": "consult.cli.restore",
    "check": "consult.cli.check",
    "taxonomy": "consult.cli.taxonomy",
    "supply": "consult.cli.supply",
    "diagnostic": "consult.cli.diagnostic",
    "staff": "consult.cli.staff",
    "simulate": "consult.cli.simulate",
    "openapi": "consult.cli.openapi",
    "fuzz": "consult.cli.fuzz",
    "test": "consult.cli.test",
    "bench": "consult.cli.bench",
    "drill": "consult.cli.drill",
    "translations": "consult.cli.translations",
    "revision": "consult.cli.revision",
}
"""Where each command is; the command bears its own name there."""


class Commands(click.Group):
    """The list above, as a click group: `serve` must not wait for the imports of `export`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what the trade refuses is one sentence and exit code 1."""
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal


@click.command(cls=Commands)
def main() -> None:
    """Consultation publique : campagnes, questionnaires des familles, exports."""
