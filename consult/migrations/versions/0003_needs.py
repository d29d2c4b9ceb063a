"""Needs: taxonomy, margins, codings."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

REFUSALS = {
  "sqlite": [
    """CREATE TRIGGER taxonomy_version_refuses_update BEFORE UPDATE ON taxonomy_version 
BEGIN SELECT RAISE(ABORT, 'taxonomy_version_refuses_update'); END""",
  ],
  "postgresql": [
    """CREATE OR REPLACE FUNCTION taxonomy_version_refuses_update() RETURNS trigger AS
$body$ BEGIN RAISE EXCEPTION 'taxonomy_version_refuses_update'; END $body$ LANGUAGE plpgsql""",
    """CREATE TRIGGER taxonomy_version_refuses_update BEFORE UPDATE ON taxonomy_version
FOR EACH ROW  EXECUTE FUNCTION taxonomy_version_refuses_update()""",
  ],
}
"""A version of the taxonomy never changes."""


def upgrade() -> None:
    """Needs: taxonomy, margins, codings."""
    op.create_table('taxonomy_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(), nullable=False),
    sa.Column('source_name', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_taxonomy_version')),
    sa.UniqueConstraint('number', name=op.f('uq_taxonomy_version_number'))
    )
    op.create_table('known_margin',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('targets', sa.Text(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_known_margin_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_margin')),
    sa.UniqueConstraint('campaign_id', 'question', name=op.f('uq_known_margin_campaign_id'))
    )
    op.create_table('coding',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('response_key', sa.Uuid(), nullable=True),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('statement_id', sa.Uuid(), nullable=True),
    sa.Column('coder', sa.String(), nullable=False),
    sa.Column('text_hash', sa.String(), nullable=False),
    sa.Column('codes', sa.Text(), nullable=False),
    sa.Column('coded_on', sa.Date(), nullable=False),
    sa.CheckConstraint('(response_key IS NULL) <> (statement_id IS NULL)', name=op.f('ck_coding_of_one_text')),
    sa.ForeignKeyConstraint(['response_key'], ['response.key'], name=op.f('fk_coding_response_key_response'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['statement_id'], ['statement.id'], name=op.f('fk_coding_statement_id_statement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coding')),
    sa.UniqueConstraint('response_key', 'question', 'coder', name='uq_coding_answer_coder'),
    sa.UniqueConstraint('statement_id', 'coder', name='uq_coding_statement_coder')
    )
    op.create_table('masked_text',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('response_key', sa.Uuid(), nullable=True),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('statement_id', sa.Uuid(), nullable=True),
    sa.Column('marked_by', sa.String(), nullable=False),
    sa.CheckConstraint('(response_key IS NULL) <> (statement_id IS NULL)', name=op.f('ck_masked_text_one_text')),
    sa.ForeignKeyConstraint(['response_key'], ['response.key'], name=op.f('fk_masked_text_response_key_response'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['statement_id'], ['statement.id'], name=op.f('fk_masked_text_statement_id_statement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_masked_text')),
    sa.UniqueConstraint('response_key', 'question', name='uq_masked_text_answer'),
    sa.UniqueConstraint('statement_id', name='uq_masked_text_statement')
    )
    for statement in REFUSALS[op.get_bind().dialect.name]:
        # A driver’s own statement: nothing in it is a parameter.
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the upgrade.")
