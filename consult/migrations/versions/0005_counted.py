"""An index that holds all that is counted."""

from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index that holds all that is counted, on SQLite only: PostgreSQL refuses long keys."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index('ix_response_version_day', table_name='response')
        op.create_index('ix_response_counted', 'response',
                        ['version_id', 'day', 'language', 'mode', 'relay_id', 'packed'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the upgrade.")
