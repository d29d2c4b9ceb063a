"""The tables as the first release has them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REFUSALS = {
  "sqlite": [
    """CREATE TRIGGER staff_action_refuses_update BEFORE UPDATE ON staff_action 
BEGIN SELECT RAISE(ABORT, 'staff_action_refuses_update'); END""",
    """CREATE TRIGGER staff_action_refuses_delete BEFORE DELETE ON staff_action 
BEGIN SELECT RAISE(ABORT, 'staff_action_refuses_delete'); END""",
    """CREATE TRIGGER questionnaire_version_refuses_update BEFORE UPDATE OF document, content_hash, number, campaign_id ON questionnaire_version WHEN (OLD.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'questionnaire_version_refuses_update'); END""",
  ],
  "postgresql": [
    """CREATE OR REPLACE FUNCTION staff_action_refuses_update() RETURNS trigger AS
$body$ BEGIN RAISE EXCEPTION 'staff_action_refuses_update'; END $body$ LANGUAGE plpgsql""",
    """CREATE TRIGGER staff_action_refuses_update BEFORE UPDATE ON staff_action
FOR EACH ROW  EXECUTE FUNCTION staff_action_refuses_update()""",
    """CREATE OR REPLACE FUNCTION staff_action_refuses_delete() RETURNS trigger AS
$body$ BEGIN RAISE EXCEPTION 'staff_action_refuses_delete'; END $body$ LANGUAGE plpgsql""",
    """CREATE TRIGGER staff_action_refuses_delete BEFORE DELETE ON staff_action
FOR EACH ROW  EXECUTE FUNCTION staff_action_refuses_delete()""",
    """CREATE OR REPLACE FUNCTION questionnaire_version_refuses_update() RETURNS trigger AS
$body$ BEGIN RAISE EXCEPTION 'questionnaire_version_refuses_update'; END $body$ LANGUAGE plpgsql""",
    """CREATE TRIGGER questionnaire_version_refuses_update BEFORE UPDATE OF document, content_hash, number, campaign_id ON questionnaire_version
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION questionnaire_version_refuses_update()""",
  ],
}
"""What the database itself refuses: changing the log of staff, or a published questionnaire."""


def upgrade() -> None:
    """The tables as the first release has them."""
    op.create_table('account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=False),
    sa.Column('totp_secret', sa.String(), nullable=True),
    sa.Column('totp_last_step', sa.Integer(), nullable=False),
    sa.Column('recovery_hashes', sa.Text(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('name', name=op.f('uq_account_name'))
    )
    op.create_table('staff_action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_name', sa.String(), nullable=False),
    sa.Column('verb', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_action'))
    )
    op.create_table('territory',
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('other_names', sa.String(), nullable=False),
    sa.Column('parent_code', sa.String(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('population', sa.Integer(), nullable=True),
    sa.Column('population_year', sa.Integer(), nullable=True),
    sa.Column('population_basis', sa.String(), nullable=False),
    sa.Column('source_title', sa.String(), nullable=False),
    sa.Column('source_url', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['parent_code'], ['territory.code'], name=op.f('fk_territory_parent_code_territory')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_territory'))
    )
    op.create_index(op.f('ix_territory_parent_code'), 'territory', ['parent_code'], unique=False)
    op.create_table('campaign',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('stage', sa.String(length=32), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('open_to_discussion', sa.Text(), nullable=False),
    sa.Column('territory_code', sa.String(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sampling', sa.String(length=32), nullable=False),
    sa.Column('controller', sa.String(), nullable=False),
    sa.Column('data_contact', sa.String(), nullable=False),
    sa.Column('legal_basis', sa.String(length=32), nullable=False),
    sa.Column('retention_days', sa.Integer(), nullable=False),
    sa.Column('contacts_forgotten_on', sa.Date(), nullable=True),
    sa.Column('is_demonstration', sa.Boolean(), nullable=False),
    sa.CheckConstraint('opens_on <= closes_on', name=op.f('ck_campaign_opens_before_it_closes')),
    sa.CheckConstraint('retention_days > 0', name=op.f('ck_campaign_kept_for_some_time')),
    sa.ForeignKeyConstraint(['territory_code'], ['territory.code'], name=op.f('fk_campaign_territory_code_territory')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign')),
    sa.UniqueConstraint('slug', name=op.f('uq_campaign_slug'))
    )
    op.create_table('staff_session',
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_staff_session_account_id_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_staff_session'))
    )
    op.create_index(op.f('ix_staff_session_account_id'), 'staff_session', ['account_id'], unique=False)
    op.create_table('invitee',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_invitee_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitee')),
    sa.UniqueConstraint('campaign_id', 'phone', name=op.f('uq_invitee_campaign_id')),
    sqlite_with_rowid=False
    )
    op.create_table('news',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_news_campaign_id_campaign'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_news'))
    )
    op.create_index(op.f('ix_news_campaign_id'), 'news', ['campaign_id'], unique=False)
    op.create_table('phase',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR starts_on <= ends_on', name=op.f('ck_phase_starts_before_it_ends')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_phase_campaign_id_campaign'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_phase'))
    )
    op.create_index(op.f('ix_phase_campaign_id'), 'phase', ['campaign_id'], unique=False)
    op.create_table('published_document',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('filename', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_published_document_campaign_id_campaign'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_published_document'))
    )
    op.create_index(op.f('ix_published_document_campaign_id'), 'published_document', ['campaign_id'], unique=False)
    op.create_table('questionnaire_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(), nullable=False),
    sa.Column('source_name', sa.String(), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviews', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_questionnaire_version_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questionnaire_version')),
    sa.UniqueConstraint('campaign_id', 'number', name=op.f('uq_questionnaire_version_campaign_id'))
    )
    op.create_index(op.f('ix_questionnaire_version_campaign_id'), 'questionnaire_version', ['campaign_id'], unique=False)
    op.create_table('relay',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('territory_code', sa.String(), nullable=True),
    sa.Column('mode', sa.String(length=32), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_relay_account_id_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_relay_campaign_id_campaign'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['territory_code'], ['territory.code'], name=op.f('fk_relay_territory_code_territory')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relay')),
    sa.UniqueConstraint('code', name=op.f('uq_relay_code'))
    )
    op.create_index(op.f('ix_relay_campaign_id'), 'relay', ['campaign_id'], unique=False)
    op.create_table('response',
    sa.Column('key', sa.Uuid(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('mode', sa.String(length=32), nullable=False),
    sa.Column('relay_id', sa.Uuid(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('answers', sa.Text(), nullable=False),
    sa.Column('packed', sa.LargeBinary(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('receipt_hash', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['relay_id'], ['relay.id'], name=op.f('fk_response_relay_id_relay'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['version_id'], ['questionnaire_version.id'], name=op.f('fk_response_version_id_questionnaire_version')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_response')),
    sa.UniqueConstraint('receipt_hash', name=op.f('uq_response_receipt_hash')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_response_version_day', 'response', ['version_id', 'day'], unique=False)
    for statement in REFUSALS[op.get_bind().dialect.name]:
        # A driver’s own statement: nothing in it is a parameter.
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the upgrade.")
