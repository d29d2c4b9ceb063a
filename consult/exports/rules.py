"""The rules a frozen diagnostic was made by, looked up again."""

from uuid import UUID

from consult.campaigns.service import find_campaign
from consult.diagnostic.snapshot import Snapshot
from consult.errors import NotFound
from consult.exports.snapshots.rule_files import RulesUsed
from consult.needs.service import taxonomy_numbered
from consult.surveys.questions import Questionnaire
from consult.surveys.service import questionnaire_of, versions_of


def _questionnaires(slug: str, campaign_id: UUID) -> dict[tuple[str, int], Questionnaire]:
    return {(slug, version.number): questionnaire_of(version)
            for version in versions_of(campaign_id) if version.published_at}


def rules_of(snapshot: Snapshot) -> RulesUsed | None:
    """None where the taxonomy is one that a release shipped, and a newer release ships another."""
    try:
        taxonomy = taxonomy_numbered(snapshot.taxonomy_number).taxonomy
    except NotFound:
        return None
    if taxonomy.content_hash != snapshot.taxonomy_hash:
        return None
    found: dict[tuple[str, int], Questionnaire] = {}
    for campaign in snapshot.campaigns:
        found |= _questionnaires(campaign.slug, find_campaign(campaign.slug).id)
    return RulesUsed(taxonomy, found)
