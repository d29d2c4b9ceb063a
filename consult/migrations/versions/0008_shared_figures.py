"""Figures that everybody but the coordinator sees."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Figures that everybody but the coordinator sees."""
    op.create_table('shared_figures',
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('families', sa.Integer(), nullable=False),
    sa.Column('published', sa.Text(), nullable=False),
    sa.Column('taxonomy_number', sa.Integer(), nullable=False),
    sa.Column('answers_hash', sa.String(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.CheckConstraint('families > 0', name=op.f('ck_shared_figures_of_some_families')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_shared_figures_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('campaign_id', name=op.f('pk_shared_figures'))
    )


def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the upgrade.")
