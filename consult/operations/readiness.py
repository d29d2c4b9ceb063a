"""Whether this process can take families in, asked by whoever shares the work out among processes."""

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from consult.db import db
from consult.db.revisions import newest_revision
from consult.operations.rounds import rounds_of

NO_DATABASE = "la base de données ne répond pas"
OTHER_TABLES = "les tables ne sont pas celles de cette version"
NO_ROUNDS = "les tâches automatiques sont arrêtées"


def _trouble_of_database() -> str:
    try:
        with db.engine.connect() as connection:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as problem:
        return OTHER_TABLES if "alembic_version" in str(problem.orig) else NO_DATABASE
    except SQLAlchemyError:
        return NO_DATABASE
    return "" if found == newest_revision() else OTHER_TABLES


def why_not_ready(app: Flask) -> str:
    """A few words, or none where everything is there. One short reading, nothing else."""
    if trouble := _trouble_of_database():
        return trouble
    rounds = rounds_of(app)
    return "" if rounds and rounds.is_alive() else NO_ROUNDS
