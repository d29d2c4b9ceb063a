"""Diagnostics, what is decided and promised of needs, and what was frozen."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

REFUSALS = {
  "sqlite": [
    """CREATE TRIGGER snapshot_refuses_update BEFORE UPDATE OF document, content_hash, number, diagnostic_id, frozen_on, answers ON snapshot 
BEGIN SELECT RAISE(ABORT, 'snapshot_refuses_update'); END""",
  ],
  "postgresql": [
    """CREATE OR REPLACE FUNCTION snapshot_refuses_update() RETURNS trigger AS
$body$ BEGIN RAISE EXCEPTION 'snapshot_refuses_update'; END $body$ LANGUAGE plpgsql""",
    """CREATE TRIGGER snapshot_refuses_update BEFORE UPDATE OF document, content_hash, number, diagnostic_id, frozen_on, answers ON snapshot
FOR EACH ROW  EXECUTE FUNCTION snapshot_refuses_update()""",
  ],
}
"""What was frozen never changes."""


def upgrade() -> None:
    """Diagnostics, what is decided and promised of needs, and what was frozen."""
    op.create_table('diagnostic',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('territory_code', sa.String(), nullable=False),
    sa.Column('texts', sa.Text(), nullable=False),
    sa.Column('created_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['territory_code'], ['territory.code'], name=op.f('fk_diagnostic_territory_code_territory')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_diagnostic')),
    sa.UniqueConstraint('slug', name=op.f('uq_diagnostic_slug'))
    )
    op.create_table('decided_need',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('diagnostic_id', sa.Uuid(), nullable=False),
    sa.Column('codes', sa.Text(), nullable=False),
    sa.Column('decision', sa.String(length=32), nullable=False),
    sa.Column('tier', sa.String(length=32), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('statement', sa.String(), nullable=False),
    sa.Column('concerned', sa.String(), nullable=False),
    sa.Column('offer', sa.String(), nullable=False),
    sa.Column('tension', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['diagnostic_id'], ['diagnostic.id'], name=op.f('fk_decided_need_diagnostic_id_diagnostic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decided_need'))
    )
    with op.batch_alter_table('decided_need', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decided_need_diagnostic_id'), ['diagnostic_id'], unique=False)

    op.create_table('diagnostic_campaign',
    sa.Column('diagnostic_id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_diagnostic_campaign_campaign_id_campaign')),
    sa.ForeignKeyConstraint(['diagnostic_id'], ['diagnostic.id'], name=op.f('fk_diagnostic_campaign_diagnostic_id_diagnostic')),
    sa.PrimaryKeyConstraint('diagnostic_id', 'campaign_id', name=op.f('pk_diagnostic_campaign'))
    )
    op.create_table('snapshot',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('diagnostic_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(), nullable=False),
    sa.Column('frozen_on', sa.Date(), nullable=False),
    sa.Column('frozen_by', sa.String(), nullable=False),
    sa.Column('answers', sa.Text(), nullable=False),
    sa.Column('public_since', sa.Date(), nullable=True),
    sa.CheckConstraint('number > 0', name=op.f('ck_snapshot_numbers_begin_at_one')),
    sa.ForeignKeyConstraint(['diagnostic_id'], ['diagnostic.id'], name=op.f('fk_snapshot_diagnostic_id_diagnostic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_snapshot')),
    sa.UniqueConstraint('diagnostic_id', 'number', name=op.f('uq_snapshot_diagnostic_id'))
    )
    op.create_table('commitment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('who', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('evidence', sa.String(), nullable=False),
    sa.Column('evidence_url', sa.String(), nullable=False),
    sa.Column('news', sa.String(), nullable=False),
    sa.Column('news_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['need_id'], ['decided_need.id'], name=op.f('fk_commitment_need_id_decided_need')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment'))
    )
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_need_id'), ['need_id'], unique=False)

    op.create_table('withdrawn',
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['questionnaire_version.id'], name=op.f('fk_withdrawn_version_id_questionnaire_version')),
    sa.PrimaryKeyConstraint('version_id', 'day', name=op.f('pk_withdrawn'))
    )
    for statement in REFUSALS[op.get_bind().dialect.name]:
        # A driver’s own statement: nothing in it is a parameter.
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the upgrade.")
