"""`consult openapi`: the description of what the site answers to, made from the site itself."""

import json
from pathlib import Path

import click

from consult.app import create_app
from consult.web.openapi import describe


@click.command()
@click.argument("path", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
def openapi(path: Path) -> None:
    """Écrit la description OpenAPI 3.1 des adresses du site."""
    app = create_app({"SECRET_KEY": "unused", "SQLALCHEMY_DATABASE_URI": "sqlite://"})
    path.write_text(json.dumps(describe(app), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    click.echo(f"Description écrite\u00a0: {path}")
