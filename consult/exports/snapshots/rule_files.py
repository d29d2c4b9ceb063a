"""What the counts of a frozen diagnostic were made by: with the answers, they can be made again. Pure.

Each document is written in the one way that has the hash the diagnostic kept, so that nobody can give others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consult.diagnostic.documents import canonical
from consult.diagnostic.figures import CampaignUsed
from consult.diagnostic.snapshot import Snapshot
from consult.exports.snapshots.columns import Row
from consult.exports.snapshots.csv_tables import standard_lines
from consult.exports.taxonomies import taxonomy_csv
from consult.needs.profiles import Profile, place_profile, place_question, profiles_of
from consult.needs.taxonomy import Taxonomy
from consult.surveys.questions import Questionnaire

FOLDER = "regles"
COLUMNS = ("consultation", "profil", "groupe", "question", "choix")


@dataclass(frozen=True)
class RulesUsed:
    taxonomy: Taxonomy
    questionnaires: Mapping[tuple[str, int], Questionnaire]
    """By campaign and number of the version: all those that a campaign of the diagnostic used."""


class OtherRules(ValueError):
    """These are not the rules the diagnostic was made by."""


def _check(what: str, found: str, kept: str) -> None:
    if found != kept:
        raise OtherRules(f"{what} has another hash than the diagnostic kept.")


def _documents(snapshot: Snapshot, used: RulesUsed) -> Iterator[tuple[str, bytes]]:
    _check("The taxonomy", used.taxonomy.content_hash, snapshot.taxonomy_hash)
    yield "taxonomie.csv", taxonomy_csv(used.taxonomy)
    yield "taxonomie.json", canonical(used.taxonomy.to_document())
    for campaign in snapshot.campaigns:
        for version in campaign.questionnaires:
            questionnaire = used.questionnaires.get((campaign.slug, version.number))
            if questionnaire is None:
                raise OtherRules(f"Version {version.number} of {campaign.slug} is missing.")
            _check(f"Version {version.number}", questionnaire.content_hash, version.content_hash)
            yield f"{campaign.slug}-{version.number}.json", canonical(questionnaire.to_document())


def _profiles(snapshot: Snapshot, campaign: CampaignUsed, used: RulesUsed) -> list[Profile]:
    """As the newest version has them: it gives the groups of all."""
    if not campaign.questionnaires:
        return []
    newest = max(version.number for version in campaign.questionnaires)
    questionnaire = used.questionnaires[(campaign.slug, newest)]
    place = place_question(questionnaire.questions(), [each.code for each in snapshot.places])
    return [*([place_profile(place)] if place else []), *profiles_of(questionnaire)]


def _groups(snapshot: Snapshot, used: RulesUsed) -> Iterator[Row]:
    """Which answers put a family in a group."""
    yield COLUMNS
    for campaign in snapshot.campaigns:
        known = {(group.profile, group.code) for group in campaign.groups}
        for profile in _profiles(snapshot, campaign, used):
            for group in profile.groups:
                if (profile.code, group.code) in known:
                    yield campaign.slug, profile.code, group.code, profile.question, "|".join(group.choices)


def rule_files(snapshot: Snapshot, used: RulesUsed) -> dict[str, bytes]:
    """Content by name. Raises OtherRules."""
    documents = dict(_documents(snapshot, used))
    return {f"{FOLDER}/{name}": content for name, content in documents.items()} | {
        f"{FOLDER}/groupes.csv": standard_lines(_groups(snapshot, used))}
