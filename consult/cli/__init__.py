"""`consult …`: commands, each a thin call to a service."""

import click


@click.group()
def main() -> None:
    """Public consultation: campaigns, family surveys, exports."""
