"""`revision`: a new migration, for whoever changes a model. Read it before committing it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click
from alembic import command
from alembic.config import Config

from consult.app import create_app
from consult.cli.application import upgrade_schema
from consult.db.revisions import MIGRATIONS, newest_revision


def write_revision(message: str, *, into: Path = MIGRATIONS) -> None:
    """Write what leads from the newest revision to the models, as found on an empty database."""
    config = Config()
    config.set_main_option("script_location", str(into))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/revision.sqlite3"
        with create_app({"SECRET_KEY": "unused", "SQLALCHEMY_DATABASE_URI": url}).app_context():
            upgrade_schema(Path(folder))
            number = f"{int(newest_revision()) + 1:04}"
            command.revision(config, message=message, autogenerate=True, rev_id=number)


@click.command()
@click.argument("message")
def revision(message: str) -> None:
    """Écrit une révision de la base d’après les modèles (pour qui développe)."""
    write_revision(message)
