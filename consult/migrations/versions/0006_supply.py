"""Supply and values of indicators, as the coordinator keeps them."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Supply and values of indicators, as the coordinator keeps them."""
    op.create_table('loaded_once',
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_loaded_once'))
    )
    op.create_table('indicator_value',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('indicator', sa.String(), nullable=False),
    sa.Column('territory_code', sa.String(), nullable=False),
    sa.Column('numerator', sa.Double(), nullable=True),
    sa.Column('denominator', sa.Double(), nullable=True),
    sa.Column('value', sa.Double(), nullable=True),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('nature', sa.String(), nullable=False),
    sa.Column('source_title', sa.String(), nullable=False),
    sa.Column('source_url', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.CheckConstraint("source_title <> ''", name=op.f('ck_indicator_value_has_a_source')),
    sa.CheckConstraint('denominator > 0', name=op.f('ck_indicator_value_divides')),
    sa.CheckConstraint('value >= 0 AND numerator >= 0', name=op.f('ck_indicator_value_not_below_zero')),
    sa.CheckConstraint('value IS NOT NULL OR numerator IS NOT NULL OR denominator IS NOT NULL', name=op.f('ck_indicator_value_says_something')),
    sa.ForeignKeyConstraint(['territory_code'], ['territory.code'], name=op.f('fk_indicator_value_territory_code_territory')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_value'))
    )
    op.create_index('ix_indicator_value_indicator', 'indicator_value', ['indicator'], unique=False)
    op.create_index('ix_indicator_value_territory_code', 'indicator_value', ['territory_code'], unique=False)
    op.create_table('offer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('territory_code', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value', sa.Double(), nullable=True),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('opening_hours', sa.String(), nullable=False),
    sa.Column('manager', sa.String(), nullable=False),
    sa.Column('source_title', sa.String(), nullable=False),
    sa.Column('source_url', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_offer_has_a_name')),
    sa.CheckConstraint("source_title <> '' OR (kind = 'indicateur' AND value IS NULL)", name=op.f('ck_offer_has_a_source')),
    sa.CheckConstraint('value >= 0', name=op.f('ck_offer_not_below_zero')),
    sa.ForeignKeyConstraint(['territory_code'], ['territory.code'], name=op.f('fk_offer_territory_code_territory')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer'))
    )
    op.create_index('ix_offer_territory_code', 'offer', ['territory_code'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the upgrade.")
