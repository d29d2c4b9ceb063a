"""Meetings."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Meetings."""
    op.create_table('meeting',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=True),
    sa.Column('stage', sa.String(length=32), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('purpose', sa.String(length=32), nullable=False),
    sa.Column('territory_code', sa.String(), nullable=False),
    sa.Column('venue', sa.String(), nullable=False),
    sa.Column('access', sa.Text(), nullable=False),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('seats_taken', sa.Integer(), nullable=False),
    sa.Column('minded_seats', sa.Integer(), nullable=False),
    sa.Column('minded_taken', sa.Integer(), nullable=False),
    sa.Column('languages', sa.Text(), nullable=False),
    sa.Column('has_interpreter', sa.Boolean(), nullable=False),
    sa.Column('women_only', sa.Boolean(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('turns', sa.Integer(), nullable=False),
    sa.Column('why_cancelled', sa.Text(), nullable=False),
    sa.Column('minutes', sa.Text(), nullable=False),
    sa.Column('minutes_on', sa.Date(), nullable=True),
    sa.CheckConstraint('minded_taken BETWEEN 0 AND minded_seats', name=op.f('ck_meeting_childminding_never_oversold')),
    sa.CheckConstraint('seats > 0', name=op.f('ck_meeting_seats_for_somebody')),
    sa.CheckConstraint('seats_taken BETWEEN 0 AND seats', name=op.f('ck_meeting_never_oversold')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_meeting_starts_before_it_ends')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_meeting_campaign_id_campaign')),
    sa.ForeignKeyConstraint(['territory_code'], ['territory.code'], name=op.f('fk_meeting_territory_code_territory')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('code', name=op.f('uq_meeting_code'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_campaign_id'), ['campaign_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_series_id'), ['series_id'], unique=False)

    op.create_table('message_text',
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_message_text_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('campaign_id', 'kind', name=op.f('pk_message_text'))
    )
    op.create_table('arrival',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('is_walk_in', sa.Boolean(), nullable=False),
    sa.Column('women', sa.Integer(), nullable=False),
    sa.Column('men', sa.Integer(), nullable=False),
    sa.Column('children', sa.Integer(), nullable=False),
    sa.Column('noted_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('women >= 0 AND men >= 0 AND children >= 0', name=op.f('ck_arrival_nobody_is_negative')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_arrival_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_arrival'))
    )
    with op.batch_alter_table('arrival', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_arrival_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('sign_up',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('phone_typed', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('adults', sa.Integer(), nullable=False),
    sa.Column('under_3', sa.Integer(), nullable=False),
    sa.Column('from_3_to_5', sa.Integer(), nullable=False),
    sa.Column('from_6', sa.Integer(), nullable=False),
    sa.Column('wants_childminding', sa.Boolean(), nullable=False),
    sa.Column('wants_interpreter', sa.Boolean(), nullable=False),
    sa.Column('wants_transport', sa.Boolean(), nullable=False),
    sa.Column('wants_step_free', sa.Boolean(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('minded', sa.Integer(), nullable=False),
    sa.Column('relay_id', sa.Uuid(), nullable=True),
    sa.Column('turn', sa.Integer(), nullable=True),
    sa.Column('offer_until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('adults > 0', name=op.f('ck_sign_up_somebody_comes')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_sign_up_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['relay_id'], ['relay.id'], name=op.f('fk_sign_up_relay_id_relay'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_up')),
    sa.UniqueConstraint('code', name=op.f('uq_sign_up_code')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('sign_up', schema=None) as batch_op:
        batch_op.create_index('ix_sign_up_meeting_state', ['meeting_id', 'state'], unique=False)

    op.create_table('statement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('needs', sa.Text(), nullable=False),
    sa.Column('is_coded', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_statement_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement'))
    )
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('once', sa.String(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('sign_up_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('problem', sa.String(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_message_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['sign_up_id'], ['sign_up.id'], name=op.f('fk_message_sign_up_id_sign_up')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('once', name=op.f('uq_message_once'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_sign_up_id'), ['sign_up_id'], unique=False)
        batch_op.create_index('ix_message_state_due', ['state', 'due_at'], unique=False)



def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the upgrade.")
