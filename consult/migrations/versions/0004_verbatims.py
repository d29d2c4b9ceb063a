"""Words quoted for a need."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Words quoted for a need."""
    op.create_table('verbatim',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('response_key', sa.Uuid(), nullable=True),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('statement_id', sa.Uuid(), nullable=True),
    sa.Column('need', sa.String(), nullable=False),
    sa.Column('text_hash', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('in_french', sa.String(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('chosen_on', sa.Date(), nullable=False),
    sa.CheckConstraint('(response_key IS NULL) <> (statement_id IS NULL)', name=op.f('ck_verbatim_from_one_text')),
    sa.ForeignKeyConstraint(['response_key'], ['response.key'], name=op.f('fk_verbatim_response_key_response'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['statement_id'], ['statement.id'], name=op.f('fk_verbatim_statement_id_statement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verbatim')),
    sa.UniqueConstraint('response_key', 'question', 'need', name='uq_verbatim_answer_need'),
    sa.UniqueConstraint('statement_id', 'need', name='uq_verbatim_statement_need')
    )
